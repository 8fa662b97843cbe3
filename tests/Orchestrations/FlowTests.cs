using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

/// <summary>What every process can rely on when it calls, waits, and asks for a person.</summary>
public sealed class FlowTests
{
    private static readonly Activity<string, int> Step = new("Step");
    private static readonly Signal<News> First = new("First");
    private static readonly Signal<News> Second = new("Second");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Rehearsal stage = new("FlowOrchestration", "instance-1");

    public FlowTests()
    {
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void A_step_answers_its_value()
    {
        stage.On(Step, text => text.Length);
        Assert.Equal(5, Rehearsal.End(stage.Play(context => context.Call(Step, "likha"))));
        Assert.Equal(["Step"], stage.Calls);
    }

    [Fact]
    public void A_refusal_that_was_expected_is_answered()
    {
        stage.On(Step, _ => StockRefusals.TooFew);
        Assert.Equal(StockRefusals.TooFew, Rehearsal.End(stage.Play(context => context.TryCall(Step, "x"))).Refusal);
        Assert.Equal(["Step"], stage.Calls);
    }

    [Fact]
    public void A_refusal_that_nobody_expected_goes_to_a_person_and_the_step_is_tried_again()
    {
        stage.On(Step, () => OrderRefusals.NotNow, () => 7);
        var run = stage.Play(context => context.Call(Step, "x"));
        Assert.False(run.IsCompleted);
        var plea = Assert.Single(stage.Given(Flow.AskForPerson));
        Assert.Equal(
            ("FlowOrchestration", "instance-1", "Step", "order.not_now"),
            (plea.Process, plea.Instance, plea.Step, plea.Code));

        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal(7, Rehearsal.End(run));
        Assert.Equal(["Step", "AskForPerson", "NoteResumption", "Step"], stage.Calls);
    }

    [Fact]
    public void A_lasting_fault_goes_to_a_person_even_where_refusals_are_expected()
    {
        stage.On(Step, Some.Broken<int>, () => StockRefusals.TooFew);
        var run = stage.Play(context => context.TryCall(Step, "x"));
        Assert.Equal("step.failed", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal(StockRefusals.TooFew, Rehearsal.End(run).Refusal);
    }

    [Fact]
    public void The_same_resumption_resumes_once()
    {
        stage.On(Step, Some.Broken<int>, Some.Broken<int>, () => 7);
        var run = stage.Play(context => context.Call(Step, "x"));
        stage.Hear(Flow.Resumed, new("r1"));
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.False(run.IsCompleted);
        stage.Hear(Flow.Resumed, new("r2"));
        Assert.Equal(7, Rehearsal.End(run));
    }

    [Fact]
    public void A_person_ends_a_process_only_where_it_can_be_ended()
    {
        stage.On(Step, Some.Broken<int>, Some.Broken<int>, () => 7);
        var run = stage.Play(context => context.TryCall(Step, "x"));
        stage.Hear(Flow.Resumed, new("r1") { Ends = true });
        Assert.False(run.IsCompleted);
        stage.Hear(Flow.Resumed, new("r2"));
        Assert.Equal(7, Rehearsal.End(run).OrThrow());

        stage.On(Step, Some.Broken<int>);
        var ended = stage.Play(context => context.TryCallOrEnd(Step, "x"));
        stage.Hear(Flow.Resumed, new("r3") { Ends = true });
        Assert.Equal(OrderRefusals.Ended, Rehearsal.End(ended).Refusal);
        Assert.True(stage.Given(Flow.NoteResumption)[^1].Ended);
    }

    [Fact]
    public void What_cannot_be_shown_to_anybody_ends_instead_of_waiting_for_ever()
    {
        stage.On(Step, Some.Broken<int>);
        stage.On(Flow.AskForPerson, _ => false);
        var run = stage.Play(context => context.TryCallOrEnd(Step, "x"));
        Assert.Equal(OrderRefusals.Ended, Rehearsal.End(run).Refusal);
        Assert.Equal(["Step", "AskForPerson"], stage.Calls);
    }

    [Fact]
    public void A_process_does_not_ask_for_ever()
    {
        stage.On(Step, Some.Broken<int>);
        var run = stage.Play(context => context.Call(Step, "x"));
        for (int pleas = 0; pleas < 50; pleas++) stage.Hear(Flow.Resumed, new($"r{pleas}"));
        Assert.IsType<InvalidOperationException>(run.Exception!.InnerException);
    }

    [Fact]
    public void A_signal_that_came_early_is_kept()
    {
        stage.Hear(First, new("n1", "early"));
        Assert.Equal("early", Rehearsal.End(stage.Play(context => context.Wait(First, Hour)))!.Text);
    }

    [Fact]
    public void A_wait_ends_with_nothing_when_its_time_is_up()
    {
        var run = stage.Play(context => context.Wait(First, Hour));
        stage.Pass(Hour - TimeSpan.FromTicks(1));
        Assert.False(run.IsCompleted);
        stage.Pass(TimeSpan.FromTicks(1));
        Assert.Null(Rehearsal.End(run));
    }

    [Fact]
    public void What_is_heard_after_the_time_was_up_is_kept_for_the_next_wait()
    {
        var run = stage.Play(async context => (await context.Wait(First, Hour), await context.Wait(First, Hour)));
        stage.Pass(Hour);
        stage.Hear(First, new("n1", "late"));
        var (before, after) = Rehearsal.End(run);
        Assert.Null(before);
        Assert.Equal("late", after!.Text);
    }

    [Fact]
    public void A_signal_that_comes_twice_is_heard_once_and_buys_no_time()
    {
        var run = stage.Play(async context => (await context.Wait(First, Hour), await context.Wait(First, Hour)));
        stage.Hear(First, new("n1", "a"));
        stage.Pass(Hour / 2);
        stage.Hear(First, new("n1", "a"));
        Assert.False(run.IsCompleted);
        stage.Pass(Hour / 2);
        Assert.Equal(("a", null), (Rehearsal.End(run).Item1!.Text, Rehearsal.End(run).Item2?.Text));
    }

    [Fact]
    public void The_same_id_under_another_name_is_another_signal()
    {
        stage.Hear(First, new("n1", "a"));
        stage.Hear(Second, new("n1", "b"));
        var run = stage.Play(async context =>
            (await context.Wait(First, Hour))!.Text + (await context.Wait(Second, Hour))!.Text);
        Assert.Equal("ab", Rehearsal.End(run));
    }

    [Fact]
    public void Whoever_is_late_is_asked_about_and_still_waited_for()
    {
        var run = stage.Play(context => context.WaitOrAsk(First, Hour, "first.late"));
        stage.Pass(Hour);
        var plea = Assert.Single(stage.Given(Flow.AskForPerson));
        Assert.Equal(("First", "first.late"), (plea.Step, plea.Code));
        stage.Pass(TimeSpan.FromDays(90));
        Assert.False(run.IsCompleted);

        stage.Hear(First, new("n1", "at last"));
        Assert.Equal("at last", Rehearsal.End(run).Text);
        Assert.Equal(["AskForPerson", "NoteResumption"], stage.Calls);
    }

    [Fact]
    public void Whoever_is_in_time_is_not_asked_about()
    {
        var run = stage.Play(context => context.WaitOrAsk(First, Hour, "first.late"));
        stage.Hear(First, new("n1", "here"));
        Assert.Equal("here", Rehearsal.End(run).Text);
        Assert.Empty(stage.Calls);
    }

    internal sealed record News(string Id, string Text) : ISignal;
}

using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

public sealed class CompensationsTests
{
    private static readonly Activity<string, bool> First = new("UndoFirst");
    private static readonly Activity<string, bool> Second = new("UndoSecond");
    private static readonly Activity<string, bool> Third = new("UndoThird");

    private readonly Rehearsal stage = new("CheckoutOrchestration", "instance-1");

    public CompensationsTests()
    {
        stage.On(First, _ => true);
        stage.On(Second, _ => true);
        stage.On(Third, _ => true);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void The_last_step_is_taken_back_first()
    {
        Rehearsal.End(Play());
        Assert.Equal(["UndoThird", "UndoSecond", "UndoFirst"], stage.Calls);
    }

    [Fact]
    public void When_one_undo_fails_the_others_still_run_and_it_is_tried_once_more()
    {
        stage.On(Second, Some.Broken<bool>, () => true);
        Rehearsal.End(Play());
        Assert.Equal(["UndoThird", "UndoSecond", "UndoFirst", "UndoSecond"], stage.Calls);
    }

    [Fact]
    public void An_undo_that_keeps_failing_needs_a_person_after_the_others_have_run()
    {
        stage.On(Third, Some.Broken<bool>, Some.Broken<bool>, () => true);
        var run = Play();
        Assert.False(run.IsCompleted);
        Assert.Equal(["UndoThird", "UndoSecond", "UndoFirst", "UndoThird", "AskForPerson"], stage.Calls);
        stage.Hear(Flow.Resumed, new("r1"));
        Rehearsal.End(run);
        Assert.Equal(["NoteResumption", "UndoThird"], stage.Calls[5..]);
    }

    [Fact]
    public void An_undo_that_is_refused_counts_as_failed()
    {
        stage.On(Second, () => OrderRefusals.NotNow, () => OrderRefusals.NotNow, () => true);
        var run = Play();
        Assert.Equal(["UndoThird", "UndoSecond", "UndoFirst", "UndoSecond", "AskForPerson"], stage.Calls);
        Assert.Equal("order.not_now", stage.Given(Flow.AskForPerson)[0].Code);
        stage.Hear(Flow.Resumed, new("r1"));
        Rehearsal.End(run);
    }

    [Fact]
    public void Nothing_is_taken_back_twice()
    {
        Rehearsal.End(stage.Play(async context =>
        {
            var undo = new Compensations(context);
            undo.Add(First, "a");
            await undo.Run();
            await undo.Run();
            return true;
        }));
        Assert.Equal(["UndoFirst"], stage.Calls);
    }

    private Task<bool> Play() => stage.Play(async context =>
    {
        var undo = new Compensations(context);
        undo.Add(First, "a");
        undo.Add(Second, "b");
        undo.Add(Third, "c");
        await undo.Run();
        return true;
    });
}

using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.ReturnOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class ReturnTests
{
    private static readonly string[] UntilLabelled = ["OpenReturn", "ApproveReturn", "IssueLabel"];
    private static readonly string[] Settled =
        ["InspectReturn", "RestockReturn", "SettleReturn", "IssueCreditNote", "CloseReturn"];

    private readonly Rehearsal stage = new(nameof(ReturnOrchestration), Some.Return.Value);

    public ReturnTests()
    {
        stage.On(OpenReturn, _ => ReturnStatus.Requested);
        stage.On(ApproveReturn, _ => ReturnStatus.Approved);
        stage.On(DeclineReturn, _ => ReturnStatus.Declined);
        stage.On(IssueLabel, _ => "NVR1");
        stage.On(MoveReturn, moved =>
            moved.Movement == Movements.TakenIn ? ReturnStatus.Received : ReturnStatus.InTransit);
        stage.On(ExpireReturn, _ => ReturnStatus.Expired);
        stage.On(InspectReturn, _ => ReturnStatus.Inspected);
        stage.On(RestockReturn, _ => ReturnStatus.Inspected);
        stage.On(SettleReturn, _ => ReturnStatus.Refunded);
        stage.On(IssueCreditNote, _ => "CN-LIKHA-000001");
        stage.On(CloseReturn, _ => ReturnStatus.Closed);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void A_return_goes_from_the_request_to_the_refund()
    {
        var run = Play();
        stage.Hear(Reviewed, Some.Accepting);
        Assert.Equal(UntilLabelled, stage.Calls);
        Moves("n1", Movements.Collected);
        Moves("n2", Movements.TakenIn);
        stage.Hear(Inspected, Some.Found);
        Assert.Equal(new ReturnEnd(ReturnStatus.Closed, null), Rehearsal.End(run));
        Assert.Equal([.. UntilLabelled, "MoveReturn", "MoveReturn", .. Settled], stage.Calls);
        Assert.Equal(Some.Found.Findings, Assert.Single(stage.Given(InspectReturn)).Findings);
    }

    [Fact]
    public void What_cannot_be_sent_back_ends_at_once_with_its_reason()
    {
        stage.On(OpenReturn, _ => ReturnRefusals.TooLate);
        Assert.Equal(new ReturnEnd(ReturnStatus.Declined, ReturnRefusals.TooLate), Rehearsal.End(Play()));
        Assert.Equal(["OpenReturn"], stage.Calls);
    }

    [Fact]
    public void A_return_that_staff_decline_sends_no_label_and_pays_nothing()
    {
        var run = Play();
        stage.Hear(Reviewed, new("review", Approve: false, []));
        Assert.Equal(new ReturnEnd(ReturnStatus.Declined, ReturnRefusals.Refused), Rehearsal.End(run));
        Assert.Equal(["OpenReturn", "DeclineReturn"], stage.Calls);
    }

    [Fact]
    public void A_return_that_nobody_reviewed_in_time_counts_as_approved()
    {
        Play();
        stage.Pass(Some.Policy.Returns.ReviewTime - TimeSpan.FromTicks(1));
        Assert.Equal(["OpenReturn"], stage.Calls);
        stage.Pass(TimeSpan.FromTicks(1));
        Assert.Equal(UntilLabelled, stage.Calls);
    }

    [Fact]
    public void The_first_review_is_the_one_that_counts()
    {
        Play();
        stage.Hear(Reviewed, Some.Accepting);
        stage.Hear(Reviewed, new("review", Approve: false, []));
        Assert.Equal(UntilLabelled, stage.Calls);
    }

    [Fact]
    public void Staff_may_accept_a_part_of_it()
    {
        Play();
        stage.Hear(Reviewed, Some.Accepting with { Accepted = [new("TOTE-NAT", 1)] });
        Assert.Equal([new("TOTE-NAT", 1)], Assert.Single(stage.Given(ApproveReturn)).Accepted);
    }

    [Fact]
    public void Goods_that_are_brought_to_a_store_need_no_label_and_are_there_at_once()
    {
        var wish = Some.Coming.Wish with { Store = "BGC" };
        var run = stage.Play(context => Run(context, Some.Coming with { Wish = wish }));
        stage.Hear(Reviewed, Some.Accepting);
        stage.Hear(ParcelMoved, Some.Parcel("taken-in", Movements.TakenIn) with { Location = "BGC" });
        stage.Hear(Inspected, Some.Found);
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.Equal(["OpenReturn", "ApproveReturn", "MoveReturn", .. Settled], stage.Calls);
        Assert.Equal("BGC", Assert.Single(stage.Given(MoveReturn)).Location);
    }

    [Fact]
    public void Goods_that_are_never_brought_end_the_return()
    {
        var wish = Some.Coming.Wish with { Store = "BGC" };
        var run = stage.Play(context => Run(context, Some.Coming with { Wish = wish }));
        stage.Hear(Reviewed, Some.Accepting);
        stage.Pass(Some.Policy.Returns.ParcelTime);
        Assert.Equal(ReturnStatus.Expired, Rehearsal.End(run).Status);
    }

    [Fact]
    public void Goods_that_never_came_end_the_return()
    {
        var run = Labelled();
        stage.Pass(Some.Policy.Returns.ParcelTime);
        Assert.Equal(new ReturnEnd(ReturnStatus.Expired, ReturnRefusals.NeverCame), Rehearsal.End(run));
        Assert.Equal([.. UntilLabelled, "ExpireReturn"], stage.Calls);
    }

    [Fact]
    public void News_from_the_carrier_buy_no_time()
    {
        var run = Labelled();
        stage.Pass(Some.Policy.Returns.ParcelTime - TimeSpan.FromHours(1));
        Moves("n1", Movements.InTransit);
        stage.Pass(TimeSpan.FromHours(1));
        Assert.Equal(ReturnStatus.Expired, Rehearsal.End(run).Status);
    }

    [Fact]
    public void Only_the_warehouse_knows_that_a_parcel_is_here()
    {
        var run = Labelled();
        Moves("n1", Movements.Delivered);
        stage.Hear(Inspected, Some.Found);
        Assert.False(run.IsCompleted);
        Assert.DoesNotContain("InspectReturn", stage.Calls);
        Moves("taken-in", Movements.TakenIn);
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
    }

    [Fact]
    public void A_parcel_may_arrive_without_a_word_from_the_carrier()
    {
        Labelled();
        Moves("taken-in", Movements.TakenIn);
        Assert.Equal([.. UntilLabelled, "MoveReturn"], stage.Calls);
    }

    [Fact]
    public void A_notice_that_comes_twice_counts_once()
    {
        Labelled();
        Moves("n1", Movements.InTransit);
        Moves("n1", Movements.InTransit);
        Assert.Equal([.. UntilLabelled, "MoveReturn"], stage.Calls);
    }

    [Fact]
    public void An_inspection_that_is_late_is_asked_about()
    {
        var run = Labelled();
        Moves("taken-in", Movements.TakenIn);
        stage.Pass(Some.Policy.Returns.InspectionTime);
        Assert.Equal("inspection.late", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
        stage.Hear(Inspected, Some.Found);
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
    }

    [Fact]
    public void A_refund_that_the_provider_cannot_pay_needs_a_person_and_is_tried_again()
    {
        stage.On(SettleReturn, () => OrderRefusals.RefundFailed, () => ReturnStatus.Refunded);
        var run = Labelled();
        Moves("taken-in", Movements.TakenIn);
        stage.Hear(Inspected, Some.Found);
        Assert.Equal(["RestockReturn", "SettleReturn", "AskForPerson"], stage.Calls[^3..]);
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.Equal(["NoteResumption", "SettleReturn", "IssueCreditNote", "CloseReturn"], stage.Calls[^4..]);
    }

    [Fact]
    public void Goods_and_money_are_booked_on_the_same_day_however_often_a_step_is_repeated()
    {
        stage.On(SettleReturn, Some.Broken<ReturnStatus>, () => ReturnStatus.Refunded);
        Labelled();
        Moves("taken-in", Movements.TakenIn);
        stage.Hear(Inspected, Some.Found);
        stage.Pass(TimeSpan.FromDays(2));
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Single(stage.Given(SettleReturn).Concat(stage.Given(RestockReturn)).Select(one => one.At).Distinct());
    }

    private Task<ReturnEnd> Play() => stage.Play(context => Run(context, Some.Coming));

    private Task<ReturnEnd> Labelled()
    {
        var run = Play();
        stage.Hear(Reviewed, Some.Accepting);
        return run;
    }

    private void Moves(string id, string movement) => stage.Hear(ParcelMoved, Some.Parcel(id, movement));
}

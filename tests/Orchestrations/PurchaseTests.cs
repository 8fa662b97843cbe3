using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.PurchaseOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class PurchaseTests
{
    private static readonly Id<PurchaseOrder> Id = new("6e0b3c1a-0000-4000-8000-00000000000a");
    private static readonly PurchasePolicy Policy = Some.Policy.Purchasing;
    private static readonly TimeSpan Lead = TimeSpan.FromDays(10);

    private readonly Rehearsal stage = new(nameof(PurchaseOrchestration), Id.Value);

    public PurchaseTests()
    {
        stage.On(SendPurchaseOrder, sending => sending.At + Lead);
        stage.On(ExpectGoods, _ => PurchaseStatus.Sent);
        stage.On(MailPurchaseOrder, _ => PurchaseStatus.Sent);
        stage.On(ConfirmDelivery, due => due.Due);
        stage.On(WatchDelivery, _ => PurchaseStatus.Sent);
        stage.On(ClosePurchaseOrder, ending => ending.InPart ? PurchaseStatus.ClosedShort : PurchaseStatus.Cancelled);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void An_order_is_sent_before_it_is_mailed_and_looked_after_when_its_goods_should_be_here()
    {
        var run = Play();
        Assert.Equal(["SendPurchaseOrder", "ExpectGoods", "MailPurchaseOrder"], stage.Calls);
        stage.On(WatchDelivery, _ => PurchaseStatus.Received);
        stage.Pass(Lead);
        Assert.False(run.IsCompleted);
        stage.Pass(Policy.Grace);
        Assert.Equal(new(PurchaseStatus.Received, null), Rehearsal.End(run));
    }

    [Fact]
    public void What_cannot_be_sent_any_more_ends_without_a_mail()
    {
        stage.On(SendPurchaseOrder, _ => PurchaseRefusals.NotNow);
        Assert.Equal(PurchaseRefusals.NotNow, Rehearsal.End(Play()).Reason);
        Assert.Equal(["SendPurchaseOrder"], stage.Calls);
    }

    [Fact]
    public void What_the_supplier_would_not_take_any_more_waits_for_a_person_to_mend_it()
    {
        var due = new DateTimeOffset(stage.CurrentUtcDateTime, TimeSpan.Zero) + Lead;
        int asked = 0;
        stage.On(SendPurchaseOrder, _ => ++asked <= 2 ? PurchaseRefusals.BelowMinimum : due);
        var run = Play();
        Assert.Equal("purchase_order.below_minimum", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
        stage.Hear(Flow.Resumed, new("resumed"));
        Assert.Equal("MailPurchaseOrder", stage.Calls[^1]);
        Assert.False(run.IsCompleted);
    }

    [Fact]
    public void A_delivery_that_is_late_is_looked_after_every_day_until_it_comes()
    {
        var run = Play();
        stage.Pass(Lead + Policy.Grace + TimeSpan.FromDays(3));
        Assert.Equal(4, stage.Given(WatchDelivery).Count);
        stage.On(WatchDelivery, _ => PurchaseStatus.Received);
        stage.Pass(TimeSpan.FromDays(1));
        Assert.Equal(PurchaseStatus.Received, Rehearsal.End(run).Status);
    }

    [Fact]
    public void The_day_that_the_supplier_confirms_counts_instead_of_the_lead_time()
    {
        var run = Play();
        var day = new DateTimeOffset(stage.CurrentUtcDateTime, TimeSpan.Zero).AddDays(30);
        stage.Hear(PurchaseHeard, new("confirmed", day, InPart: false));
        stage.Pass(Lead + Policy.Grace);
        Assert.Single(stage.Given(WatchDelivery));
        stage.On(WatchDelivery, _ => PurchaseStatus.PartlyReceived);
        stage.Pass(TimeSpan.FromDays(20));
        Assert.Equal(2, stage.Given(WatchDelivery).Count);
        Assert.False(run.IsCompleted);
    }

    [Fact]
    public void A_rest_that_never_comes_is_given_up_when_a_person_says_so()
    {
        var run = Play();
        stage.Hear(PurchaseHeard, new("closed", null, InPart: true));
        Assert.Equal(PurchaseStatus.ClosedShort, Rehearsal.End(run).Status);
    }

    [Fact]
    public void What_came_while_it_was_being_cancelled_keeps_the_order_alive()
    {
        var run = Play();
        stage.On(ClosePurchaseOrder, _ => PurchaseRefusals.NotNow);
        stage.On(WatchDelivery, _ => PurchaseStatus.PartlyReceived);
        stage.Hear(PurchaseHeard, new("cancelled", null, InPart: false));
        Assert.False(run.IsCompleted);
    }

    [Fact]
    public void A_mail_that_cannot_be_sent_needs_a_person()
    {
        stage.On(MailPurchaseOrder, () => throw new Fault(), () => PurchaseStatus.Sent);
        var run = Play();
        Assert.Equal("MailPurchaseOrder", Assert.Single(stage.Given(Flow.AskForPerson)).Step);
        stage.Hear(Flow.Resumed, new("resumed"));
        Assert.Equal(2, stage.Given(MailPurchaseOrder).Count);
        Assert.False(run.IsCompleted);
    }

    private Task<PurchaseEnd> Play() => stage.Play(context => Run(context, new(Id, Policy)));
}

using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.FulfilmentOrchestration;
using static Serverless.Orchestrations.PickupPath;

namespace Serverless.Tests.Orchestrations;

public sealed class PickupTests
{
    private static readonly string[] UntilReady =
        ["AllocateShipment", "PickShipment", "PackShipment", "MakeReady", "MailPickup"];

    private readonly Rehearsal stage = new(nameof(FulfilmentOrchestration), InstanceOf(Some.Shipment));

    public PickupTests()
    {
        stage.On(AllocateShipment, _ => new Allotment(ShipmentStatus.Allocated, null, Fetched: true));
        stage.On(PickShipment, _ => ShipmentStatus.Picking);
        stage.On(PackShipment, _ => ShipmentStatus.Packed);
        stage.On(MakeReady, _ => ShipmentStatus.ReadyForPickup);
        stage.On(MailPickup, _ => true);
        stage.On(CapturePayment, _ => PaymentStatus.Captured);
        stage.On(HandOverParcel, _ => ShipmentStatus.PickedUp);
        stage.On(CheckoutOrchestration.VoidPayment, _ => PaymentStatus.Voided);
        stage.On(CancelPickup, _ => OrderStatus.Cancelled);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void Who_fetches_her_goods_pays_at_the_counter_and_no_carrier_is_asked()
    {
        var run = Ready();
        Assert.Equal(UntilReady, stage.Calls);
        stage.Pass(TimeSpan.FromHours(30));
        stage.Hear(CollectionHeard, new("collection"));
        Assert.Equal(ShipmentStatus.PickedUp, Rehearsal.End(run));
        Assert.Equal([.. UntilReady, "CapturePayment", "HandOverParcel"], stage.Calls);
        Assert.Equal(stage.CurrentUtcDateTime, Assert.Single(stage.Given(HandOverParcel)).At.UtcDateTime);
    }

    [Fact]
    public void Who_does_not_come_is_reminded_and_may_still_come()
    {
        var run = Ready();
        stage.Pass(Some.Policy.PickupTime);
        Assert.Equal([false, true], stage.Given(MailPickup).Select(letter => letter.IsReminder));
        stage.Pass(Some.Policy.PickupGrace - TimeSpan.FromTicks(1));
        stage.Hear(CollectionHeard, new("collection"));
        Assert.Equal(ShipmentStatus.PickedUp, Rehearsal.End(run));
    }

    [Fact]
    public void Who_never_comes_is_charged_nothing_and_her_goods_are_sold_again()
    {
        var run = Ready();
        stage.Pass(Some.Policy.PickupTime + Some.Policy.PickupGrace);
        Assert.Equal(ShipmentStatus.Cancelled, Rehearsal.End(run));
        Assert.Equal([.. UntilReady, "MailPickup", "VoidPayment", "CancelPickup"], stage.Calls);
    }

    [Fact]
    public void Goods_wait_in_the_store_no_longer_than_a_card_s_authorisation_lives() =>
        Assert.True(Some.Policy.PickupTime + Some.Policy.PickupGrace < TimeSpan.FromDays(7));

    private Task<ShipmentStatus> Ready()
    {
        var run = stage.Play(context => Run(context, new(Some.Shipment, Some.Carried)));
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        return run;
    }
}

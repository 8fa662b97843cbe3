using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.FulfilmentOrchestration;

namespace Serverless.Tests.Orchestrations;

/// <summary>A cancellation meets a fulfilment at each of its steps: one of them was first.</summary>
public sealed class CalledOffTests
{
    private static readonly UnitsGone All = new("off-1", Ends: true, 0);

    private readonly Rehearsal stage = new(nameof(FulfilmentOrchestration), InstanceOf(Some.Shipment));

    public CalledOffTests()
    {
        stage.On(AllocateShipment, _ => new Allotment(ShipmentStatus.Allocated, null, Fetched: false));
        stage.On(PickShipment, _ => ShipmentStatus.Picking);
        stage.On(PackShipment, _ => ShipmentStatus.Packed);
        stage.On(MakePapers, _ => false);
        stage.On(BookParcel, _ => "NV1");
        stage.On(CapturePayment, _ => PaymentStatus.Captured);
        stage.On(ShipParcel, _ => ShipmentStatus.Shipped);
        stage.On(DeliverParcel, _ => ShipmentStatus.Delivered);
        stage.On(PickupPath.MakeReady, _ => ShipmentStatus.ReadyForPickup);
        stage.On(PickupPath.MailPickup, _ => true);
        stage.On(PickupPath.HandOverParcel, _ => ShipmentStatus.PickedUp);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void A_parcel_that_is_cancelled_before_it_is_picked_ends()
    {
        var run = Play();
        stage.Hear(UnitsOff, All);
        Ended(run, "AllocateShipment");
    }

    [Fact]
    public void A_parcel_that_waits_for_goods_ends()
    {
        stage.On(AllocateShipment, _ => new Allotment(ShipmentStatus.Backordered, null, Fetched: false));
        var run = Play();
        stage.Hear(UnitsOff, All);
        Ended(run, "AllocateShipment");
    }

    [Fact]
    public void A_parcel_that_is_cancelled_while_a_person_is_asked_to_pick_it_ends_and_the_sign_is_taken_down()
    {
        var run = Play();
        stage.Pass(Some.Carried.WarehouseTime);
        stage.Hear(UnitsOff, All);
        Ended(run, "AllocateShipment", "AskForPerson", "NoteResumption");
    }

    [Fact]
    public void A_parcel_that_is_cancelled_before_it_is_packed_ends()
    {
        var run = Play();
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(UnitsOff, All);
        Ended(run, "AllocateShipment", "PickShipment");
    }

    [Fact]
    public void A_parcel_with_a_label_ends_when_it_is_cancelled()
    {
        var run = Booked();
        stage.Hear(UnitsOff, All);
        Ended(run, "AllocateShipment", "PickShipment", "PackShipment", "MakePapers", "BookParcel");
    }

    [Theory]
    [InlineData("AllocateShipment")]
    [InlineData("PickShipment")]
    [InlineData("PackShipment")]
    [InlineData("MakePapers")]
    [InlineData("BookParcel")]
    [InlineData("CapturePayment")]
    public void A_step_that_finds_the_parcel_cancelled_ends_it_and_asks_nobody(string step)
    {
        Refuse(step, ShipmentRefusals.Cancelled);
        var run = Booked();
        stage.Hear(ParcelMoved, Some.Parcel("n1", Movements.Collected));
        Assert.Equal(ShipmentStatus.Cancelled, Rehearsal.End(run));
        Assert.Equal(step, stage.Calls[^1]);
    }

    [Fact]
    public void A_packed_parcel_of_which_something_came_off_is_packed_booked_and_sent_anew()
    {
        var run = Booked();
        stage.Hear(UnitsOff, new("off-1", Ends: false, 1));
        stage.Hear(PackingHeard, new("packing-1", 320) { Edition = 1 });
        stage.Hear(ParcelMoved, Some.Parcel("n1", Movements.Delivered));
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
        Assert.Equal([0, 1], stage.Given(PackShipment).Select(packing => packing.Edition));
        Assert.Equal(2, stage.Given(BookParcel).Count);
    }

    [Theory]
    [InlineData("MakePapers")]
    [InlineData("BookParcel")]
    [InlineData("CapturePayment")]
    public void A_step_that_finds_the_parcel_unpacked_waits_for_it_to_be_packed_anew(string step)
    {
        Refuse(step, ShipmentRefusals.Unpacked);
        var run = Booked();
        stage.Hear(ParcelMoved, Some.Parcel("n1", Movements.Collected));
        Assert.False(run.IsCompleted);
        Assert.Equal(step, stage.Calls[^1]);
        // The word comes after the step had found out by itself: it is no news.
        stage.Hear(UnitsOff, new("off-1", Ends: false, 1));
        Accept();
        stage.Hear(PackingHeard, new("packing-1", 320) { Edition = 1 });
        stage.Hear(ParcelMoved, Some.Parcel("n2", Movements.Delivered));
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
    }

    [Fact]
    public void What_was_packed_before_something_came_off_is_packed_again()
    {
        stage.On(PackShipment, () => ShipmentRefusals.Stale, () => ShipmentStatus.Packed);
        var run = Booked();
        Assert.Equal("PackShipment", stage.Calls[^1]);
        stage.Hear(PackingHeard, new("packing-1", 320) { Edition = 1 });
        Assert.Equal("BookParcel", stage.Calls[^1]);
        Assert.False(run.IsCompleted);
    }

    [Fact]
    public void Once_the_carrier_has_it_nobody_is_told_of_a_cancellation_and_its_way_goes_on()
    {
        var run = Booked();
        stage.Hear(ParcelMoved, Some.Parcel("n1", Movements.Collected));
        Assert.Equal(Some.Shipment, Assert.Single(stage.Given(CapturePayment)).Leaving);
        stage.Hear(ParcelMoved, Some.Parcel("n2", Movements.Delivered));
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
    }

    [Fact]
    public void Goods_that_wait_in_a_store_go_back_to_its_shelf_when_they_are_cancelled()
    {
        stage.On(AllocateShipment, _ => new Allotment(ShipmentStatus.Allocated, null, Fetched: true));
        var run = Booked();
        stage.Hear(UnitsOff, All);
        Ended(run, "AllocateShipment", "PickShipment", "PackShipment", "MakeReady", "MailPickup");
    }

    [Fact]
    public void Who_stands_at_the_counter_when_it_is_cancelled_is_charged_nothing()
    {
        stage.On(AllocateShipment, _ => new Allotment(ShipmentStatus.Allocated, null, Fetched: true));
        stage.On(CapturePayment, _ => ShipmentRefusals.Cancelled);
        var run = Booked();
        stage.Hear(PickupPath.CollectionHeard, new("collection"));
        Ended(run, "AllocateShipment", "PickShipment", "PackShipment", "MakeReady", "MailPickup", "CapturePayment");
    }

    private void Refuse(string step, Refusal refusal)
    {
        if (step == "AllocateShipment") stage.On(AllocateShipment, _ => refusal);
        if (step == "PickShipment") stage.On(PickShipment, _ => refusal);
        if (step == "PackShipment") stage.On(PackShipment, _ => refusal);
        if (step == "MakePapers") stage.On(MakePapers, _ => refusal);
        if (step == "BookParcel") stage.On(BookParcel, _ => refusal);
        if (step == "CapturePayment") stage.On(CapturePayment, _ => refusal);
    }

    private void Accept()
    {
        stage.On(MakePapers, _ => false);
        stage.On(BookParcel, _ => "NV2");
        stage.On(CapturePayment, _ => PaymentStatus.Captured);
    }

    private Task<ShipmentStatus> Booked()
    {
        var run = Play();
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        return run;
    }

    private void Ended(Task<ShipmentStatus> run, params string[] calls)
    {
        Assert.Equal(ShipmentStatus.Cancelled, Rehearsal.End(run));
        Assert.Equal(calls, stage.Calls);
    }

    private Task<ShipmentStatus> Play() =>
        stage.Play(context => FulfilmentOrchestration.Run(context, new(Some.Shipment, Some.Carried)));
}

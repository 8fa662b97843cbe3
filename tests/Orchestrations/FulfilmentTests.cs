using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.FulfilmentOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class FulfilmentTests
{
    private static readonly string[] UntilBooked =
        ["AllocateShipment", "PickShipment", "PackShipment", "MakePapers", "BookParcel"];

    private static readonly Allotment Here = new(ShipmentStatus.Allocated, null, Fetched: false);

    private readonly Rehearsal stage = new(nameof(FulfilmentOrchestration), InstanceOf(Some.Shipment));

    public FulfilmentTests()
    {
        stage.On(AllocateShipment, _ => Here);
        stage.On(PickShipment, _ => ShipmentStatus.Picking);
        stage.On(PackShipment, _ => ShipmentStatus.Packed);
        stage.On(MakePapers, _ => false);
        stage.On(BookParcel, _ => "NV1");
        stage.On(CapturePayment, _ => PaymentStatus.Captured);
        stage.On(ShipParcel, _ => ShipmentStatus.Shipped);
        stage.On(SendOutParcel, _ => ShipmentStatus.OutForDelivery);
        stage.On(DeliverParcel, _ => ShipmentStatus.Delivered);
        stage.On(FailDelivery, _ => ShipmentStatus.DeliveryFailed);
        stage.On(SendBackParcel, _ => ShipmentStatus.ReturnedToSender);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void An_order_is_picked_packed_shipped_and_delivered()
    {
        var run = Play();
        Assert.Equal(["AllocateShipment"], stage.Calls);
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        Assert.Equal(UntilBooked, stage.Calls);
        Assert.Equal(640, Assert.Single(stage.Given(PackShipment)).WeightGrams);

        Moves("n1", Movements.Collected);
        Moves("n2", Movements.InTransit);
        Moves("n3", Movements.OutForDelivery);
        Moves("n4", Movements.Delivered);
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipParcel", "SendOutParcel", "DeliverParcel"], stage.Calls);
        Assert.Equal(Some.At, Assert.Single(stage.Given(DeliverParcel)).At);
    }

    [Fact]
    public void Money_is_taken_before_the_goods_count_as_gone_and_both_once()
    {
        Booked();
        Moves("n1", Movements.Collected);
        Moves("n2", Movements.Collected);
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipParcel"], stage.Calls);
    }

    [Fact]
    public void The_money_of_the_order_is_taken_at_the_moment_when_its_first_parcel_leaves()
    {
        Booked();
        stage.Pass(TimeSpan.FromHours(5));
        Moves("n1", Movements.Collected);
        var taken = Assert.Single(stage.Given(CapturePayment));
        Assert.Equal((Some.Order, stage.CurrentUtcDateTime), (taken.Order, taken.At.UtcDateTime));
    }

    [Fact]
    public void Whatever_the_carrier_says_first_the_parcel_has_left()
    {
        var run = Booked();
        Moves("n1", Movements.Delivered);
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipParcel", "DeliverParcel"], stage.Calls);
    }

    [Fact]
    public void A_notice_that_comes_twice_counts_once()
    {
        var run = Booked();
        Moves("n1", Movements.OutForDelivery);
        Moves("n1", Movements.OutForDelivery);
        Moves("n1", Movements.Delivered);
        Assert.False(run.IsCompleted);
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipParcel", "SendOutParcel"], stage.Calls);
    }

    [Fact]
    public void A_notice_that_is_faster_than_our_booking_waits_for_it()
    {
        var run = Play();
        Moves("n1", Movements.Collected);
        Assert.Equal(["AllocateShipment"], stage.Calls);
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipParcel"], stage.Calls);
        Moves("n2", Movements.Delivered);
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
    }

    [Fact]
    public void A_failed_delivery_is_tried_again()
    {
        var run = Booked();
        Moves("n1", Movements.OutForDelivery);
        Moves("n2", Movements.DeliveryFailed);
        Moves("n3", Movements.OutForDelivery);
        Moves("n4", Movements.Delivered);
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
        Assert.Equal(["SendOutParcel", "FailDelivery", "SendOutParcel", "DeliverParcel"], stage.Calls[7..]);
    }

    [Fact]
    public void Notices_out_of_order_and_words_we_do_not_know_end_nothing()
    {
        stage.On(SendOutParcel, _ => ShipmentStatus.DeliveryFailed);
        var run = Booked();
        Moves("n2", Movements.DeliveryFailed);
        Moves("n1", Movements.OutForDelivery);
        Moves("n3", "Levitating");
        Assert.False(run.IsCompleted);
        Moves("n4", Movements.Delivered);
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
        Assert.Equal(["FailDelivery", "SendOutParcel", "DeliverParcel"], stage.Calls[7..]);
    }

    [Fact]
    public void A_parcel_that_comes_back_ends_with_goods_on_the_shelf_and_money_returned()
    {
        var run = Booked();
        Moves("n1", Movements.DeliveryFailed);
        Moves("n2", Movements.ReturnedToSender);
        Assert.Equal(ShipmentStatus.ReturnedToSender, Rehearsal.End(run));
        Assert.Equal(["FailDelivery", "SendBackParcel"], stage.Calls[7..]);
    }

    [Fact]
    public void A_parcel_abroad_clears_customs_before_anything_else_of_it_is_heard()
    {
        stage.On(MakePapers, _ => true);
        ClearanceStart? given = null;
        stage.OnSub<ClearanceStart, ClearanceEnd>(nameof(ClearanceOrchestration), start =>
        {
            given = start;
            return new ClearanceEnd(ClearanceStatus.Released, null);
        });
        var run = Booked();
        stage.Pass(TimeSpan.FromHours(3));
        Moves("n1", Movements.Collected);
        Moves("n2", Movements.OutForDelivery);
        Moves("n3", Movements.Delivered);
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
        Assert.Equal(
            ["CapturePayment", "ShipParcel", "ClearanceOrchestration", "SendOutParcel", "DeliverParcel"],
            stage.Calls[5..]);
        // The papers are dated by the packing, and so is what customs are told.
        Assert.Equal((Some.Shipment, Assert.Single(stage.Given(MakePapers)).At), (given!.Shipment, given.PackedAt));
    }

    [Fact]
    public void A_broker_who_never_said_what_customs_charged_is_asked_by_a_person_once_the_parcel_is_delivered()
    {
        var release = new ParcelMoment(Some.Shipment, Some.At);
        stage.On(MakePapers, _ => true);
        stage.OnSub<ClearanceStart, ClearanceEnd>(
            nameof(ClearanceOrchestration), _ => new ClearanceEnd(ClearanceStatus.Released, release));
        stage.On(ClearanceOrchestration.SettleImport, _ => ClearanceRefusals.NoCharges);
        var run = Booked();
        Moves("n1", Movements.Collected);
        Assert.Empty(stage.Given(Flow.AskForPerson));
        Moves("n2", Movements.Delivered);
        Assert.Equal(
            ("SettleImport", "clearance.no_charges"),
            (Assert.Single(stage.Given(Flow.AskForPerson)).Step, stage.Given(Flow.AskForPerson)[0].Code));

        stage.On(ClearanceOrchestration.SettleImport, _ => true);
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
        // Dated by the release each time: so it is one and the same entry.
        Assert.Equal([release], stage.Given(ClearanceOrchestration.SettleImport).Distinct());
    }

    [Fact]
    public void A_parcel_that_customs_refuse_comes_back_as_any_other()
    {
        stage.On(MakePapers, _ => true);
        stage.OnSub<ClearanceStart, ClearanceEnd>(
            nameof(ClearanceOrchestration), _ => new ClearanceEnd(ClearanceStatus.Refused, null));
        var run = Booked();
        Moves("n1", Movements.Collected);
        Moves("n2", Movements.ReturnedToSender);
        Assert.Equal(ShipmentStatus.ReturnedToSender, Rehearsal.End(run));
        Assert.Equal(["ClearanceOrchestration", "SendBackParcel"], stage.Calls[7..]);
    }

    [Fact]
    public void A_warehouse_that_is_late_is_asked_about_and_the_order_goes_on_when_it_is_done()
    {
        var run = Play();
        stage.Pass(Some.Policy.WarehouseTime);
        Assert.Equal("picking.late", stage.Given(Flow.AskForPerson)[0].Code);
        stage.Hear(PickingHeard, new("picking"));
        stage.Pass(Some.Policy.WarehouseTime);
        Assert.Equal("packing.late", stage.Given(Flow.AskForPerson)[1].Code);
        stage.Hear(PackingHeard, new("packing", 640));
        Assert.False(run.IsCompleted);
        Assert.Equal(
            [
                "AllocateShipment", "AskForPerson", "NoteResumption", "PickShipment", "AskForPerson", "NoteResumption",
                "PackShipment", "MakePapers", "BookParcel",
            ],
            stage.Calls);
    }

    [Fact]
    public void A_parcel_that_is_silent_is_asked_about()
    {
        var run = Booked();
        Moves("n1", Movements.Collected);
        stage.Pass(Some.Policy.CarrierTime);
        Assert.Equal("parcel.silent", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
        Moves("n2", Movements.Delivered);
        Assert.Equal(ShipmentStatus.Delivered, Rehearsal.End(run));
    }

    [Fact]
    public void A_parcel_does_not_move_for_ever()
    {
        var run = Booked();
        for (int movement = 0; movement < 200; movement++) Moves($"n{movement}", Movements.InTransit);
        Assert.IsType<InvalidOperationException>(run.Exception!.InnerException);
    }

    [Fact]
    public void Goods_that_are_not_there_are_waited_for_and_looked_at_when_something_came()
    {
        stage.On(AllocateShipment, () => Late, () => Late, () => Here);
        var run = Play();
        stage.Hear(PickingHeard, new("picking"));
        Assert.Equal(["AllocateShipment"], stage.Calls);
        stage.Hear(GoodsArrived, new("TOTE@MNL-7"));
        stage.Hear(GoodsArrived, new("TOTE@MNL-7"));
        Assert.Equal(["AllocateShipment", "AllocateShipment"], stage.Calls);
        stage.Hear(GoodsArrived, new("TOTE@MNL-9"));
        Assert.Equal(["AllocateShipment", "AllocateShipment", "AllocateShipment", "PickShipment"], stage.Calls);
        Assert.False(run.IsCompleted);
    }

    [Fact]
    public void A_promise_that_is_late_asks_a_person_and_is_kept_when_the_goods_come()
    {
        stage.On(AllocateShipment, () => Late, () => Here);
        Play();
        stage.Pass(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.Equal(["AllocateShipment"], stage.Calls);
        stage.Pass(TimeSpan.FromTicks(1));
        Assert.Equal("backorder.late", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
        stage.Hear(GoodsArrived, new("TOTE@MNL-7"));
        Assert.Equal(["AllocateShipment", "AskForPerson", "NoteResumption", "AllocateShipment"], stage.Calls);
    }

    private Allotment Late => new(
        ShipmentStatus.Backordered, new DateTimeOffset(stage.CurrentUtcDateTime).AddDays(3), Fetched: false);

    private Task<ShipmentStatus> Play() => stage.Play(context => Run(context, new(Some.Shipment, Some.Carried)));

    private Task<ShipmentStatus> Booked()
    {
        var run = Play();
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        return run;
    }

    private void Moves(string id, string movement) => stage.Hear(ParcelMoved, Some.Parcel(id, movement));
}

using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.FulfilmentOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class FulfilmentTests
{
    private static readonly string[] UntilBooked = ["AllocateOrder", "PickOrder", "PackOrder", "BookParcel"];

    private readonly Rehearsal stage = new(nameof(FulfilmentOrchestration), InstanceOf(Some.Order));

    public FulfilmentTests()
    {
        stage.On(AllocateOrder, _ => OrderStatus.Allocated);
        stage.On(PickOrder, _ => OrderStatus.Picking);
        stage.On(PackOrder, _ => OrderStatus.Packed);
        stage.On(BookParcel, _ => "NV1");
        stage.On(CapturePayment, _ => PaymentStatus.Captured);
        stage.On(ShipOrder, _ => OrderStatus.Shipped);
        stage.On(SendOutOrder, _ => OrderStatus.OutForDelivery);
        stage.On(DeliverOrder, _ => OrderStatus.Delivered);
        stage.On(FailDelivery, _ => OrderStatus.DeliveryFailed);
        stage.On(SendBackOrder, _ => OrderStatus.ReturnedToSender);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void An_order_is_picked_packed_shipped_and_delivered()
    {
        var run = Play();
        Assert.Equal(["AllocateOrder"], stage.Calls);
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        Assert.Equal(UntilBooked, stage.Calls);
        Assert.Equal(640, Assert.Single(stage.Given(PackOrder)).WeightGrams);

        Moves("n1", Movements.Collected);
        Moves("n2", Movements.InTransit);
        Moves("n3", Movements.OutForDelivery);
        Moves("n4", Movements.Delivered);
        Assert.Equal(OrderStatus.Delivered, Rehearsal.End(run));
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipOrder", "SendOutOrder", "DeliverOrder"], stage.Calls);
        Assert.Equal(Some.At, Assert.Single(stage.Given(DeliverOrder)).At);
    }

    [Fact]
    public void Money_is_taken_before_the_goods_count_as_gone_and_both_once()
    {
        Booked();
        Moves("n1", Movements.Collected);
        Moves("n2", Movements.Collected);
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipOrder"], stage.Calls);
    }

    [Fact]
    public void Whatever_the_carrier_says_first_the_parcel_has_left()
    {
        var run = Booked();
        Moves("n1", Movements.Delivered);
        Assert.Equal(OrderStatus.Delivered, Rehearsal.End(run));
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipOrder", "DeliverOrder"], stage.Calls);
    }

    [Fact]
    public void A_notice_that_comes_twice_counts_once()
    {
        var run = Booked();
        Moves("n1", Movements.OutForDelivery);
        Moves("n1", Movements.OutForDelivery);
        Moves("n1", Movements.Delivered);
        Assert.False(run.IsCompleted);
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipOrder", "SendOutOrder"], stage.Calls);
    }

    [Fact]
    public void A_notice_that_is_faster_than_our_booking_waits_for_it()
    {
        var run = Play();
        Moves("n1", Movements.Collected);
        Assert.Equal(["AllocateOrder"], stage.Calls);
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        Assert.Equal([.. UntilBooked, "CapturePayment", "ShipOrder"], stage.Calls);
        Moves("n2", Movements.Delivered);
        Assert.Equal(OrderStatus.Delivered, Rehearsal.End(run));
    }

    [Fact]
    public void A_failed_delivery_is_tried_again()
    {
        var run = Booked();
        Moves("n1", Movements.OutForDelivery);
        Moves("n2", Movements.DeliveryFailed);
        Moves("n3", Movements.OutForDelivery);
        Moves("n4", Movements.Delivered);
        Assert.Equal(OrderStatus.Delivered, Rehearsal.End(run));
        Assert.Equal(["SendOutOrder", "FailDelivery", "SendOutOrder", "DeliverOrder"], stage.Calls[6..]);
    }

    [Fact]
    public void Notices_out_of_order_and_words_we_do_not_know_end_nothing()
    {
        stage.On(SendOutOrder, _ => OrderStatus.DeliveryFailed);
        var run = Booked();
        Moves("n2", Movements.DeliveryFailed);
        Moves("n1", Movements.OutForDelivery);
        Moves("n3", "Levitating");
        Assert.False(run.IsCompleted);
        Moves("n4", Movements.Delivered);
        Assert.Equal(OrderStatus.Delivered, Rehearsal.End(run));
        Assert.Equal(["FailDelivery", "SendOutOrder", "DeliverOrder"], stage.Calls[6..]);
    }

    [Fact]
    public void A_parcel_that_comes_back_ends_with_goods_on_the_shelf_and_money_returned()
    {
        var run = Booked();
        Moves("n1", Movements.DeliveryFailed);
        Moves("n2", Movements.ReturnedToSender);
        Assert.Equal(OrderStatus.ReturnedToSender, Rehearsal.End(run));
        Assert.Equal(["FailDelivery", "SendBackOrder"], stage.Calls[6..]);
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
                "AllocateOrder", "AskForPerson", "NoteResumption", "PickOrder", "AskForPerson", "NoteResumption",
                "PackOrder", "BookParcel",
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
        Assert.Equal(OrderStatus.Delivered, Rehearsal.End(run));
    }

    [Fact]
    public void Money_that_cannot_be_taken_keeps_the_goods_on_our_books_until_a_person_has_looked()
    {
        stage.On(CapturePayment, () => OrderRefusals.NotCaptured, () => PaymentStatus.Captured);
        Booked();
        Moves("n1", Movements.Collected);
        Assert.Equal([.. UntilBooked, "CapturePayment", "AskForPerson"], stage.Calls);
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal(["NoteResumption", "CapturePayment", "ShipOrder"], stage.Calls[6..]);
    }

    [Fact]
    public void A_parcel_does_not_move_for_ever()
    {
        var run = Booked();
        for (int movement = 0; movement < 200; movement++) Moves($"n{movement}", Movements.InTransit);
        Assert.IsType<InvalidOperationException>(run.Exception!.InnerException);
    }

    private Task<OrderStatus> Play() => stage.Play(context => Run(context, new(Some.Order, Some.Policy)));

    private Task<OrderStatus> Booked()
    {
        var run = Play();
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        return run;
    }

    private void Moves(string id, string movement) => stage.Hear(ParcelMoved, Some.Parcel(id, movement));
}

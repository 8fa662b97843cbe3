using Serverless.Commerce;
using static Serverless.Commerce.ShipmentStatus;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ShipmentTests
{
    [Theory]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000002-1", true)]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000002-12", true)]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000002-0", false)]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000002--1", false)]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000002-", false)]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000002", false)]
    [InlineData("order-1", false)]
    [InlineData(null, false)]
    public void A_shipment_is_named_after_its_order_and_its_number(string? text, bool good)
    {
        Assert.Equal(good, Shipment.TryParse(text, out var id));
        if (good) Assert.Equal((text, OrderId), (id.Value, Shipment.OrderOf(id)));
    }

    [Fact]
    public void A_failed_delivery_may_be_tried_again_or_go_back_to_the_shop()
    {
        var failed = Rules.Shipment(OutForDelivery).FailDelivery().OrThrow();
        Assert.Equal(OutForDelivery, failed.SendOut().OrThrow().Status);
        Assert.Equal(Delivered, failed.Deliver(Now).OrThrow().Status);
        Assert.Equal(ReturnedToSender, failed.SendBack().OrThrow().Status);
    }

    [Theory]
    [InlineData(Delivered)]
    [InlineData(ReturnedToSender)]
    public void What_the_carrier_says_after_the_end_changes_nothing(ShipmentStatus end)
    {
        var shipment = Rules.Shipment(end);
        Says.Refused(ShipmentRefusals.NotNow, shipment.SendOut());
        Says.Refused(ShipmentRefusals.NotNow, shipment.FailDelivery());
    }

    [Fact]
    public void A_second_delivery_notice_does_not_move_the_day_of_delivery()
    {
        var shipment = Rules.Shipment(Shipped).Deliver(Now).OrThrow();
        Assert.Equal(Now, shipment.Deliver(Now.AddDays(9)).OrThrow().DeliveredAt);
    }

    [Fact]
    public void A_label_is_a_fact_and_not_a_status()
    {
        var labelled = Rules.Shipment(Packed).Label("Ninja Van", "NV9").OrThrow();
        Assert.Equal((Packed, "NV9"), (labelled.Status, labelled.Tracking));
        Assert.Same(labelled, labelled.Label("Ninja Van", "NV9").OrThrow());
    }

    [Fact]
    public void After_ten_wrong_codes_none_is_right_until_a_person_has_looked()
    {
        var order = In(OrderStatus.ReadyForPickup);
        for (int miss = 1; miss < Pickup.MaxMisses; miss++) order = Missed(Missed(order, miss), miss);
        Assert.Null(order.Attention);
        order = Missed(order, 10);
        Assert.Equal("pickup.locked", order.Attention!.Code);
        Assert.Same(order, Missed(order, 11));
        var seen = order.Resume(null).OrThrow();
        Assert.Null(seen.Attention);
        Assert.Empty(seen.Shipments[0].Pickup!.Misses);
    }

    [Fact]
    public void What_nobody_fetched_ends_the_order_with_the_reason()
    {
        var order = In(OrderStatus.ReadyForPickup).Cancel(Rules.First, ShipmentRefusals.NotCollected).OrThrow();
        Assert.Equal((OrderStatus.Cancelled, "pickup.not_collected"), (order.Status, order.Reason!.Code));
        Says.Refused(ShipmentRefusals.NotNow, order.Move(Rules.First, parcel => parcel.HandOver([Php(1)], Now)));
    }

    [Fact]
    public void What_was_fetched_can_be_sent_back_as_if_it_had_been_brought()
    {
        var order = In(OrderStatus.ReadyForPickup) with { TakenBack = [] };
        var fetched = order.Move(Rules.First, parcel => parcel.HandOver([Php(10), Php(20)], Now)).OrThrow();
        Assert.Equal((OrderStatus.PickedUp, Now), (fetched.Status, fetched.DeliveredAt));
        Assert.Equal(2, fetched.Returnable(Tote));
    }

    [Theory]
    [InlineData(Held, Allocated, OrderStatus.Placed)]
    [InlineData(Backordered, Allocated, OrderStatus.Backordered)]
    [InlineData(Backordered, Shipped, OrderStatus.PartiallyShipped)]
    [InlineData(Packed, Picking, OrderStatus.Picking)]
    [InlineData(Shipped, Packed, OrderStatus.PartiallyShipped)]
    [InlineData(ReturnedToSender, Packed, OrderStatus.PartiallyShipped)]
    [InlineData(Shipped, OutForDelivery, OrderStatus.Shipped)]
    [InlineData(Delivered, Picking, OrderStatus.PartiallyDelivered)]
    [InlineData(Delivered, OutForDelivery, OrderStatus.PartiallyDelivered)]
    [InlineData(Delivered, Delivered, OrderStatus.Delivered)]
    [InlineData(Delivered, ReturnedToSender, OrderStatus.Delivered)]
    [InlineData(ReturnedToSender, ReturnedToSender, OrderStatus.ReturnedToSender)]
    public void An_order_stands_where_its_least_advanced_parcel_stands(
        ShipmentStatus first, ShipmentStatus second, OrderStatus order)
    {
        Assert.Equal(order, InTwo(first, second).Status);
        Assert.Equal(order, InTwo(second, first).Status);
    }

    [Fact]
    public void Parcels_of_an_order_that_is_not_placed_do_not_move()
    {
        Says.Refused(OrderRefusals.NotNow, In(OrderStatus.StockHeld).Move(Rules.First, parcel => parcel.Allocate()));
        Says.Refused(
            ShipmentRefusals.Unknown,
            In(OrderStatus.Placed).Move(Shipment.Named(OrderId, 7), parcel => parcel.Allocate()));
    }

    [Fact]
    public void A_parcel_that_came_back_is_worth_its_goods_and_the_last_one_the_delivery_too()
    {
        var order = InTwo(ReturnedToSender, Shipped) with { Refunds = [] };
        var (first, second) = (order.Shipments[0].Id, order.Shipments[1].Id);
        Assert.Equal(Php(125_000), order.DueBack(first));
        var paid = order.ReserveRefund(OrderShipments.BackOf(first), order.DueBack(first)).OrThrow();
        Assert.Equal(paid.Totals.Total - Php(125_000), paid.DueBack(second));
    }

    private static Order Missed(Order order, int code) => order.MissCode(Rules.First, $"{code}", Now).OrThrow();
}

using System.Collections.Immutable;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class CancellationTests
{
    [Fact]
    public void All_of_an_order_comes_off_with_its_delivery_and_to_the_last_centavo()
    {
        var order = Placed((Tote, 2), (Hat, 1));
        var off = Off(order, By(CancelledBy.Shopper)).TakenOff[0];
        Assert.Equal((order.Totals.Total, order.Totals.Tax), (off.Sums.Total, off.Sums.Tax));
        Assert.True(off is { IsAll: true, IsRefund: false });
        Assert.Equal(OrderStatus.Cancelled, Off(order, By(CancelledBy.Shopper)).Status);
    }

    [Fact]
    public void Less_is_captured_when_a_unit_comes_off_before_and_its_fee_for_delivery_stays()
    {
        var order = Placed((Tote, 2), (Hat, 1));
        var less = Off(order, By(CancelledBy.Shopper, new Goods(Tote, 1)));
        Assert.Equal(order.Due - Php(125_000), less.Due);
        Assert.Equal(Php(0), less.TakenOff[0].Sums.Shipping);
        Assert.Equal(OrderStatus.Allocated, less.Status);
        Assert.Equal(order.Lines.AsEnumerable(), less.Lines.AsEnumerable());
        Assert.Equal([new(Tote, 1), new(Hat, 1)], less.GoodsOf(less.Shipments[0]).Select(One));
    }

    [Fact]
    public void What_credit_had_paid_comes_back_after_the_card_s_part()
    {
        var order = Placed((Tote, 2)) with { Credit = Php(200_000), Customer = new("customer-1") };
        var less = Off(order, By(CancelledBy.Shopper, new Goods(Tote, 1)));
        Assert.Equal(Php(0), less.Due);
        Assert.Equal(Php(125_000) - order.Due, less.TakenOff[0].Credit);
        Assert.Equal(order.Totals.Total - Php(125_000), less.CreditUsed());
    }

    [Theory]
    [InlineData(ShipmentStatus.Held, null, null)]
    [InlineData(ShipmentStatus.Backordered, null, null)]
    [InlineData(ShipmentStatus.Allocated, null, null)]
    [InlineData(ShipmentStatus.Picking, "cancellation.being_picked", null)]
    [InlineData(ShipmentStatus.Packed, "cancellation.being_picked", null)]
    [InlineData(ShipmentStatus.ReadyForPickup, "cancellation.being_picked", null)]
    [InlineData(ShipmentStatus.Shipped, "cancellation.has_left", "cancellation.has_left")]
    [InlineData(ShipmentStatus.OutForDelivery, "cancellation.has_left", "cancellation.has_left")]
    [InlineData(ShipmentStatus.Delivered, "cancellation.has_left", "cancellation.has_left")]
    [InlineData(ShipmentStatus.PickedUp, "cancellation.has_left", "cancellation.has_left")]
    [InlineData(ShipmentStatus.ReturnedToSender, "cancellation.has_left", "cancellation.has_left")]
    public void The_shopper_cancels_until_it_is_picked_and_staff_until_it_has_left(
        ShipmentStatus status, string? shopper, string? staff)
    {
        var order = Placed(status, (Tote, 2));
        Assert.Equal(shopper, order.TakeOff(By(CancelledBy.Shopper), Policy, Now).Refusal?.Code);
        Assert.Equal(staff, order.TakeOff(By(CancelledBy.Staff), Policy, Now).Refusal?.Code);
        Assert.Equal(shopper is null, order.IsCancellable(CancelledBy.Shopper));
        Assert.Equal(staff is null, order.IsCancellable(CancelledBy.Staff));
        Assert.Equal(staff is null, !order.CancelOffers(CancelledBy.Staff).IsEmpty);
    }

    [Fact]
    public void A_parcel_that_is_leaving_cannot_be_cancelled_and_one_that_was_cancelled_cannot_leave()
    {
        var order = Placed(ShipmentStatus.Packed, (Tote, 2));
        var leaving = order.BeginCapture(order.Shipments[0].Id, Now).OrThrow();
        Says.Refused(CancelRefusals.HasLeft, leaving.TakeOff(By(CancelledBy.Staff), Policy, Now));
        var off = Off(order, By(CancelledBy.Staff));
        Says.Refused(ShipmentRefusals.Cancelled, off.BeginCapture(order.Shipments[0].Id, Now));
        Says.Refused(ShipmentRefusals.Cancelled, off.BeginCapture(null, Now));
    }

    [Fact]
    public void What_comes_off_once_the_money_is_being_taken_is_paid_back_and_the_capture_stays_as_it_was()
    {
        var order = TwoParcels(ShipmentStatus.Packed, ShipmentStatus.Allocated);
        var taking = order.BeginCapture(order.Shipments[0].Id, Now).OrThrow();
        var off = Off(taking, By(CancelledBy.Shopper, order.Shipments[1].Id));
        Assert.True(off.TakenOff[0].IsRefund);
        Assert.Equal(order.Due, off.Due);
        var taken = off.Capture(Captured, Now).OrThrow();
        var refunded = taken.ReserveRefund("r", off.TakenOff[0].Sums.Total).OrThrow();
        Assert.Equal(off.TakenOff[0].Sums.Total, refunded.Refunds[0].Amount);
    }

    [Fact]
    public void Cancelling_what_has_not_left_touches_no_unit_that_has()
    {
        var order = TwoParcels(ShipmentStatus.Shipped, ShipmentStatus.Allocated);
        var off = Off(order, By(CancelledBy.Staff));
        Assert.Same(order.Shipments[0], off.Shipments[0]);
        Assert.Equal(order.Shipments[1].Lines.Select(One), off.TakenOff[0].Lines.Select(Taken));
        Assert.Equal((OrderStatus.Shipped, false), (off.Status, off.TakenOff[0].IsAll));
        Assert.Equal(Php(0), off.TakenOff[0].Sums.Shipping);
    }

    [Fact]
    public void A_waiting_parcel_ends_with_its_order()
    {
        var order = TwoParcels(ShipmentStatus.Allocated, ShipmentStatus.Backordered);
        var off = Off(order, By(CancelledBy.Shopper));
        Assert.All(off.Shipments, shipment => Assert.Equal(ShipmentStatus.Cancelled, shipment.Status));
        Assert.Equal([.. order.Shipments.Select(shipment => shipment.Id)], off.TakenOff[0].Ended.AsEnumerable());
    }

    [Fact]
    public void An_order_stands_where_its_other_parcels_stand_once_one_is_cancelled()
    {
        var order = TwoParcels(ShipmentStatus.Packed, ShipmentStatus.Backordered);
        Assert.Equal(OrderStatus.Packed, Off(order, By(CancelledBy.Shopper, order.Shipments[1].Id)).Status);
    }

    [Fact]
    public void A_packed_parcel_of_which_a_unit_comes_off_is_packed_anew_under_another_label()
    {
        var order = Placed(ShipmentStatus.Packed, (Tote, 2));
        var label = order.Shipments[0].Tracking!;
        var off = Off(order, By(CancelledBy.Staff, new Goods(Tote, 1)));
        var parcel = off.Shipments[0];
        Assert.Equal((ShipmentStatus.Picking, 1, null, null),
            (parcel.Status, parcel.Edition, parcel.Tracking, parcel.WeightGrams));
        Assert.Equal([label], parcel.Recalled.AsEnumerable());
        Says.Refused(ShipmentRefusals.Stale, parcel.Pack(500));
        Says.Refused(ShipmentRefusals.Unpacked, parcel.Label("Ninja Van", "NV9"));
        var packed = parcel.Pack(500, 1).OrThrow();
        Says.Refused(ShipmentRefusals.Unpacked, packed.Label("Ninja Van", label));
        Assert.Equal("NV9", packed.Label("Ninja Van", "NV9").OrThrow().Tracking);
    }

    [Fact]
    public void The_same_cancellation_asked_for_twice_is_made_once_and_another_finds_nothing_left()
    {
        var off = Off(Placed((Tote, 1)), By(CancelledBy.Shopper));
        Assert.Same(off, off.TakeOff(By(CancelledBy.Shopper), Policy, Now).OrThrow());
        Says.Refused(
            CancelRefusals.NothingLeft, off.TakeOff(By(CancelledBy.Staff) with { Id = new("off-2") }, Policy, Now));
    }

    [Fact]
    public void Units_that_are_not_there_no_units_and_things_named_twice_are_refused()
    {
        var order = Placed((Tote, 2));
        Says.Refused(CancelRefusals.NotThere, order.TakeOff(By(CancelledBy.Staff, new Goods(Tote, 3)), Policy, Now));
        Says.Refused(CancelRefusals.NotThere, order.TakeOff(By(CancelledBy.Staff, new Goods(Hat, 1)), Policy, Now));
        Says.Refused(CancelRefusals.Lines, order.TakeOff(By(CancelledBy.Staff, new Goods(Tote, 0)), Policy, Now));
        Says.Refused(
            CancelRefusals.Lines,
            order.TakeOff(By(CancelledBy.Staff, new Goods(Tote, 1), new Goods(Tote, 1)), Policy, Now));
        Says.Refused(
            ShipmentRefusals.Unknown,
            order.TakeOff(By(CancelledBy.Staff, Shipment.Named(order.Id, 9)), Policy, Now));
        Says.Refused(CancelRefusals.NotPlaced, Opened((Tote, 1)).TakeOff(By(CancelledBy.Staff), Policy, Now));
    }

    [Fact]
    public void What_is_least_far_advanced_comes_off_first()
    {
        var order = TwoParcels(ShipmentStatus.Packed, ShipmentStatus.Allocated);
        var off = Off(order, By(CancelledBy.Staff, new Goods(Tote, 1)));
        Assert.Equal(ShipmentStatus.Packed, off.Shipments[0].Status);
        Assert.Equal([1], off.TakenOff[0].Lines[0].Units.AsEnumerable());
    }

    [Fact]
    public void Delivery_is_paid_back_once_when_one_parcel_came_back_and_the_other_is_cancelled()
    {
        var order = TwoParcels(ShipmentStatus.Shipped, ShipmentStatus.Allocated);
        var (first, back) = (order.Shipments[0].Id, OrderShipments.BackOf(order.Shipments[0].Id));
        var cancelled = Off(order, By(CancelledBy.Staff));
        Assert.Equal(order.Totals.Total, cancelled.TakenOff[0].Sums.Total + cancelled.DueBack(first));
        var returned = order.ReserveRefund(back, order.DueBack(first)).OrThrow();
        Assert.Equal(
            order.Totals.Total,
            returned.Refunds[0].Total + Off(returned, By(CancelledBy.Staff)).TakenOff[0].Sums.Total);
    }

    [Fact]
    public void What_came_off_cannot_be_sent_back_and_what_is_left_can()
    {
        var off = Off(Placed((Tote, 3)), By(CancelledBy.Shopper, new Goods(Tote, 1)));
        var hers = off with { Shipments = [off.Shipments[0] with { Status = ShipmentStatus.Delivered }] };
        Assert.Equal(2, hers.Returnable(Tote));
    }

    [Fact]
    public void A_stock_gives_out_what_is_left_and_frees_the_rest_in_whichever_order()
    {
        var kept = Stock(5).Allocate(OrderId, 3, Now).OrThrow();
        var one = kept.Release(OrderId, 1).OrThrow().Ship(OrderId, 2).OrThrow();
        var other = kept.Ship(OrderId, 2).OrThrow().Release(OrderId, 1).OrThrow();
        Assert.Equal((3, 0), (one.OnHand, one.Allocated));
        Assert.Equal((3, 0), (other.OnHand, other.Allocated));
        Says.Refused(StockRefusals.NotAllocated, one.Release(OrderId, 1));
        Says.Refused(StockRefusals.NotAllocated, kept.Ship(OrderId, 4));
    }

    internal static CancelWish By(CancelledBy by, params Goods[] lines) =>
        new(new("off-1"), by, CancelReason.ChangedMind, null, [.. lines]);

    private static CancelWish By(CancelledBy by, Id<Shipment> parcel) =>
        By(by) with { Shipment = parcel };

    private static Order Off(Order order, CancelWish wish) => order.TakeOff(wish, Policy, Now).OrThrow();

    private static Order Placed(params (string Sku, int Quantity)[] lines) => Placed(ShipmentStatus.Allocated, lines);

    private static Order Placed(ShipmentStatus status, params (string Sku, int Quantity)[] lines)
    {
        var order = Opened(lines);
        ImmutableArray<Shipment> parcels = [Parcel(order, 1, AllFrom("MNL", order)[0], status)];
        return order with
        {
            Status = OrderShipments.StatusOf(parcels),
            Shipments = parcels,
            Payment = Promised,
            PlacedAt = Now,
        };
    }

    private static Order TwoParcels(ShipmentStatus first, ShipmentStatus second)
    {
        var order = InTwo(first, second);
        bool left = first is ShipmentStatus.Shipped;
        return order with { CapturedAt = left ? Now : null, Payment = left ? Captured : Promised };
    }

    private static Goods One(ShipmentLine line) => new(line.Sku, line.Quantity);

    private static Goods Taken(TakenLine line) => new(line.Sku, line.Units.Length);
}

using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>What is taken from the shelves for a morning's parcels (FUL02).</summary>
public sealed class PickListTests
{
    [Fact]
    public void Shelves_come_once_each_with_every_box_that_its_goods_go_into()
    {
        var two = Allocated((Some.Tote, 2), (Some.Hat, 1));
        var one = Allocated((Some.Hat, 3));
        var list = PickList.Of("MNL", [(two, two.Shipments[0]), (one, one.Shipments[0])]).OrThrow();
        Assert.Equal(
            ["HAT-M 4: 1x1 2x3", "TOTE-NAT 2: 1x2"],
            list.Stops.Select(stop =>
                $"{stop.Sku} {stop.Quantity}: "
                + string.Join(' ', stop.Boxes.Select(box => $"{box.Number}x{box.Quantity}"))));
    }

    [Fact]
    public void A_parcel_of_another_location_or_one_that_is_packed_stands_on_no_list()
    {
        var order = Allocated((Some.Hat, 1));
        var packed = order.Shipments[0].Pick().OrThrow().Pack(300).OrThrow();
        Assert.Equal(ShipmentRefusals.NoPickList, PickList.Of("BGC", [(order, order.Shipments[0])]).Refusal);
        Assert.Equal(ShipmentRefusals.NoPickList, PickList.Of("MNL", [(order, packed)]).Refusal);
    }

    [Fact]
    public void A_tracking_page_is_the_carriers_own_and_nothing_can_be_put_into_its_address()
    {
        Assert.Equal(
            "https://www.ninjavan.co/en-ph/tracking?id=SL1%26x%3D1",
            TrackingPages.Of("Ninja Van", "SL1&x=1")!.AbsoluteUri);
        Assert.Null(TrackingPages.Of("Somebody", "SL1"));
        Assert.Null(TrackingPages.Of("Ninja Van", null));
    }

    [Fact]
    public void Every_time_that_a_parcel_goes_out_or_fails_is_a_turn_of_its_own()
    {
        var shipped = Allocated((Some.Hat, 1)).Shipments[0] with { Status = ShipmentStatus.Shipped };
        var again = shipped.SendOut().OrThrow().FailDelivery().OrThrow().SendOut().OrThrow();
        Assert.Equal((3, 3), (again.Turns, again.SendOut().OrThrow().Turns));
    }

    private static Order Allocated(params (string Sku, int Quantity)[] lines)
    {
        var order = Some.Opened(lines);
        order = order.HoldStock(Some.AllFrom("MNL", order)).OrThrow();
        return order with { Shipments = [.. order.Shipments.Select(one => one.Allocate().OrThrow())] };
    }
}

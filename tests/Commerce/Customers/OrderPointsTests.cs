using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class OrderPointsTests
{
    [Fact]
    public void An_order_earns_for_what_was_paid_for_its_goods_in_the_tier_of_that_day()
    {
        var order = AtHome((Tote, 2));
        Assert.Equal(25, order.Earns(Policy.Points));
        Assert.Equal(37, (order with { Tier = "Gold" }).Earns(Policy.Points));
        var discounted = order with { Totals = order.Totals with { Discount = Php(100_000) } };
        Assert.Equal(15, discounted.Earns(Policy.Points));
    }

    [Fact]
    public void The_points_of_all_parcels_are_the_points_of_the_order() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Long[0, 10_000]).Sample((totes, hats, points) =>
        {
            var order = AtHome((Tote, totes), (Hat, hats));
            var split = order with
            {
                Shipments = [.. order.Shipments[0].Lines.Select((line, at) => order.Shipments[0] with
                {
                    Id = Shipment.Named(order.Id, at + 1),
                    Lines = [line],
                })],
            };
            return split.Shipments.Sum(shipment => split.ShareOf(shipment, points)) == points;
        });

    [Fact]
    public void Returns_of_everything_take_back_exactly_what_was_earned() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Long[0, 10_000]).Sample((totes, hats, points) =>
        {
            var order = AtHome((Tote, totes), (Hat, hats));
            long back = 0;
            foreach (var (sku, quantity) in new[] { (Tote, totes), (Hat, hats) })
            {
                for (int unit = 0; unit < quantity; unit++)
                {
                    var id = new Id<Return>($"{sku}-{unit}");
                    order = order with { TakenBack = order.TakenBack.Add(new(id, [new(sku, [unit])])) };
                    back += order.ShareOf(Found(order, id, sku), points);
                }
            }

            return back == points;
        });

    [Fact]
    public void What_was_missing_has_not_come_back()
    {
        var order = AtHome((Tote, 1)) with { TakenBack = [new(ReturnId, [new(Tote, [0])])] };
        Assert.Equal(10, order.ShareOf(Found(order, ReturnId, Tote), 10));
        Assert.Equal(0, order.ShareOf(Found(order, ReturnId, Tote, Disposition.Missing), 10));
    }

    private static Return Found(
        Order order, Id<Return> id, string sku, Disposition disposition = Disposition.Restock) => new(
        id, "run", order.Id, ReturnStatus.Closed,
        [new(sku, sku, "", "", 1, ReturnReason.ChangedMind) { Findings = [new(sku, 1, disposition)] }], Php(0), Now);
}

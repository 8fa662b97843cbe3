using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.CorrectionTests;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What is true of every placed order, however it is changed.</summary>
public sealed class CorrectionProperties
{
    /// <summary>Whatever is bought and added, coupon and points taken off: nobody can tell from an old unit.</summary>
    [Fact]
    public void A_correction_never_changes_what_was_sold() =>
        Gen.Select(
                Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Long[0, 200_000], Gen.Long[0, 60_000])
            .Where((totes, hats, _, _, coupon, points) => coupon + points <= 125_000 * totes + 69_999 * hats)
            .Sample((totes, hats, moreTotes, moreHats, coupon, points) =>
            {
                var before = Lowered(totes, hats, coupon, points);
                var wish = Adding([.. new[] { (Tote, moreTotes), (Hat, moreHats) }.Where(one => one.Item2 > 0)]);
                var after = Reckoned(before, wish);
                var (old, now) = (new UnitShares(before, Policy), new UnitShares(after, Policy));
                var terms = before.TermsOf(before.Lines[0], ReturnReason.Damaged, Policy.Returns, Now);
                foreach (var line in before.Lines)
                {
                    foreach (var unit in Enumerable.Range(0, line.Quantity))
                    {
                        Assert.Equal(
                            before.PaidFor(new(line.Sku, [unit]), 1), after.PaidFor(new(line.Sku, [unit]), 1));
                        var (was, isNow) = (old.Of(line.Sku, unit, terms), now.Of(line.Sku, unit, terms));
                        Assert.Equal(
                            (was.Goods, was.Coupon, was.Discount, was.Points),
                            (isNow.Goods, isNow.Coupon, isNow.Discount, isNow.Points));
                    }
                }

                var all = after.Lines.SelectMany(line =>
                    Enumerable.Range(0, line.Quantity).Select(unit => now.Of(line.Sku, unit, terms))).ToList();
                Assert.Equal(after.Totals.Subtotal, Sum(all, one => one.Goods));
                Assert.Equal(after.Totals.Coupon, Sum(all, one => one.Coupon));
                Assert.Equal(after.Totals.Discount, Sum(all, one => one.Discount));
                Assert.Equal(after.Totals.Tax, Sum(all, one => one.GoodsTax + one.ShippingTax));
                Assert.Equal(
                    after.Totals.Total,
                    after.Totals.Subtotal - after.Totals.Coupon - after.Totals.Discount + after.Totals.Shipping);
            });

    /// <summary>Changed, captured and refunded in whatever order: shown is ordered is taken.</summary>
    [Fact]
    public void Any_sequence_leaves_money_in_as_captured_less_refunded() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 120_000]).Array[1, 25].Sample(steps =>
        {
            var order = Express((Hat, 2), (Tote, 1));
            var (promised, captured, at) = (order.Due, Php(0), 0);
            foreach (var (step, amount) in steps)
            {
                var wish = step switch
                {
                    0 => No with { Method = "standard" },
                    1 => No with { Method = "express" },
                    2 => To(amount % 2 == 0 ? InBaguio : Home.Address),
                    3 => Adding((Hat, 1)),
                    _ => null,
                };
                if (wish is not null && order.Reckon(wish, Basis).Value is { } shown)
                {
                    var id = new Id<Correction>($"correction-{at++}");
                    ImmutableArray<Source> from = step == 3 ? [new("MNL", [new(Hat, 1)])] : [];
                    order = order.Correct(id, wish, Basis, shown.Totals.Total, from, Now).Value ?? order;
                    if (order.Find(id) is not null) Assert.Equal(shown.Totals.Total, order.Totals.Total);
                }
                else if (step == 4 && order.CapturedAt is null)
                {
                    captured = order.Due;
                    order = order.Capture(Captured, Now).OrThrow();
                }
                else if (step == 5)
                {
                    order = order.ReserveRefund($"r-{at++}", Php(amount)).Value ?? order;
                }

                Assert.True(order.Due <= promised, $"{order.Due} of {promised}");
                Assert.Equal(promised, order.Covered());
                if (order.CapturedAt is not null) Assert.Equal(captured, order.Due);
                Assert.True(order.Refunded() <= captured);
            }
        });

    /// <summary>A placed order of which coupon and points have paid a part.</summary>
    private static Order Lowered(int totes, int hats, long coupon, long points)
    {
        var order = Placed((Tote, totes), (Hat, hats));
        var off = Php(coupon).Part(order.Lines[0].Total.Amount, order.Totals.Subtotal.Amount);
        ImmutableArray<OrderLine> lines =
            [order.Lines[0] with { Coupon = off }, order.Lines[1] with { Coupon = Php(coupon) - off }];
        var total = order.Totals.Total - Php(coupon) - Php(points);
        return order with
        {
            Lines = lines,
            Points = points,
            Totals = order.Totals with
            {
                Coupon = Php(coupon),
                Discount = Php(points),
                Total = total,
                Tax = Serverless.Commerce.Quote.TaxWithin(total, order.Totals.VatPercent),
            },
        };
    }

    private static Money Sum(IEnumerable<Reversal> shares, Func<Reversal, Money> part) =>
        shares.Aggregate(Php(0), (sum, one) => sum + part(one));
}

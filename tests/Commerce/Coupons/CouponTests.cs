using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class CouponTests
{
    private static readonly Id<Coupon> Code = new("TENTH");
    private static readonly CouponTerms Tenth = new("A tenth off", 10);

    [Fact]
    public void A_code_is_the_same_however_it_is_typed_and_nothing_else_is_one()
    {
        Assert.True(Coupon.TryParse(" tenth ", out var id));
        Assert.Equal(Code, id);
        Assert.All(new[] { null, "", "AB", "A B C", "ÑANDU", new string('A', 33) },
            text => Assert.False(Coupon.TryParse(text, out _)));
    }

    [Fact]
    public void A_percentage_lowers_the_goods_the_tax_and_what_points_may_pay()
    {
        var totals = Priced(Tenth, (Tote, 1), (Hat, 1)).OrThrow().Totals;
        Assert.Equal((Php(194_999), Php(19_500)), (totals.Subtotal, totals.Coupon));
        Assert.Equal(Php(194_999 - 19_500 + 12_000), totals.Total);
        Assert.Equal(Serverless.Commerce.Quote.TaxWithin(totals.Total, Policy.VatRate), totals.Tax);
    }

    [Fact]
    public void Delivery_is_free_from_a_sum_that_is_really_paid()
    {
        var whole = Priced(null, (Tote, 3)).OrThrow().Totals;
        var lowered = Priced(Tenth with { Percent = 50 }, (Tote, 3)).OrThrow().Totals;
        Assert.Equal((Php(0), Php(12_000)), (whole.Shipping, lowered.Shipping));
    }

    [Fact]
    public void It_takes_off_its_amount_its_most_and_never_more_than_the_goods_cost()
    {
        CouponTerms amount = new("PHP 500 off", null) { Amounts = [Php(50_000)] };
        Assert.Equal(Php(50_000), Priced(amount, (Tote, 1)).OrThrow().Totals.Coupon);
        var most = Tenth with { Amounts = [Php(5_000)] };
        Assert.Equal(Php(5_000), Priced(most, (Tote, 1)).OrThrow().Totals.Coupon);
        var all = Priced(amount with { Amounts = [Php(900_000)] }, (Tote, 1)).OrThrow().Totals;
        Assert.Equal((Php(125_000), Php(12_000)), (all.Coupon, all.Total));
    }

    [Fact]
    public void It_says_what_is_in_the_way()
    {
        Assert.Equal(CouponRefusals.TooLittle, Priced(Tenth with { Minimums = [Php(125_001)] }, (Tote, 1)).Refusal);
        Assert.Null(Priced(Tenth with { Minimums = [Php(125_000)] }, (Tote, 1)).Refusal);
        Assert.Equal(CouponRefusals.NoCurrency, Priced(Tenth with { Amounts = [Usd(500)] }, (Tote, 1)).Refusal);
        Assert.Equal(CouponRefusals.NotForThese, Priced(Tenth with { Categories = ["toys"] }, (Tote, 1)).Refusal);
        var cart = Cart((Tote, 1)) with { Coupon = Code };
        Assert.Equal(CouponRefusals.Unknown, Serverless.Commerce.Quote.Of(cart, Offers, Policy).Refusal);
    }

    [Fact]
    public void It_begins_and_ends_to_the_moment_and_at_its_limit()
    {
        var coupon = Issued(Tenth with { From = Now, Until = Now.AddDays(1), Limit = 1 });
        Assert.Equal(CouponRefusals.NotYet, coupon.Closed(Now.AddTicks(-1)));
        Assert.Null(coupon.Closed(Now));
        Assert.Equal(CouponRefusals.Ended, coupon.Closed(Now.AddDays(1)));
        Assert.Equal(CouponRefusals.UsedUp, coupon.Hold(Order(1)).OrThrow().Closed(Now));
    }

    [Fact]
    public void Terms_that_fit_nobody_are_refused() => Assert.All(
        new[]
        {
            Tenth with { Percent = 0 }, Tenth with { Percent = 101 }, Tenth with { Percent = null },
            Tenth with { Limit = 0 }, Tenth with { PerCustomer = 0 }, Tenth with { From = Now, Until = Now },
            Tenth with { Amounts = [Php(0)] }, Tenth with { Minimums = [Php(1), Php(2)] },
        },
        terms => Assert.Equal(CouponRefusals.Terms, Coupon.Issue(null, Code, terms).Refusal));

    [Fact]
    public void A_hold_that_comes_after_it_was_given_back_is_refused()
    {
        var coupon = Issued(Tenth).GiveBack(Order(1)).OrThrow();
        Assert.Equal(CouponRefusals.Settled, coupon.Hold(Order(1)).Refusal);
        Assert.Equal(0, coupon.Uses.Counted);
        Assert.Equal(CouponRefusals.NotHeld, coupon.Use(Order(2)).Refusal);
    }

    [Fact]
    public void A_placed_order_that_came_to_nothing_frees_its_use_once()
    {
        var used = Issued(Tenth with { Limit = 1 }).Hold(Order(1)).OrThrow().Use(Order(1)).OrThrow();
        Assert.Equal(CouponRefusals.Settled, used.GiveBack(Order(1)).Refusal);
        var free = used.Restore(Order(1)).OrThrow();
        Assert.Null(free.Closed(Now));
        Assert.Same(free, free.Restore(Order(1)).OrThrow());
        Assert.Equal(CouponRefusals.NotUsed, free.Restore(Order(2)).Refusal);
        Assert.Equal(CouponRefusals.NotUsed, free.Hold(Order(2)).OrThrow().Restore(Order(2)).Refusal);
    }

    [Fact]
    public void The_parcels_of_an_order_give_back_exactly_its_coupon_and_its_money() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 100], Gen.Int[0, 9], Gen.Int[0, 9]).Sample(
            (totes, hats, percent, fewer, others) =>
            {
                var quote = Priced(Tenth with { Percent = percent }, (Tote, totes), (Hat, hats)).OrThrow();
                var order = Opened((Tote, totes), (Hat, hats)) with { Lines = quote.Lines, Totals = quote.Totals };
                var (first, second) = (Math.Min(fewer, totes - 1), Math.Min(others, hats - 1));
                order = AtHome(order,
                [
                    new("MNL", [.. new Goods[] { new(Tote, first), new(Hat, second) }.Where(one => one.Quantity > 0)]),
                    new("CEB", [new(Tote, totes - first), new(Hat, hats - second)]),
                ]);
                var off = order.Shipments.Sum(parcel => order.CouponIn(parcel.Id).Amount);
                long back = 0;
                foreach (var parcel in order.Shipments)
                {
                    var due = order.DueBack(parcel.Id);
                    back += due.Amount;
                    order = order with
                    {
                        Refunds = order.Refunds.Add(new(OrderShipments.BackOf(parcel.Id), due, Paid: true)),
                    };
                }

                return off == order.Totals.Coupon.Amount && back == order.Totals.Total.Amount;
            });

    [Fact]
    public void Each_customer_has_a_limit_of_her_own()
    {
        var terms = Tenth with { PerCustomer = 1 };
        var id = CouponHolder.Of(Code, new("customer-1"));
        var hers = CouponHolder.Hold(null, id, Order(1), terms).OrThrow();
        Assert.Equal(CouponRefusals.UsedByYou, CouponHolder.Hold(hers, id, Order(2), terms).Refusal);
        var again = CouponHolder.GiveBack(hers, id, Order(1)).OrThrow();
        Assert.Null(CouponHolder.Hold(again, id, Order(2), terms).Refusal);
    }

    [Fact]
    public void However_often_and_in_whatever_order_it_is_said_it_is_never_used_beyond_its_limit() =>
        Gen.Select(Gen.Int[1, 5], Gen.Select(Gen.Int[0, 3], Gen.Int[1, 400]).Array[1, 900]).Sample((limit, said) =>
        {
            var coupon = Issued(Tenth with { Limit = limit });
            var used = new HashSet<int>();
            foreach (var (what, order) in said)
            {
                var next = what switch
                {
                    0 => coupon.Hold(Order(order)),
                    1 => coupon.Use(Order(order)),
                    2 => coupon.GiveBack(Order(order)),
                    // Only what was placed is ever cancelled.
                    _ => used.Contains(order) ? coupon.Restore(Order(order)) : coupon,
                };
                if (next.IsRefused(out _, out var after)) continue;
                if (what == 1) used.Add(order);
                if (what == 3) used.Remove(order);
                coupon = after;
            }

            return coupon.Uses.Counted <= limit && coupon.Uses.Used == used.Count
                && coupon.Uses.Known.Length <= CouponUses.MostSettled + limit;
        });

    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_coupon() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 5]).Array[1, 40].Sample(said =>
        {
            var coupon = Issued(Tenth with { Limit = 3 });
            foreach (var (what, order) in said)
            {
                Func<Coupon, Result<Coupon>> rule = what switch
                {
                    0 => one => one.Hold(Order(order)),
                    1 => one => one.Use(Order(order)),
                    2 => one => one.GiveBack(Order(order)),
                    _ => one => one.Restore(Order(order)),
                };
                coupon = rule(coupon).Value ?? coupon;
                Says.Same(coupon, rule(coupon).Value ?? coupon);
            }
        });

    [Fact]
    public void The_shares_of_the_lines_add_up_and_none_is_more_than_its_line() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 100], Gen.Long[1, 2_000_000]).Sample(
            (totes, hats, percent, most) =>
            {
                var quote = Priced(
                    Tenth with { Percent = percent, Amounts = [Php(most)] }, (Tote, totes), (Hat, hats)).OrThrow();
                return quote.Lines.Sum(line => line.Coupon!.Value.Amount) == quote.Totals.Coupon.Amount
                    && quote.Lines.All(line => line.Reduced.Amount >= 0);
            });

    private static Coupon Issued(CouponTerms terms) => Coupon.Issue(null, Code, terms).OrThrow();

    private static Result<Quote> Priced(CouponTerms? terms, params (string Sku, int Quantity)[] lines) =>
        Serverless.Commerce.Quote.Of(
            Cart(lines) with { Coupon = terms is null ? null : Code }, Offers, Policy, null, terms);
}

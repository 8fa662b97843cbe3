using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class PointPolicyTests
{
    private static readonly Id<Customer> Ana = new("6e0b3c1a-0000-4000-8000-00000000000c");
    private static readonly PointPolicy Points = Policy.Points;

    [Theory]
    [InlineData(100, 52)]
    [InlineData(50, 22)]
    [InlineData(25, 22)]
    [InlineData(20, 20)]
    public void Points_never_leave_less_to_pay_than_a_card_can_be_charged(long wanted, long used)
    {
        // Of goods for PHP 52.00, all or so many that PHP 30.00 are left.
        var generous = Policy with { Points = Policy.Points with { MaxPercent = 100 } };
        var offers = new Dictionary<string, Offer> { [Tote] = Offers[Tote] with { UnitPrice = Php(52_00) } };
        var cart = Cart((Tote, 1)).UsePoints(Ana, wanted, Policy, Now).OrThrow() with
        {
            Delivery = Home with { Method = Delivery.Pickup, Store = "BGC" },
        };
        var quote = Serverless.Commerce.Quote.Of(cart, offers, generous).OrThrow();
        Assert.True(generous.IsPayable(quote.Totals.Total));
        Assert.Equal(used, quote.Points);
    }

    [Fact]
    public void A_point_pays_one_peso_off_the_total_and_the_tax_is_that_of_what_is_paid()
    {
        var totals = Quoted(Cart((Tote, 1)).UsePoints(Ana, 100, Policy, Now).OrThrow()).Totals;
        Assert.Equal((Php(10_000), Php(127_000)), (totals.Discount, totals.Total));
        Assert.Equal(Serverless.Commerce.Quote.TaxWithin(Php(127_000), Policy.VatRate), totals.Tax);
    }

    [Fact]
    public void Points_pay_at_most_half_of_the_goods_and_the_rest_of_them_is_kept()
    {
        var quote = Quoted(Cart((Tote, 1)).UsePoints(Ana, 10_000, Policy, Now).OrThrow());
        Assert.Equal((625, Php(62_500)), (quote.Points, quote.Totals.Discount));
    }

    [Fact]
    public void No_points_take_them_out_of_the_cart_again()
    {
        var cart = Cart((Tote, 1)).UsePoints(Ana, 100, Policy, Now).OrThrow();
        Assert.Null(cart.UsePoints(Ana, 0, Policy, Now).OrThrow().Points);
        Says.Refused(StoredValueRefusals.Amount, cart.UsePoints(Ana, -1, Policy, Now));
    }

    [Fact]
    public void Where_points_are_worth_nothing_they_are_not_taken()
    {
        var cart = Cart() with { Currency = Currency.Parse("JPY") };
        Says.Refused(StoredValueRefusals.NoWorth, cart.UsePoints(Ana, 1, Policy, Now));
    }

    [Theory]
    [InlineData(9_999, 100, 0)]
    [InlineData(10_000, 100, 1)]
    [InlineData(129_999, 100, 12)]
    [InlineData(129_999, 125, 16)]
    public void A_point_is_earned_for_every_hundred_pesos_and_more_in_a_higher_tier(
        long paid, int percent, long points) =>
        Assert.Equal(points, Points.EarnedFor(Php(paid), new("", Php(0), percent)));

    [Theory]
    [InlineData(0, "Bronze")]
    [InlineData(1_999_999, "Bronze")]
    [InlineData(2_000_000, "Silver")]
    [InlineData(99_000_000, "Gold")]
    public void Who_spends_more_in_twelve_months_stands_higher(long spent, string tier) =>
        Assert.Equal(tier, Points.TierFor(Php(spent)).Name);

    [Fact]
    public void Points_end_with_the_month_a_year_after_they_were_earned() =>
        Assert.Equal(
            new(2027, 4, 1, 0, 0, 0, TimeSpan.FromHours(8)), Points.ExpiryOf(Now, Home.Address));

    [Theory]
    [InlineData("PH", "", "2026-03-31T16:00:00Z", "2027-04-30", "2027-04-30T16:00:00Z")]
    [InlineData("DE", "", "2026-03-31T16:00:00Z", "2027-03-31", "2027-03-31T22:00:00Z")]
    [InlineData("US", "Hawaii", "2026-04-01T09:00:00Z", "2027-03-31", "2027-04-01T10:00:00Z")]
    public void Points_end_with_the_last_day_of_a_month_where_the_goods_went(
        string country, string province, string earned, string last, string end)
    {
        var to = Home.Address with { Country = country, Province = province };
        var lot = new ValueLot(1, Points.ExpiryOf(DateTimeOffset.Parse(earned, null), to));
        Assert.Equal((DateOnly.Parse(last, null), DateTimeOffset.Parse(end, null)), (lot.LastDay, lot.ExpiresAt));
    }

    [Fact]
    public void Points_that_were_given_by_UTC_months_are_the_first_to_be_taken_back_with_their_goods()
    {
        var (old, later) = (new DateTimeOffset(2027, 4, 1, 0, 0, 0, TimeSpan.Zero), Now.AddYears(2));
        var value = StoredValue.Earn(null, Ana, "other", 5, Now.AddDays(40), Now).OrThrow();
        value = StoredValue.Earn(value, Ana, "earned", 7, old, Now).OrThrow();
        value = StoredValue.Earn(value, Ana, "later", 9, later, Now).OrThrow();
        var left = value.Reverse("back", 7, Points.ExpiryOf(Now, Home.Address), Now).OrThrow();
        Assert.Equal([5L, 9L], left.Lots.Select(lot => lot.Amount));
    }

    [Fact]
    public void What_the_lines_have_paid_adds_up_to_the_goods_less_the_discount() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Long[0, 5_000]).Sample((totes, hats, points) =>
        {
            var cart = Cart((Tote, totes), (Hat, hats)).UsePoints(Ana, points, Policy, Now).OrThrow();
            var quote = Quoted(cart);
            var order = Serverless.Commerce.Order.Open(OrderId, "r", cart, quote, quote.Totals.Total, Now).OrThrow();
            long net = order.Lines.Sum(line => order.NetOf(line).Amount);
            return net == (order.Totals.Subtotal - order.Totals.Discount).Amount
                && order.Lines.All(line => order.NetOf(line).Amount >= 0);
        });

    [Fact]
    public void A_sale_that_points_pay_a_part_of_balances_in_every_currency()
    {
        var order = AtHome((Tote, 1));
        var paid = order with
        {
            Points = 100,
            Totals = order.Totals with { Discount = Php(10_000), Total = order.Totals.Total - Php(10_000) },
        };
        var lines = Postings.Sale(paid, Policy, Now).Lines;
        Assert.Contains(JournalLine.OnDebit(Accounts.PointsOwed, Php(10_000)), lines);
        Assert.Contains(JournalLine.OnDebit(Accounts.CardClearing, paid.Totals.Total), lines);
    }

    [Fact]
    public void Points_that_pay_dollars_are_owed_in_pesos_and_exchanged()
    {
        var totals = new Totals(Usd(2_500), Usd(300), Usd(0), Usd(200), Usd(279), Usd(2_600));
        var order = AtHome((Tote, 1)) with { Points = 100, Totals = totals };
        var lines = Postings.Sale(order, Policy, Now).Lines;
        Assert.Contains(JournalLine.OnDebit(Accounts.PointsOwed, Php(10_000)), lines);
        Assert.Contains(JournalLine.OnCredit(Accounts.Exchange, Php(10_000)), lines);
        Assert.Contains(JournalLine.OnDebit(Accounts.Exchange, Usd(200)), lines);
    }

    private static Quote Quoted(Cart cart) => Serverless.Commerce.Quote.Of(cart, Offers, Policy).OrThrow();
}

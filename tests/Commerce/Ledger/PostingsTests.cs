using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class PostingsTests
{
    [Fact]
    public void A_sale_is_goods_and_delivery_without_tax_and_the_tax_beside_them()
    {
        var entry = Postings.Sale(AtHome((Tote, 1)), Policy, Now);
        Assert.Equal($"{OrderId}-sale", entry.Cause);
        Assert.Equal(
            [
                JournalLine.OnDebit(Accounts.CardClearing, Php(137_000)),
                JournalLine.OnCredit(Accounts.Sales, Php(111_607)),
                JournalLine.OnCredit(Accounts.ShippingIncome, Php(10_714)),
                JournalLine.OnCredit(Accounts.VatPayable, Php(14_679)),
            ],
            entry.Lines);
    }

    [Fact]
    public void A_refund_takes_the_tax_back_with_the_sale() => Assert.Equal(
        [
            JournalLine.OnDebit(Accounts.SalesReturns, Php(100_00)),
            JournalLine.OnDebit(Accounts.VatPayable, Php(12_00)),
            JournalLine.OnCredit(Accounts.CardClearing, Php(112_00)),
        ],
        Postings.Refund(
            "r-refund", Now, AtHome((Tote, 1)), new("r", Php(112_00), Paid: true), Php(0),
            new(Php(0), Crossed: false)).Lines);

    [Fact]
    public void What_a_coupon_takes_off_is_a_sale_given_away_until_the_goods_come_back()
    {
        CouponTerms terms = new("A tenth", 10);
        var cart = Cart((Tote, 2)) with { Coupon = new("TENTH") };
        var quote = Serverless.Commerce.Quote.Of(cart, Offers, Policy, null, terms).OrThrow();
        var order = AtHome((Tote, 2)) with { Lines = quote.Lines, Totals = quote.Totals };
        Assert.Equal(25_000, Sums(Postings.Sale(order, Policy, Now))[Accounts.CouponsGiven]);
        var shipment = order.Shipments[0].Id;
        var back = Postings.Refund(
            "r", Now, order, new("r", order.DueBack(shipment), Paid: true), order.CouponIn(shipment),
            new(Php(0), Crossed: false));
        Assert.Equal(-25_000, Sums(back)[Accounts.CouponsGiven]);
    }

    [Fact]
    public void What_left_the_shelf_and_came_back_cancels_out()
    {
        var sum = Sums(Postings.CostOfGoods("a", Now, Php(500)), Postings.Restock("b", Now, Php(500)));
        Assert.All(sum.Values, amount => Assert.Equal(0, amount));
    }

    [Fact]
    public void Goods_received_are_owed_to_the_supplier()
    {
        var sums = Sums(Postings.Receipt("receipt-1", Now, Php(900)));
        Assert.Equal((900, -900), (sums[Accounts.Inventory], sums[Accounts.GoodsReceived]));
    }

    [Fact]
    public void Free_delivery_leaves_no_line_of_nothing() => Assert.DoesNotContain(
        Postings.Sale(AtHome((Tote, 9)), Policy, Now).Lines, line => line.Account == Accounts.ShippingIncome);

    [Fact]
    public void Every_posting_balances() =>
        Gen.Select(Gen.Int[1, 99], Gen.Int[1, 99], Gen.Long[0, 100_000_000_000], Gen.Int[0, 30]).Sample(
            (totes, hats, amount, vat) =>
            {
                var policy = Policy with { VatPercent = vat };
                var sale = Serverless.Commerce.Quote.Of(Cart((Tote, totes), (Hat, hats)), Offers, policy).OrThrow();
                var order = AtHome((Tote, 1)) with { Lines = sale.Lines, Totals = sale.Totals };
                Balances(Postings.Sale(order, policy, Now));
                Balances(Postings.Refund(
                    "r", Now, order, new("r", Php(amount), Paid: true), Php(amount / 7),
                    new(Php(amount / 3), amount % 2 == 0)));
                Balances(Postings.CostOfGoods("c", Now, Php(amount)));
                Balances(Postings.Restock("b", Now, Php(amount)));
                Balances(Postings.Receipt("i", Now, Php(amount)));
            });

    [Fact]
    public void An_entry_that_does_not_balance_is_never_made() => Assert.Throws<InvalidOperationException>(
        () => JournalEntry.Balanced(
            "wrong", Now,
            JournalLine.OnDebit(Accounts.Inventory, Php(2)), JournalLine.OnCredit(Accounts.GoodsReceived, Php(1))));

    [Fact]
    public void Each_currency_balances_for_itself() => Assert.Throws<InvalidOperationException>(
        () => JournalEntry.Balanced(
            "wrong", Now,
            JournalLine.OnDebit(Accounts.Inventory, Php(2)), JournalLine.OnCredit(Accounts.GoodsReceived, Usd(2))));

    [Fact]
    public void An_entry_never_moves_a_negative_amount() => Assert.Throws<InvalidOperationException>(
        () => Postings.CostOfGoods("wrong", Now, Php(-1)));

    private static void Balances(JournalEntry entry)
    {
        Assert.Equal(entry.Lines.Sum(line => line.Debit.Amount), entry.Lines.Sum(line => line.Credit.Amount));
        Assert.All(entry.Lines, line => Assert.True(line.Debit.Amount > 0 != line.Credit.Amount > 0));
        Assert.All(entry.Lines, line => Assert.True(line.Debit.Amount >= 0 && line.Credit.Amount >= 0));
    }

    private static Dictionary<string, long> Sums(params JournalEntry[] entries) => entries
        .SelectMany(entry => entry.Lines)
        .GroupBy(line => line.Account)
        .ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.Debit.Amount - line.Credit.Amount));
}

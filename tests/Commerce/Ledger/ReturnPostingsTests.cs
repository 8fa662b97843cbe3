using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ReturnPostingsTests
{
    private static readonly Reversal Worn = Reversal.None(Currency.Php) with
    {
        Goods = Php(112_00),
        GoodsTax = Php(12_00),
        Shipping = Php(56_00),
        ShippingTax = Php(6_00),
        Fee = Php(22_40),
        KeptTax = Php(2_40),
    };

    [Fact]
    public void A_refund_takes_sale_and_delivery_back_and_earns_what_is_kept_with_the_tax_in_each() => Assert.Equal(
        [
            JournalLine.OnDebit(Accounts.SalesReturns, Php(100_00)),
            JournalLine.OnDebit(Accounts.ShippingIncome, Php(50_00)),
            JournalLine.OnDebit(Accounts.VatPayable, Php(18_00)),
            JournalLine.OnCredit(Accounts.ReturnFees, Php(20_00)),
            JournalLine.OnCredit(Accounts.VatPayable, Php(2_40)),
            JournalLine.OnCredit(Accounts.CardClearing, Php(145_60)),
        ],
        ReturnPostings.Refund("r-refund", Now, Worn, new("r", Php(145_60), Paid: false)).Lines);

    [Fact]
    public void What_becomes_store_credit_is_owed_and_what_the_border_took_is_an_expense() => Assert.Equal(
        [
            JournalLine.OnDebit(Accounts.SalesReturns, Php(100_00)),
            JournalLine.OnDebit(Accounts.ImportBorne, Php(10_00)),
            JournalLine.OnCredit(Accounts.CardClearing, Php(30_00)),
            JournalLine.OnCredit(Accounts.CreditOwed, Php(80_00)),
        ],
        ReturnPostings.Refund(
            "r-refund", Now,
            Reversal.None(Currency.Php) with { Goods = Php(120_00), Discount = Php(20_00), Import = Php(10_00) },
            new("r", Php(30_00), Paid: false) { Credit = Php(80_00) }).Lines);

    [Fact]
    public void What_she_had_from_outside_is_taken_off_where_it_waited_and_off_the_losses_where_it_was_one() =>
        Assert.Equal(
            [
                JournalLine.OnDebit(Accounts.SalesReturns, Php(120_00)),
                JournalLine.OnCredit(Accounts.CardClearing, Php(30_00)),
                JournalLine.OnCredit(Accounts.RefundsToSettle, Php(50_00)),
                JournalLine.OnCredit(Accounts.DisputesLost, Php(40_00)),
            ],
            ReturnPostings.Refund(
                "r-refund", Now, Reversal.None(Currency.Php) with { Goods = Php(120_00) },
                new("r", Php(30_00), Paid: false) { Already = Php(90_00), OfLosses = Php(40_00) }).Lines);

    [Fact]
    public void Goods_that_are_lost_are_an_expense_and_no_cost_of_a_sale_any_more() => Assert.Equal(
        [
            JournalLine.OnDebit(Accounts.WrittenOff, Php(400)),
            JournalLine.OnCredit(Accounts.CostOfGoods, Php(400)),
        ],
        ReturnPostings.WriteOff("r-lost", Now, Php(400)).Lines);
}

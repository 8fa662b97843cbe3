using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class AllowanceTests
{
    [Fact]
    public void What_staff_give_by_hand_is_reserved_once_and_changes_no_parcel()
    {
        var order = AtHome((Tote, 1));
        var given = Give(order, "g", 5_000).OrThrow();
        var refund = Assert.Single(given.Refunds);
        Assert.Equal((Php(5_000), RefundReason.Goodwill, Now), (refund.Amount, refund.Reason, refund.At));
        Assert.Same(given, Give(given, "g", 5_000).OrThrow());
        Assert.Equal(order.Totals.Total - Php(5_000), given.Refundable());
        Assert.Equal((order.Status, order.Shipments), (given.Status, given.Shipments));
    }

    [Fact]
    public void Nothing_goes_back_of_what_was_not_charged() =>
        Says.Refused(
            AllowanceRefusals.NotPaid, Give(AtHome((Tote, 1)) with { CapturedAt = null, Payment = Promised }, "g", 1));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Something_has_to_be_given(long amount) =>
        Says.Refused(AllowanceRefusals.Amount, Give(AtHome((Tote, 1)), "g", amount));

    [Fact]
    public void Another_currency_is_not_given_back() => Says.Refused(
        AllowanceRefusals.Amount,
        AtHome((Tote, 1)).ReserveAllowance("g", new(1, Currency.Usd), RefundReason.Goodwill, Now));

    [Fact]
    public void No_more_goes_back_for_delivery_than_was_paid_for_it()
    {
        var order = AtHome((Tote, 1));
        var all = order.ReserveAllowance("d", order.Totals.Shipping, RefundReason.Delivery, Now).OrThrow();
        Says.Refused(
            AllowanceRefusals.MoreThanDelivery, all.ReserveAllowance("e", Php(1), RefundReason.Delivery, Now));
        Assert.True(Give(all, "e", 1).Value is not null);
    }

    [Fact]
    public void A_return_of_all_gives_what_is_left_after_goodwill_and_books_it_as_a_part_of_it()
    {
        var order = Give(AtHome((Tote, 1)), "g", 5_000).OrThrow();
        var whole = order.ReserveRefund("r", order.Totals.Total).OrThrow();
        var refund = whole.Refunds[1];
        Assert.Equal((order.Totals.Total - Php(5_000), Php(5_000)), (refund.Amount, refund.Given!.Value));
        Assert.Equal(order.Totals.Total, refund.Due);
        Assert.Equal(Php(0), whole.Left());
        Says.Refused(OrderRefusals.TooMuch, whole.ReserveRefund("s", Php(1)));
    }

    [Fact]
    public void The_books_take_tax_and_sale_back_and_the_return_takes_the_goodwill_back()
    {
        var order = Give(AtHome((Tote, 1)), "g", 5_600).OrThrow();
        var given = AllowancePostings.Of(order, order.Refunds[0]);
        Assert.Equal(Php(600), Debit(given, Accounts.VatPayable));
        Assert.Equal(Php(5_000), Debit(given, Accounts.Allowances));
        var whole = order.ReserveRefund("r", order.Totals.Total).OrThrow();
        var back = Postings.Refund("r", Now, whole, whole.Refunds[1], Php(0), new(Php(0), false));
        Assert.Equal(Php(5_000), Credit(back, Accounts.Allowances));
        Assert.Equal(order.Totals.Total - Php(5_600), Credit(back, Accounts.CardClearing));
    }

    [Fact]
    public void Refunds_returns_and_disputes_in_any_order_never_give_back_more_than_was_captured() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 9], Gen.Long[-100, 90_000]).Array[1, 20].Sample(steps =>
        {
            var order = AtHome((Tote, 1)) with { Credit = Php(20_000) };
            foreach (var (kind, name, amount) in steps)
            {
                order = (kind switch
                {
                    0 => Give(order, $"g{name}", amount),
                    1 => order.ReserveRefund($"r{name}", Php(amount)),
                    // The provider lets no more be disputed or refunded there than it still has.
                    2 => order.Hear(Disputed(order, $"d{name}", amount), Now),
                    _ => order.RefitRefund($"g{name}"),
                }).Value ?? order;
            }

            var total = order.Refunds.Aggregate(Php(0), (sum, refund) => sum + refund.Total);
            return total <= order.Totals.Total
                && order.Refunded() <= order.Due
                && order.Refundable().Amount >= 0
                && order.Refunds.All(refund => refund.Amount.Amount >= 0 && refund.Due >= refund.Total);
        });

    private static Result<Order> Give(Order order, string id, long amount) =>
        order.ReserveAllowance(id, Php(amount), RefundReason.Goodwill, Now);

    private static PaymentStatement Disputed(Order order, string id, long amount)
    {
        long most = (order.Due - order.Refunded()).Amount;
        var gone = Php(Math.Clamp(amount, 0, most));
        var dispute = new OutsideMoney(id, OutsideKind.Dispute, gone, [new($"{id}-out", Now, Back: false, Fee: null)]);
        return new([dispute], null);
    }

    private static Money Debit(JournalEntry entry, string account) =>
        entry.Lines.Where(line => line.Account == account).Aggregate(Php(0), (sum, line) => sum + line.Debit);

    private static Money Credit(JournalEntry entry, string account) =>
        entry.Lines.Where(line => line.Account == account).Aggregate(Php(0), (sum, line) => sum + line.Credit);
}

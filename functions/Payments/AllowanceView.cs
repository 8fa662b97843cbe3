using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What staff gave back by hand, as the shopper and staff see it.</summary>
public sealed record AllowanceView(
    string Id, RefundReason Reason, Money Amount, Money? Credit, DateTimeOffset? At, bool Paid, bool Failed,
    string? CreditNote)
{
    private const int UuidLength = 36;

    /// <summary>The refunds by hand of an order, the oldest first.</summary>
    public static IEnumerable<AllowanceView> Of(Order order) =>
        from refund in order.Refunds
        where refund.Reason is not null
        orderby refund.At
        select new AllowanceView(
            refund.Id[^UuidLength..], refund.Reason!.Value, refund.Total, refund.Credit, refund.At, refund.Paid,
            refund.FailedAt is not null, refund.CreditNote);
}

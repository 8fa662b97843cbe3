using System.Collections.Immutable;
using Serverless.Commerce;
using Stripe;
using Currency = Serverless.Commerce.Currency;
using StripeRefund = Stripe.Refund;

namespace Serverless.Adapters;

/// <summary>What stands in Stripe's books about one payment, in the shop's words.</summary>
internal static class StripeBooks
{
    /// <summary>In the metadata of what the shop paid back itself.</summary>
    public const string RefundName = "refund";

    public static Money Money(long amount, string currency) => new(amount, Currency.Parse(currency.ToUpperInvariant()));

    /// <summary>A refund; one that failed, or was called off while it was pending, has come back.</summary>
    /// <param name="now">Stripe does not say when it came back: when it was heard first.</param>
    public static OutsideMoney Money(StripeRefund refund, DateTimeOffset now)
    {
        var went = new OutsideMove(refund.Id, Utc(refund.Created), Back: false, Fee: null);
        bool failed = refund.Status is "failed" or "canceled";
        return new(
            refund.Id, OutsideKind.Refund, Money(refund.Amount, refund.Currency),
            failed ? [went, new($"{refund.Id}-back", now, Back: true, Fee: null)] : [went])
        { Refund = refund.Metadata?.GetValueOrDefault(RefundName) };
    }

    /// <summary>A dispute, with each time that its money was taken or given back.</summary>
    /// <remarks>An inquiry moves no money; what is not decided against the shop when it is closed is won.</remarks>
    public static OutsideMoney Money(Dispute dispute) => new(
        dispute.Id, OutsideKind.Dispute, Money(dispute.Amount, dispute.Currency),
        [.. (dispute.BalanceTransactions ?? []).Select(Move)])
    {
        Standing = dispute.Status switch
        {
            "lost" => DisputeStanding.Lost,
            "won" or "warning_closed" or "prevented" => DisputeStanding.Won,
            _ => DisputeStanding.Open,
        },
    };

    // Booked in the currency of the account; the fee is taken, or given back, in the same entry.
    private static OutsideMove Move(BalanceTransaction entry) => new(
        entry.Id, Utc(entry.Created), Back: entry.Amount > 0,
        entry.Fee == 0 ? null : Money(Math.Abs(entry.Fee), entry.Currency));

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}

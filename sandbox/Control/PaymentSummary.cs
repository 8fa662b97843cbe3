namespace Serverless.Sandbox;

/// <summary>One payment as the provider's books have it, added up for a test to look at.</summary>
/// <param name="Authorised">What is or was held on the shopper's card, as long as it was not given back.</param>
/// <param name="Declines">How often her bank said no.</param>
internal sealed record PaymentSummary(
    string Payment, string? Order, string Status, string Currency, long Amount, long Authorised, long Captured,
    long Refunded, int Declines, DateTimeOffset Created, IReadOnlyList<ChargeSummary> Charges,
    IReadOnlyList<RefundSummary> Refunds)
{
    public static PaymentSummary Of(Intent intent, StripeBooks books)
    {
        var charges = books.Charges.All
            .Where(charge => charge.Intent == intent.Id).OrderBy(charge => charge.Created).ToList();
        var refunds = books.Refunds.All
            .Where(refund => refund.Intent == intent.Id).OrderBy(refund => refund.Created).ToList();
        var good = charges.Where(charge => charge is { Failure: null, Released: false }).ToList();
        return new(
            intent.Id, intent.Metadata.GetValueOrDefault("order"), intent.Status, intent.Currency, intent.Amount,
            good.Sum(charge => charge.Amount), good.Sum(charge => charge.AmountCaptured),
            good.Sum(charge => charge.AmountRefunded), charges.Count(charge => charge.Failure is not null),
            intent.Created,
            [.. charges.Select(charge => new ChargeSummary(
                charge.Id, charge.Amount, charge.AmountCaptured, charge.AmountRefunded, charge.Released,
                charge.Disputed, charge.Failure?.DeclineCode ?? charge.Failure?.Code))],
            [.. refunds.Select(refund => new RefundSummary(
                refund.Id, refund.Metadata.GetValueOrDefault("refund"), refund.Amount, refund.Status))]);
    }
}

/// <summary>One charge of a payment.</summary>
internal sealed record ChargeSummary(
    string Id, long Amount, long Captured, long Refunded, bool Released, bool Disputed, string? Failure);

/// <summary>One refund of a payment, with the shop's own id for it.</summary>
internal sealed record RefundSummary(string Id, string? Refund, long Amount, string Status);

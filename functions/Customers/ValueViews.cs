using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Looks into what a customer has in points and credit before she pays with it.</summary>
public sealed class ValueViews(TableStore store, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>Why points or credit cannot pay what they should; null when they can.</summary>
    public async Task<Refusal?> Lacks(Tender? credit, CartPoints? points, Quote quote, CancellationToken stop)
    {
        if (quote.Points > 0 && credit is not null && credit.Customer != points!.Customer)
            return StoredValueRefusals.NotYours;
        if (credit is not null && credit.Amount.Currency != quote.Totals.Total.Currency)
            return StoredValueRefusals.Amount;
        if (credit?.Amount > quote.Totals.Total) return StoredValueRefusals.TooMuch;
        if (credit is not null && !policy.IsPayable(quote.Totals.Total - credit.Amount))
            return StoredValueRefusals.LeavesTooLittle;
        if (quote.Points > 0 && await Available(StoredValue.PointsOf(points!.Customer), stop) < quote.Points)
            return StoredValueRefusals.TooFew;
        return credit is not null && await Available(CreditOf(credit), stop) < credit.Amount.Amount
            ? StoredValueRefusals.TooLittle
            : null;
    }

    /// <summary>What could be spent now.</summary>
    public async Task<long> Available(Id<StoredValue> id, CancellationToken stop) =>
        (await store.Find(id, stop))?.Record.Available(clock.GetUtcNow()) ?? 0;

    private static Id<StoredValue> CreditOf(Tender credit) =>
        StoredValue.CreditOf(credit.Customer, credit.Amount.Currency);
}

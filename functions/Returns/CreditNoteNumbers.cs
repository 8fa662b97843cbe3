using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The numbers of a seller's credit notes, without a gap.</summary>
public static class CreditNoteNumbers
{
    /// <summary>The number for a cause: the next one, or the one that it has taken before.</summary>
    public static async Task<string> Take(TableStore store, LegalEntity seller, string cause, CancellationToken stop)
    {
        var series = NumberSeries.CreditNotesOf(seller.Code);
        (await store.Put(series, cause, now => NumberSeries.Next(now, series), stop)).OrThrow();
        var fact = await store.FindFact(series, cause, stop);
        long taken = fact?.Data.Deserialize<NumberSeries>(Json.Options)?.Last
            ?? throw new InvalidOperationException($"{series} lost the number of {cause}.");
        return NumberSeries.CreditNote(seller.Code, taken);
    }
}

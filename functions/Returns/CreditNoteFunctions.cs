using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Credit notes: numbered without a gap, printed once, and given to who holds the order's token.</summary>
public sealed class CreditNoteFunctions(
    TableStore store, CreditNotes papers, Tokens tokens, Policies policies)
{
    /// <summary>Takes a number for the return, and prints; nothing was due, so there is nothing to print.</summary>
    [Function("IssueCreditNote")]
    public async Task<Result<string>> Issue([ActivityTrigger] ReturnBooking booking, CancellationToken stop)
    {
        var back = (await store.Find(booking.Return, stop))?.Record;
        if (back?.Reversal is not { } sums) return ReturnRefusals.NotNow;
        if (sums.Goods.Amount == 0 && sums.Total.Amount == 0) return "";
        if ((await store.Find(back.Order, stop))?.Record is not { } order) return OrderRefusals.Unknown;

        var seller = (await policies.Of(booking.Version, stop)).Seller;
        var number = await CreditNoteNumbers.Take(store, seller, back.Id.Value, stop);
        var numbered = await store.Update(back.Id, "credit-note", now => now.Number(number), stop);
        if (numbered.IsRefused(out var refusal, out var record)) return refusal;
        await papers.Keep(CreditNote.Of(record, order, seller, booking.At)!, stop);
        return number;
    }

    [Function("GetCreditNote")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "returns/{id}/credit-note")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back) || await store.Find(back, stop) is not { Record: var record }
            || !tokens.Holds(request, record.Order))
            return Answers.Problem(ReturnRefusals.Unknown);
        if (record.CreditNote is not { } number || await papers.Find(back, stop) is not { } pdf)
            return Answers.Problem(ReturnRefusals.NoCreditNote);
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(pdf.ToArray(), "application/pdf", $"{number}.pdf");
    }
}

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
        return await Paper(request, back, record.CreditNote, stop);
    }

    /// <summary>That of units which were cancelled after their money had been taken.</summary>
    [Function("GetCancellationCreditNote")]
    public async Task<IResult> GetOfCancelled(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get",
            Route = "orders/{id}/cancellations/{cancellation}/credit-note")]
        HttpRequest request, string id, string cancellation, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order) || !tokens.Holds(request, order)
            || await store.Find(order, stop) is not { Record: var record })
            return Answers.Problem(OrderRefusals.Unknown);
        return record.TakenOff.FirstOrDefault(off => off.Id.Value == cancellation) is { } cut
            ? await Paper(request, new(cut.Id.Value), cut.CreditNote, stop)
            : Answers.Problem(CancelRefusals.Unknown);
    }

    private async Task<IResult> Paper(
        HttpRequest request, Id<Return> cause, string? number, CancellationToken stop)
    {
        if (number is null || await papers.Find(cause, stop) is not { } pdf)
            return Answers.Problem(ReturnRefusals.NoCreditNote);
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(pdf.ToArray(), "application/pdf", $"{number}.pdf");
    }
}

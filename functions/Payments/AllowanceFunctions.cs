using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Staff give money back by hand, for delivery or as goodwill; once per id.</summary>
public sealed class AllowanceFunctions(
    TableStore store, Refunds refunds, IMessages messages, Policies policies, Tokens tokens)
{
    [Function("PutOrderRefund")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/refunds/{refund}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string refund, CancellationToken stop)
    {
        if (!Id<Refund>.TryParse(refund, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (amount, reason) = (fields.Money("amount"), fields.Name<RefundReason>("reason"));
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (!Id<Order>.TryParse(id, out var order) || await store.Find(order, stop) is null)
            return Answers.Problem(OrderRefusals.Unknown);

        var start = new RefundStart(asked, order, amount, reason);
        var begun = await Processes.Start(
            client, nameof(RefundOrchestration), start.Name(), start, (first, again) => first == again,
            AllowanceRefusals.Other);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);
        var outcome = await Processes.Outcome<string>(client, start.Name(), stop);
        return Answers.Ended(
            request, outcome, $"/api/staff/orders/{order}",
            new { Id = asked, Order = order, Amount = amount, Reason = reason, CreditNote = outcome?.Value });
    }

    [Function("ReserveAllowance")]
    public async Task<Result<OrderStatus>> Reserve([ActivityTrigger] RefundOpening opening, CancellationToken stop)
    {
        var (start, at) = opening;
        string name = start.Name();
        var reserved = await store.Update(
            start.Order, $"{name}-reserved",
            order => order.ReserveAllowance(name, start.Amount, start.Reason, at), stop);
        return reserved.As(order => order.Status);
    }

    [Function("PayAllowance")]
    public async Task<Result<bool>> Pay([ActivityTrigger] RefundStart start, CancellationToken stop)
    {
        string name = start.Name();
        if (await Find(start, stop) is not (_, { At: { } at })) return OrderRefusals.NotNow;
        var paid = await refunds.Pay(start.Order, name, order => order, AllowancePostings.Of, at, stop);
        return paid.As(_ => true);
    }

    /// <summary>Takes the next number of the seller's credit notes, once per refund.</summary>
    [Function("NumberAllowance")]
    public async Task<Result<string>> Number([ActivityTrigger] RefundStart start, CancellationToken stop)
    {
        string name = start.Name();
        if (await Find(start, stop) is not ({ } order, _)) return OrderRefusals.NotNow;
        var seller = (await policies.Of(order.PolicyVersion, stop)).Seller;
        string number = await CreditNoteNumbers.Take(store, seller, name, stop);
        var numbered = await store.Update(
            order.Id, $"{name}-numbered", now => now.NumberRefund(name, number), stop);
        return numbered.As(_ => number);
    }

    [Function("TellOfAllowance")]
    public async Task<Result<bool>> Tell([ActivityTrigger] RefundStart start, CancellationToken stop)
    {
        await messages.Send(RefundTold.Queue, new RefundTold(start.Order, start.Name()), stop);
        return true;
    }

    /// <summary>The credit note of a refund by hand, printed from what the order knows of it.</summary>
    [Function("GetOrderCreditNote")]
    public async Task<IResult> Paper(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}/refunds/{refund}/credit-note")]
        HttpRequest request, string id, string refund, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order) || !tokens.Holds(request, order)
            || !Id<Refund>.TryParse(refund, out var asked)
            || await store.Find(order, stop) is not { Record: var known })
            return Answers.Problem(OrderRefusals.Unknown);
        string name = RefundOrchestration.InstanceOf(order, asked.Value);
        if (known.Refunds.FirstOrDefault(one => one.Id == name) is not { } given)
            return Answers.Problem(AllowanceRefusals.Unknown);
        var seller = (await policies.Of(known.PolicyVersion, stop)).Seller;
        if (CreditNote.Of(given, known, seller) is not { } note) return Answers.Problem(ReturnRefusals.NoCreditNote);
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(CreditNotes.Print(note).ToArray(), "application/pdf", $"{note.Number}.pdf");
    }

    private async Task<(Order? Order, Refund? Refund)> Find(RefundStart start, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        return (order, order?.Refunds.FirstOrDefault(refund => refund.Id == start.Name()));
    }
}

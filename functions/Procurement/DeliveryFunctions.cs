using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What suppliers deliver, as staff count it at the door.</summary>
public sealed class DeliveryFunctions(TableStore store, ShopPolicy policy, TimeProvider clock)
{
    [Function("PutPurchaseReceipt")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}/receipts/{receipt}")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, string receipt,
        CancellationToken stop)
    {
        if (!Id<Receipt>.TryParse(receipt, out var came)) return Answers.Problem(EdgeRefusals.Id);
        if (!Id<PurchaseOrder>.TryParse(id, out var ordered) || await store.Find(ordered, stop) is not { } stored)
            return Answers.Problem(PurchaseRefusals.Unknown);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var delivery = Parse(came, stored.Record, fields);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (stored.Record.Receive(delivery).Refusal is { } refusal) return Answers.Problem(refusal);

        var begun = await Processes.Start(
            client, nameof(PurchaseReceiptOrchestration), came.Value, new PurchaseReceiptStart(ordered, delivery),
            (first, again) => first.Order == again.Order && first.Receipt.IsOf(again.Receipt),
            StockRefusals.OtherReceipt);
        return begun.Refusal is { } taken ? Answers.Problem(taken) : await Answer(request, client, ordered, came, stop);
    }

    private PurchaseReceipt Parse(Id<Receipt> id, PurchaseOrder order, Fields fields)
    {
        var location = fields.Optional("location", 20) ?? order.Location;
        Places.Check(fields, "location", location, policy);
        ImmutableArray<ReceivedLine> lines =
        [
            .. fields.List("lines", PurchaseOrder.MaxLines).Select(line => new ReceivedLine(
                line.Text("sku", 60), line.Number("quantity", 1, Stock.MaxReceipt))),
        ];
        var now = clock.GetUtcNow();
        return new(id, location, lines, fields.OptionalPast("receivedAt", policy.Seller, now) ?? now);
    }

    /// <summary>On the shelf and in the books: done before the answer, as a rule; else it says so.</summary>
    private static async Task<IResult> Answer(
        HttpRequest request, DurableTaskClient client, Id<PurchaseOrder> order, Id<Receipt> receipt,
        CancellationToken stop)
    {
        var view = new { Id = receipt, Order = order };
        return await Processes.Outcome<PurchaseStatus>(client, receipt.Value, stop) switch
        {
            null => Answers.Accepted(request, $"/api/staff/purchase-orders/{order}", view),
            { Refusal: { } refusal } => Answers.Problem(refusal),
            { Value: var status } => Answers.Ok(new { view.Id, view.Order, Status = status }),
        };
    }
}

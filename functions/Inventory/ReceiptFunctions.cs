using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Goods that come in.</summary>
public sealed class ReceiptFunctions(Books books, ShopPolicy policy, TimeProvider clock)
{
    [Function("BookReceipt")]
    public async Task<Result<int>> Book([ActivityTrigger] Receipt receipt, CancellationToken stop) =>
        (await books.Receive(receipt.Sku, receipt.Location, receipt.Lot, stop)).As(stock => stock.OnHand);

    [Function("PutReceipt")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/receipts/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Receipt>.TryParse(id, out var came)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (sku, location) = (fields.Text("sku", 60), fields.Text("location", 20));
        if (policy.Locations.All(known => known.Code != location))
            fields.Refuse("location", $"One of {string.Join(", ", policy.Locations.Select(known => known.Code))}.");
        if (sku.Contains('@', StringComparison.Ordinal)) fields.Refuse("sku", "Without '@'.");
        var now = clock.GetUtcNow();
        var receipt = new Receipt(
            came, sku, location, fields.Number("quantity", 1, Stock.MaxReceipt), fields.Money("unitCost"),
            fields.OptionalPast("receivedAt", policy.Seller, now) ?? now);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var begun = await Processes.Start(
            client, nameof(ReceiptOrchestration), came.Value, new ReceiptStart(receipt),
            (first, again) => first.Receipt.IsOf(again.Receipt), StockRefusals.OtherReceipt);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);

        // Goods on the shelf and in the books: done before the answer, as a rule; else it says so.
        var view = new { receipt.Id, receipt.Sku, receipt.Location };
        var outcome = await Processes.Outcome<int>(client, came.Value, stop);
        return Answers.Ended(request, outcome, $"/api/staff/stock/{receipt.Sku}", view);
    }
}

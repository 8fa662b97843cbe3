using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Goods that come in, and what is there.</summary>
public sealed class ReceiptFunctions(TableStore store, Books books, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>How long an answer waits for the books.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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
        var receipt = new Receipt(
            came, sku, location, fields.Number("quantity", 1, Stock.MaxReceipt), fields.Money("unitCost"),
            fields.OptionalTime("receivedAt") ?? clock.GetUtcNow());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var begun = await Processes.Start(
            client, nameof(ReceiptOrchestration), id, new ReceiptStart(receipt),
            (first, again) => first.Receipt.IsOf(again.Receipt), StockRefusals.OtherReceipt);
        return begun.Refusal is { } taken ? Answers.Problem(taken) : await Answer(request, client, receipt, stop);
    }

    /// <summary>Goods on the shelf and in the books: done before the answer, as a rule; else it says so.</summary>
    private static async Task<IResult> Answer(
        HttpRequest request, DurableTaskClient client, Receipt receipt, CancellationToken stop)
    {
        var view = new { receipt.Id, receipt.Sku, receipt.Location };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var ended = await client.WaitForInstanceCompletionAsync(receipt.Id.Value, true, patience.Token);
            var booked = ended.ReadOutputAs<Result<int>>()!;
            return booked.Refusal is { } refusal ? Answers.Problem(refusal) : Answers.Ok(view);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Answers.Accepted(request, $"/api/staff/stock/{receipt.Sku}", view);
        }
    }

    [Function("GetStock")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/stock/{sku}")] HttpRequest request,
        string sku, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var found = await Task.WhenAll(
            policy.Locations.Select(location => store.Find(Stock.At(sku, location.Code), stop)));
        var stocks = found.Where(stock => stock is not null).Select(stock => stock!.Record).ToList();
        if (stocks.Count == 0) return Answers.Problem(StockRefusals.Unknown);
        return Answers.Ok(new
        {
            Sku = sku,
            OnHand = stocks.Sum(stock => stock.OnHand),
            Held = stocks.Sum(stock => stock.Held(now)),
            Allocated = stocks.Sum(stock => stock.Allocated),
            Available = stocks.Sum(stock => stock.Available(now)),
            Locations = stocks.Select(stock => new
            {
                stock.Location,
                stock.OnHand,
                Held = stock.Held(now),
                stock.Allocated,
                Available = stock.Available(now),
                stock.Lots,
            }),
        });
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Goods that come in, and what is there.</summary>
public sealed class ReceiptFunctions(TableStore store, Books books, ShopPolicy policy, TimeProvider clock)
{
    [Function("PutReceipt")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/receipts/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Receipt>.TryParse(id, out var lot)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (sku, location) = (fields.Text("sku", 60), fields.Text("location", 20));
        if (!policy.ShipFrom.Contains(location))
            fields.Refuse("location", $"One of {string.Join(", ", policy.ShipFrom)}.");
        if (sku.Contains('@', StringComparison.Ordinal)) fields.Refuse("sku", "Without '@'.");
        var came = new Lot(
            lot.Value, fields.Number("quantity", 1, Stock.MaxReceipt), fields.Money("unitCost"),
            fields.OptionalTime("receivedAt") ?? clock.GetUtcNow());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        // Noted first: what asks again with other content is told so, wherever its goods would have gone.
        var receipt = new Receipt(lot, sku, location, came.Quantity, came.UnitCost);
        var noted = await store.Insert(lot, "received", () => receipt, stop);
        if (noted.Refusal is null && noted.Value != receipt) return Answers.Problem(StockRefusals.OtherReceipt);
        if (noted.Refusal is { } unnoted) return Answers.Problem(unnoted);

        var received = await books.Receive(sku, location, came, stop);
        return received.IsRefused(out var refusal, out var stock)
            ? Answers.Problem(refusal)
            : Answers.Ok(new { Id = lot, stock.Sku, stock.Location, stock.OnHand });
    }

    [Function("GetStock")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/stock/{sku}")] HttpRequest request,
        string sku, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var found = await Task.WhenAll(policy.ShipFrom.Select(location => store.Find(Stock.At(sku, location), stop)));
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

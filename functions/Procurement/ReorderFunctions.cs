using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Goes over everything that the shop sells, lest a message was lost or demand rose slowly.</summary>
public sealed class ReorderFunctions(
    TableStore store, Replenishment replenishment, CatalogBlobs catalog, ShopPolicy policy,
    ILogger<ReorderFunctions> logger)
{
    /// <summary>Why a SKU is proposed to be ordered, or is not.</summary>
    [Function("GetReorderPoints")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/reorder-points/{sku}")] HttpRequest request,
        string sku, CancellationToken stop)
    {
        var found = await Task.WhenAll(
            policy.Locations.Select(location => store.Find(Stock.At(sku, location.Code), stop)));
        var stocks = found.OfType<Stored<Stock>>().ToList();
        if (stocks.Count == 0) return Answers.Problem(StockRefusals.Unknown);
        var outlooks = await Task.WhenAll(stocks.Select(stock => replenishment.Outlook(stock.Record, stop)));
        return Answers.Ok(new { Sku = sku, Locations = outlooks.Select(View) });
    }

    private static object View(Outlook outlook) => new
    {
        outlook.Location,
        outlook.Units,
        outlook.Days,
        outlook.Position,
        outlook.Point?.Level,
        outlook.Point?.Target,
        outlook.Quantity,
        Supplier = outlook.Supplier is null ? null : new { outlook.Supplier.Id, outlook.Supplier.Name },
        outlook.Proposal,
    };

    // 20:00 UTC is four in the morning in Manila, after the lists were swept.
    [Function("ProposeReorders")]
    public async Task Propose([TimerTrigger("0 0 20 * * *")] TimerInfo timer, CancellationToken stop)
    {
        var snapshot = await catalog.Current(stop);
        var stocks =
            from product in snapshot.Products
            from variant in product.Variants
            from location in policy.Locations
            select Stock.At(variant.Sku, location.Code);
        int proposed = 0;
        foreach (var stock in stocks)
            if (await replenishment.Look(stock, stop) is not null) proposed++;
        logger.LogInformation("Proposed {Proposed} reorders.", proposed);
    }
}

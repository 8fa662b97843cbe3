using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Counts stocks anew from their movements, and says where the records differ.</summary>
public sealed class DriftFunctions(
    TableStore store, StockCounts counts, CatalogBlobs catalog, ShopPolicy policy, TimeProvider clock,
    ILogger<DriftFunctions> logger)
{
    // 19:30 UTC is half past three in the morning in Manila: after the lists were swept, before reorders are proposed.
    [Function("CheckDrift")]
    public async Task Check([TimerTrigger("0 30 19 * * *")] TimerInfo timer, CancellationToken stop)
    {
        var stocks =
            from product in (await catalog.Current(stop)).Products
            from variant in product.Variants
            from location in policy.Locations
            select Stock.At(variant.Sku, location.Code);
        var wanting = await counts.Wanting(stop);
        int seen = 0;
        var drifted = ImmutableArray.CreateBuilder<Id<Stock>>();
        foreach (var id in stocks)
        {
            if (await counts.Count(id, wanting[id], stop) is not { } drift) continue;
            seen++;
            if (drift.IsNone) continue;
            drifted.Add(id);
            logger.LogWarning(
                "The stock {Stock} keeps {OnHand} units, its movements come to {Expected}; {Missing} of them are "
                + "missing, {Strays} promises are for no order, {Unkept} orders have none.",
                id, drift.Kept.OnHand, drift.Expected.OnHand, drift.Missing.Length, drift.Strays.Length,
                drift.Unkept.Length);
        }

        var at = clock.GetUtcNow();
        var check = new DriftCheck(at, seen, drifted.Count, [.. drifted.Take(DriftCheck.MaxFound)]);
        // A look that was overtaken by a later one says nothing new.
        var kept = await store.Put(
            DriftCheck.Latest, $"{at.UtcTicks}", last => last?.At > at ? last : Result(check), stop);
        kept.OrThrow();
        logger.LogInformation("Counted {Checked} stocks anew; {Drifted} differ.", seen, drifted.Count);
    }

    [Function("GetDrifts")]
    public async Task<IResult> Last(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/drift")] HttpRequest request,
        CancellationToken stop)
    {
        var check = (await store.Find(DriftCheck.Latest, stop))?.Record;
        var found = (check?.Found ?? []).Select(Stock.None);
        return Answers.Ok(new
        {
            check?.At,
            Checked = check?.Checked ?? 0,
            Drifted = check?.Drifted ?? 0,
            Items = found.Select(stock => new { stock.Sku, stock.Location }),
        });
    }

    [Function("GetDrift")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/stock/{sku}/drift")] HttpRequest request,
        string sku, CancellationToken stop)
    {
        var wanting = await counts.Wanting(stop);
        var found = await Task.WhenAll(policy.Locations.Select(location => Stock.At(sku, location.Code))
            .Select(id => counts.Count(id, wanting[id], stop)));
        var drifts = found.OfType<Drift>().ToList();
        if (drifts.Count == 0) return Answers.Problem(StockRefusals.Unknown);
        return Answers.Ok(new
        {
            Sku = sku,
            Drifts = drifts.Any(drift => !drift.IsNone),
            Locations = drifts.Select(View),
        });
    }

    private static Result<DriftCheck> Result(DriftCheck check) => check;

    private static object View(Drift drift) => new
    {
        Stock.None(drift.Stock).Location,
        Drifts = !drift.IsNone,
        drift.Expected,
        drift.Kept,
        drift.Booked,
        drift.Missing,
        drift.Strays,
        drift.Unkept,
    };
}

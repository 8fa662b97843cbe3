using System.Text.Json;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Counts what leaves, and proposes to order again what would not last.</summary>
/// <remarks>
/// A SKU is proposed at one place at a time: the demand's record says on which order, and whoever is second finds it
/// there. A proposal that was noted and never made, since the process was killed, is made by the next look.
/// </remarks>
public sealed class Replenishment(
    TableStore store, RateSheets sheets, ShopPolicy policy, TimeProvider clock, ILogger<Replenishment> logger)
{
    /// <summary>More orders of one SKU are not under way at once.</summary>
    private const int MostOrders = 100;

    private const int MostSuppliers = 20;

    /// <summary>How often a proposal is tried that somebody else approves at this very moment.</summary>
    private const int MostTries = 3;

    private DateOnly Today => policy.Seller.DayOf(clock.GetUtcNow());

    /// <summary>Adds a movement of stock to the demand, if goods left by it; each movement once.</summary>
    public async Task Count(Id<Stock> stock, string movement, CancellationToken stop)
    {
        var fact = await store.FindFact(stock, movement, stop)
            ?? throw new InvalidOperationException($"{stock} has no movement '{movement}'.");
        if (fact.Data.Deserialize<Movement>(Json.Options) is not { Kind: MovementKind.Shipment } left) return;
        var (id, day) = (Demand.Of(stock), policy.Seller.DayOf(fact.At));
        await store.Put<Demand>(id, movement, demand => Demand.Count(demand, id, day, -left.Change, Today), stop);
    }

    /// <summary>Proposes to order a SKU again for a location, where it is time; answers on which order.</summary>
    public async Task<Id<PurchaseOrder>?> Look(Id<Stock> id, CancellationToken stop)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            if ((await store.Find(id, stop))?.Record is not { } stock) return null;
            var outlook = await Outlook(stock, stop);
            if (outlook is not { Supplier: { } supplier, Quantity: > 0 and var quantity }) return null;
            var last = outlook.Proposal is { } noted ? (await store.Find(noted, stop))?.Record : null;
            if (IsQuiet(last)) return null;

            var order = await Choose(stock, outlook.Proposal, last, supplier, stop);
            var proposed = await store.Put<PurchaseOrder>(
                order, $"proposed-{stock.Sku}", known => Propose(known, order, supplier, stock, quantity), stop);
            bool rivalled = proposed.Refusal?.Code == PurchaseRefusals.NotNow.Code;
            if (rivalled || proposed.OrThrow().Lines.All(line => line.Sku != stock.Sku)) continue;
            logger.LogInformation("Proposed {Quantity} of {Stock} on {Order}.", quantity, id, order);
            return order;
        }

        return null;
    }

    /// <summary>How a SKU stands at a location, and from whom how much of it is to be ordered now.</summary>
    public async Task<Outlook> Outlook(Stock stock, CancellationToken stop)
    {
        var demand = (await store.Find(Demand.Of(stock.Id), stop))?.Record;
        var orders = await store.List<PurchaseOrder>(PurchaseKinds.OpenFor(stock.Id), MostOrders, stop: stop);
        var open = orders.Items.Select(stored => stored.Record).ToList();
        var lately = demand?.Lately(Today, policy.Purchasing) ?? (0, policy.Purchasing.DemandDays);
        int position = Position(stock, open);
        var known = new Outlook(stock.Location, lately.Units, lately.Days, position, demand?.Proposal);
        if (await BestSupplier(stock.Sku, stop) is not { } supplier) return known;

        var point = ReorderPoint.Of(lately, supplier.LeadDays, stock.Safety, policy.Purchasing);
        bool proposed = open.Any(order => order.Status == PurchaseStatus.Proposed);
        int quantity = point.Quantity(position, supplier.Item(stock.Sku)!, supplier.MinimumOrder);
        return known with { Supplier = supplier, Point = point, Quantity = proposed ? 0 : quantity };
    }

    /// <summary>What is not promised yet, the reserve with it, and what is on its way.</summary>
    private int Position(Stock stock, List<PurchaseOrder> open)
    {
        // The order knows it first when goods are sent, and the shelf last when they are here: the greater is right.
        int ordered = open.Where(order => order.IsOpen).Sum(order => order.Outstanding(stock.Sku));
        int expected = stock.Incoming.Sum(incoming => incoming.Outstanding);
        return stock.Sound - stock.Allocated - stock.Held(clock.GetUtcNow()) + Math.Max(ordered, expected);
    }

    private async Task<Supplier?> BestSupplier(string sku, CancellationToken stop)
    {
        var found = await store.List<Supplier>(PurchaseKinds.SuppliersOf(sku), MostSuppliers, stop: stop);
        var suppliers = found.Items.Select(stored => stored.Record).ToList();
        bool abroad = suppliers.Any(supplier => supplier.Currency != Currency.Php);
        return Supplier.Best(sku, suppliers, abroad ? (await sheets.Current(stop)).Value : null);
    }

    /// <summary>On which order: one that was noted and not made, one that is still open, or a new one.</summary>
    private async Task<Id<PurchaseOrder>> Choose(
        Stock stock, Id<PurchaseOrder>? before, PurchaseOrder? last, Supplier supplier, CancellationToken stop)
    {
        if (before is { } noted && (last is null || CanTake(last, supplier, stock))) return noted;
        var proposals = await store.List<PurchaseOrder>(
            PurchaseKinds.ProposedTo(supplier.Id, stock.Location), 1, stop: stop);
        var order = proposals.Items is [{ Record: var open }] && CanTake(open, supplier, stock)
            ? open.Id
            : new(Guid.NewGuid().ToString("D"));
        var id = Demand.Of(stock.Id);
        var chosen = await store.Put<Demand>(
            id, $"proposed-{order}", known => Demand.Propose(known, id, before, order, Today), stop);
        return chosen.OrThrow().Proposal ?? order;
    }

    private static bool CanTake(PurchaseOrder order, Supplier supplier, Stock stock) =>
        order is { Status: PurchaseStatus.Proposed, Lines.Length: < PurchaseOrder.MaxLines }
        && order.Supplier == supplier.Id && order.Location == stock.Location
        && order.Total.Currency == supplier.Currency;

    private Result<PurchaseOrder> Propose(
        PurchaseOrder? known, Id<PurchaseOrder> order, Supplier supplier, Stock stock, int quantity)
    {
        var ask = new PurchaseAsk(stock.Sku, quantity);
        if (known is null) return PurchaseOrder.Propose(order, supplier, stock.Location, [ask], clock.GetUtcNow());

        // Somebody noted another supplier's order meanwhile: what stands there is theirs.
        return known.Supplier == supplier.Id ? known.Add(ask, supplier) : known;
    }

    // A person said no: it is not asked again at once.
    private bool IsQuiet(PurchaseOrder? last) =>
        last is { Status: PurchaseStatus.Cancelled, ClosedAt: { } at }
        && clock.GetUtcNow() < at + policy.Purchasing.QuietTime;
}

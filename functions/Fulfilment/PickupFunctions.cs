using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Goods that are fetched in a store: where they could be had, and the counter.</summary>
public sealed class PickupFunctions(
    TableStore store, SkuBlob<StockGlance> glances, Tokens tokens, ShopPolicy policy, TimeProvider clock)
{
    [Function("GetCartStores")]
    public async Task<IResult> Stores(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "carts/{id}/stores")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Cart>.TryParse(id, out var known) || !tokens.Holds(request, known))
            return Answers.Problem(CartRefusals.Unknown);
        if (await store.Find(known, stop) is not { Record: var cart }) return Answers.Problem(CartRefusals.Unknown);
        var stores = policy.Locations.Where(location => location.Kind == LocationKind.Store);
        var glance = await glances.Current(stop);
        return Answers.Ok(new { Items = stores.Select(one => Look(one, cart, glance)) });
    }

    [Function("PutCollection")]
    public async Task<IResult> Collect(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/shipments/{id}/collection")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var code = fields.Text("code", 20);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (!Shipment.TryParse(id, out var parcel)) return Answers.Problem(ShipmentRefusals.Unknown);
        var order = (await store.Find(Shipment.OrderOf(parcel), stop))?.Record;
        if (order?.Find(parcel) is not { } shipment) return Answers.Problem(ShipmentRefusals.Unknown);

        if (await Check(order, shipment, code, stop) is { } refusal) return Answers.Problem(refusal);
        await Processes.Tell(
            client, FulfilmentOrchestration.InstanceOf(parcel), PickupPath.CollectionHeard,
            new GoodsFetched("collection"), stop);
        return Answers.Accepted(
            request, $"/api/staff/orders/{order.Id}", new { shipment.Id, Order = order.Id, shipment.Status });
    }

    /// <summary>Whether the code opens it; a wrong one is counted, so that nobody tries them all.</summary>
    private async Task<Refusal?> Check(Order order, Shipment shipment, string code, CancellationToken stop)
    {
        if (shipment is not { Status: ShipmentStatus.ReadyForPickup or ShipmentStatus.PickedUp, Pickup: { } pickup })
            return ShipmentRefusals.NotNow;
        if (pickup.IsLocked) return ShipmentRefusals.Locked;
        if (tokens.Opens(pickup, shipment.Id, code)) return null;
        if (shipment.Status == ShipmentStatus.PickedUp) return ShipmentRefusals.WrongCode;

        var hash = tokens.HashOf(shipment.Id, code, pickup.CodeHash);
        var missed = await store.Update(
            order.Id, $"{shipment.Id}-missed-{Guid.NewGuid():N}",
            now => now.MissCode(shipment.Id, hash, clock.GetUtcNow()), stop);
        return missed.Value?.Find(shipment.Id) is { Pickup.IsLocked: true }
            ? ShipmentRefusals.Locked
            : ShipmentRefusals.WrongCode;
    }

    private object Look(Location location, Cart cart, SkuSnapshot<StockGlance> known)
    {
        var wanted = cart.Lines.Select(line => new Goods(line.Sku, line.Quantity)).ToList();
        var shelves = StockGlance.Shelves(
            policy with { Locations = [location] }, wanted.Select(goods => goods.Sku), known.Of, clock.GetUtcNow());
        return new
        {
            Location = location.Code,
            location.Address,
            Available = shelves.HasAll(location.Code, [.. wanted]),
            Lines = wanted.Select(goods => new
            {
                goods.Sku,
                goods.Quantity,
                Available = Availabilities.Of(shelves.Of(goods.Sku, location.Code)),
                Enough = shelves.Of(goods.Sku, location.Code) >= goods.Quantity,
            }),
        };
    }
}

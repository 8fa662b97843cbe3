using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Goods that go to a shopper in exchange: what they cost today, and keeping them for her.</summary>
public sealed class Replacements(
    TableStore store, CartViews carts, Sources sources, StockNews news, TimeProvider clock)
{
    /// <summary>How often it is chosen anew where rivals were faster.</summary>
    private const int MaxTries = 5;

    /// <summary>Why an exchange cannot be asked for now; null when it can, or none is asked for.</summary>
    public async Task<Refusal?> WouldRefuse(
        Order order, Replacement? replacement, ShopPolicy policy, CancellationToken stop)
    {
        if (replacement is null) return null;
        foreach (var line in replacement.Lines)
            if (await carts.Sells(line.Sku, replacement.Total.Currency, stop) is { } unsold) return unsold;
        if (await PriceOf(replacement, order, policy, stop) != replacement.Total) return CartRefusals.PriceChanged;
        var found = await sources.Choose(policy, order.Delivery.Address, Goods(replacement), replacement.Order, stop);
        return found.Refusal;
    }

    /// <summary>What the replacement costs today; null when some of it is not sold any more.</summary>
    public async Task<Money?> PriceOf(
        Replacement replacement, Order order, ShopPolicy policy, CancellationToken stop)
    {
        var cart = replacement.Fill(order, policy, clock.GetUtcNow());
        var quote = Quote.Of(cart, await carts.OffersFor(cart, stop), Replacement.Terms(policy));
        return quote.IsRefused(out _, out var priced) ? null : priced.Totals.Total;
    }

    /// <summary>Keeps all of it where it would be taken from, or nothing.</summary>
    public async Task<Result<bool>> Hold(
        Replacement replacement, Order order, ShopPolicy policy, DateTimeOffset until, CancellationToken stop)
    {
        var wanted = Goods(replacement);
        for (int tries = 0; tries < MaxTries; tries++)
        {
            var chosen = await sources.Choose(policy, order.Delivery.Address, wanted, replacement.Order, stop);
            if (chosen.IsRefused(out var tooFew, out var parcels)) return tooFew;
            if (await HoldAll(replacement.Order, parcels, until, tries, stop)) return true;
            await Release(replacement, policy, $"passed-{tries}", [], stop);
        }

        return StockRefusals.TooFew;
    }

    /// <summary>Gives back what is kept, but for the goods that have become shipments.</summary>
    public async Task Release(
        Replacement replacement, ShopPolicy policy, string cause, ImmutableArray<Shipment> shipments,
        CancellationToken stop)
    {
        var sold = shipments.SelectMany(shipment => shipment.Lines, (at, line) => Stock.At(line.Sku, at.Location));
        var all = policy.Locations.SelectMany(
            _ => replacement.Lines, (location, line) => Stock.At(line.Sku, location.Code));
        foreach (var id in all.Except(sold))
        {
            var released = await store.Update(
                id, $"{replacement.Order}-{cause}", stock => stock.Release(replacement.Order), stop);
            if (released.Value is { } now) await news.Tell(now, stop);
        }
    }

    private async Task<bool> HoldAll(
        Id<Order> order, ImmutableArray<Source> parcels, DateTimeOffset until, int tries, CancellationToken stop)
    {
        foreach (var (location, goods) in parcels)
        {
            foreach (var (sku, quantity) in goods)
            {
                var held = await store.Update(
                    Stock.At(sku, location), $"{order}-exchange-{tries}",
                    stock => stock.HoldFor(order, quantity, until, clock.GetUtcNow()), stop);

                // A repetition may find that this very hold was given back meanwhile.
                if (held.IsRefused(out _, out var now) || !now.IsKeptFor(order)) return false;
                await news.Tell(now, stop);
            }
        }

        return true;
    }

    private static ImmutableArray<Goods> Goods(Replacement replacement) =>
        [.. replacement.Lines.Select(line => new Goods(line.Sku, line.Quantity))];
}

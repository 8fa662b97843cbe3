using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Asks the courier what a cart's delivery costs, where the shop sells it at the courier's price.</summary>
/// <remarks>
/// For one parcel with all of it, from the place that is preferred: where goods really come from is decided later.
/// </remarks>
public sealed class CourierQuotes(
    ICarrier carrier, CartViews carts, ShopPolicy policy, TimeProvider clock, ILogger<CourierQuotes> logger)
{
    /// <summary>What the courier asks; null in the value where it is not asked at all.</summary>
    public async Task<Result<Asked>> For(Cart cart, CancellationToken stop)
    {
        if (cart.Delivery is not { Store: null } delivery || cart.Lines.IsEmpty) return Asked.Nobody;
        var (to, now) = (delivery.Address, clock.GetUtcNow());
        var method = policy.MethodsFor(to).FirstOrDefault(method => method.Method == delivery.Method);
        if (method?.NeedsQuote(cart.Currency) != true) return Asked.Nobody;

        var offers = await carts.OffersFor(cart, stop);
        int grams = cart.Lines.Sum(line => offers.GetValueOrDefault(line.Sku)?.WeightGrams * line.Quantity ?? 0);
        if (cart.Courier is { } kept && kept.IsFor(cart.Currency, grams) && now < kept.Until) return new Asked(kept);
        if (Sourcing.InOrder(policy, to) is not [{ Address: var from }, ..]) return DeliveryRefusals.NoQuote;
        var price = await Ask(
            new(NameOf(from.ToAddress()), from.City, NameOf(to), to.City, grams, delivery.Method), stop);
        return price?.Currency == cart.Currency
            ? new Asked(new(price.Value, grams, now + policy.QuoteLife))
            : DeliveryRefusals.NoQuote;
    }

    private async Task<Money?> Ask(ParcelQuestion question, CancellationToken stop)
    {
        try
        {
            return await carrier.Quote(question, stop);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException
            && !stop.IsCancellationRequested)
        {
            logger.LogWarning("{Carrier} does not say what a parcel costs: {Fault}", carrier.Name, fault.Message);
            return null;
        }
    }

    private static string NameOf(Address address) => Provinces.Find(address)?.Name ?? address.Province;
}

/// <summary>What the courier said, where it had to be asked.</summary>
public sealed record Asked(CourierQuote? Quote)
{
    public static readonly Asked Nobody = new(Quote: null);
}

using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Finds what a correction is reckoned by: today's prices, the border, the courier's word.</summary>
public sealed class CorrectionBases(
    CatalogBlobs catalog, Borders borders, CourierQuotes courier, Policies policies, TextSeal seal, TimeProvider clock)
{
    /// <summary>As it is now: by today's rates.</summary>
    public async Task<Result<CorrectionBasis>> Now(Order order, CorrectionWish wish, CancellationToken stop) =>
        await Of(order, wish, await borders.Now(wish.Of(order.Delivery), stop), stop);

    /// <summary>By the rates that somebody was shown, as long as the shop keeps to them.</summary>
    public async Task<Result<CorrectionBasis>> Shown(
        Order order, CorrectionWish wish, Id<RateSheet>? rates, CancellationToken stop)
    {
        var crossing = rates is null ? default : await borders.Shown(wish.Of(order.Delivery), rates, stop);
        // Where nothing is reckoned anew, the rates that it was bought by are no harm.
        return await Of(order, wish, rates == order.Landed?.Sheet ? (crossing.Border, null) : crossing, stop);
    }

    /// <summary>By rates that the shop has accepted.</summary>
    public async Task<Result<CorrectionBasis>> Accepted(
        Order order, CorrectionWish wish, Id<RateSheet>? rates, CancellationToken stop) =>
        await Of(
            order, wish, rates is null ? default : await borders.Accepted(wish.Of(order.Delivery), rates, stop), stop);

    public CorrectionWish WishOf(CorrectionStart start) =>
        JsonSerializer.Deserialize<CorrectionWish>(TextOf(start)!, Json.Options)!;

    /// <summary>The wish as text, so that two can be compared; null of corrections that had none.</summary>
    public string? TextOf(CorrectionStart start) =>
        start.Wish is { } wish ? seal.Open<string>(start.Id.Value, wish) : null;

    public SealedText Seal(Id<Correction> id, CorrectionWish wish) =>
        seal.Seal(id.Value, JsonSerializer.Serialize(wish, Json.Options));

    public string EmailOf(CorrectionStart start) => seal.Open<string>(start.Id.Value, start.Email!);

    private async Task<Result<CorrectionBasis>> Of(
        Order order, CorrectionWish wish, (Border? Border, Refusal? Refusal) crossing, CancellationToken stop)
    {
        if (crossing.Refusal is { } unknown) return unknown;
        var now = clock.GetUtcNow();
        var currency = order.Totals.Total.Currency;
        var snapshot = await catalog.Current(stop);
        var lines = order.Lines.Select(line => new CartLine(line.Sku, line.Quantity)).Concat(wish.Added)
            .GroupBy(line => line.Sku, (sku, same) => new CartLine(sku, same.Sum(line => line.Quantity))).ToList();
        var offers = lines.Select(line => snapshot.OfferOf(line.Sku, currency, now)).OfType<Offer>()
            .ToDictionary(offer => offer.Sku);
        var policy = await policies.Of(order.PolicyVersion, stop);
        var parcel = new Cart(
            order.Cart, currency, [.. lines], wish.Of(order.Delivery), CartStatus.Open, null, now);
        // Where only words on the label change, nobody is asked what it costs.
        bool asks = wish.Parts.Any(part => part is "address" or "method" or "lines");
        var asked = asks ? await courier.For(parcel, stop) : Asked.Nobody;
        return asked.As(said => new CorrectionBasis(offers, policy, crossing.Border, said.Quote));
    }
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A cart as the shopper sees it: today's prices, sums, and what stands in the way of buying.</summary>
/// <param name="Landed">What the border asks; null at home, and where <paramref name="Problem"/> says why.</param>
public sealed record CartView(
    Id<Cart> Id, Currency Currency, CartStatus Status, IReadOnlyList<CartLineView> Lines, Delivery? Delivery,
    Money Subtotal, Money Shipping, Money Import, Money Discount, Money Tax, Money Total, int TaxRate,
    CartPointsView? Points, CartCouponView? Coupon, LandedView? Landed, Problem? Problem,
    Id<Order>? Order, DateTimeOffset ExpiresAt)
{
    /// <summary>What was taken as it is and may be a slip: asked about again, and never in the way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BadField>? Doubts { get; init; }

    /// <summary>Whether delivery is the least that it can cost: she has not said yet where to.</summary>
    public bool ShippingFrom { get; init; }
}

/// <summary>Points in a cart: how many its shopper wants to spend, and how many count.</summary>
public sealed record CartPointsView(long Wanted, long Used);

/// <summary>A cart's coupon: what it takes off, or why it takes off nothing.</summary>
public sealed record CartCouponView(Id<Coupon> Code, Money Amount, Problem? Problem);

/// <summary>One line of a cart as the shopper sees it.</summary>
public sealed record CartLineView(
    string Sku, string Product, string Name, string Options, string Picture, int Quantity, Money? UnitPrice,
    Money? Total, Problem? Problem, DateTimeOffset? Promised = null)
{
    /// <summary>What one cost when she put it in, where that has changed; null where it has not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Was { get; init; }
}

/// <summary>What stands in the way, as a code and a sentence.</summary>
public sealed record Problem(string Code, string Message);

/// <summary>Looks carts up in the catalog and the stock.</summary>
public sealed class CartViews(
    Sources sources, CatalogBlobs catalog, SkuBlob<StockGlance> glances, Borders borders, Coupons coupons,
    ShopPolicy policy, TimeProvider clock)
{
    private static readonly Problem Unpriced = new(CartRefusals.NoPrice.Code, CartRefusals.NoPrice.Message);
    private static readonly Problem TooFew = new(StockRefusals.TooFew.Code, StockRefusals.TooFew.Message);
    private static readonly Problem Elsewhere = new(
        "stock.elsewhere", "This leaves from another place than the rest. Please order it by itself.");

    /// <summary>Why a SKU cannot be put into a cart of this currency; null when it can.</summary>
    public async Task<Refusal?> Sells(string sku, Currency currency, CancellationToken stop)
    {
        var snapshot = await catalog.Current(stop);
        if (snapshot.FindSku(sku) is null) return ProductRefusals.Unknown;
        return snapshot.OfferOf(sku, currency, clock.GetUtcNow()) is null ? CartRefusals.NoPrice : null;
    }

    /// <summary>What one of a SKU costs now, by currency; null where it is not sold in it.</summary>
    public async Task<Func<Currency, Money?>> PriceOf(string sku, CancellationToken stop)
    {
        var snapshot = await catalog.Current(stop);
        var now = clock.GetUtcNow();
        return currency => snapshot.OfferOf(sku, currency, now)?.UnitPrice;
    }

    /// <summary>The catalog's offers for what is in the cart; what is no longer sold is missing.</summary>
    public async Task<IReadOnlyDictionary<string, Offer>> OffersFor(Cart cart, CancellationToken stop)
    {
        var snapshot = await catalog.Current(stop);
        var now = clock.GetUtcNow();
        return cart.Lines
            .Select(line => snapshot.OfferOf(line.Sku, cart.Currency, now))
            .OfType<Offer>().ToDictionary(offer => offer.Sku);
    }

    /// <summary>Why the cart's coupon does not hold for what is in it; null when it does.</summary>
    public async Task<Refusal?> Unlowered(Cart cart, CancellationToken stop)
    {
        var offers = await OffersFor(cart, stop);
        var terms = await coupons.TermsFor(cart, clock.GetUtcNow(), stop);
        return AtHome(Sold(cart, offers), offers, terms).Refusal;
    }

    public async Task<CartView> Of(Cart cart, CancellationToken stop)
    {
        var offers = await OffersFor(cart, stop);
        var priced = Sold(cart, offers);
        var (border, refusal) = await borders.Now(cart.Delivery, stop);
        var terms = await coupons.TermsFor(priced, clock.GetUtcNow(), stop);
        var asked = Priced(priced);
        var shown = asked;
        Refusal? unlowered = null;
        if (asked.Refusal is not null)
        {
            // What cannot go there is still shown with its price, as if it stayed at home; and what its coupon does not
            // hold for, without it.
            unlowered = AtHome(priced, offers, terms).Refusal;
            if (unlowered is not null) priced = priced with { Coupon = null };
            shown = Priced(priced) is { Refusal: null } going ? going : AtHome(priced, offers, terms);
        }

        var quote = shown.OrThrow();
        var totals = quote.Totals;
        // What is at the checkout is kept for it.
        var found = cart.Status == CartStatus.Open ? await StandOf(priced, stop) : Stand.None;
        var lines = cart.Lines.Select(line => View(line, offers.GetValueOrDefault(line.Sku), found));
        return new(
            cart.Id, cart.Currency, cart.Status, [.. lines], cart.Delivery, totals.Subtotal, totals.Shipping,
            totals.Import, totals.Discount, totals.Tax, totals.Total, totals.VatPercent,
            cart.Points is { } points ? new(points.Amount, quote.Points) : null,
            cart.Coupon is { } code ? new(code, totals.Coupon, ProblemOf(unlowered)) : null,
            LandedView.Of(quote.Landed, quote.Screened, border?.Sheet),
            ProblemOf(asked.Refusal ?? Over(cart)), cart.Order, cart.ExpiresAt)
        {
            ShippingFrom = cart.Delivery is null && !cart.Lines.IsEmpty,
            Doubts = Deliveries.DoubtsOf(cart.Delivery),
        };

        Result<Quote> Priced(Cart one)
        {
            if (refusal is not null) return refusal;
            return one.Coupon is not null && terms.Refusal is { } closed
                ? closed
                : Quote.Of(one, offers, policy, border, terms.Value);
        }
    }

    // At the checkout it holds to the end.
    private Refusal? Over(Cart cart) =>
        cart.Status == CartStatus.Open && cart.Courier?.Until <= clock.GetUtcNow() ? DeliveryRefusals.QuoteOver : null;

    private static Cart Sold(Cart cart, IReadOnlyDictionary<string, Offer> offers) =>
        cart with { Lines = [.. cart.Lines.Where(line => offers.ContainsKey(line.Sku))] };

    private Result<Quote> AtHome(Cart cart, IReadOnlyDictionary<string, Offer> offers, Result<CouponTerms?> terms) =>
        cart.Coupon is not null && terms.Refusal is { } closed
            ? closed
            : Quote.Of(cart with { Delivery = null }, offers, policy, null, terms.Value);

    private static Problem? ProblemOf(Refusal? refusal) =>
        refusal is null ? null : new(refusal.Code, refusal.Message);

    private static CartLineView View(CartLine line, Offer? offer, Stand found) => offer is null
        ? new(line.Sku, "", line.Sku, "", "", line.Quantity, null, null, Unpriced)
        : new(
            line.Sku, offer.Product, offer.Name, offer.Options, offer.Picture, line.Quantity, offer.UnitPrice,
            offer.UnitPrice * line.Quantity, found.Problems.GetValueOrDefault(line.Sku),
            found.Promises.TryGetValue(line.Sku, out var promised) ? promised : null)
        {
            Was = line.Shown is { } shown && shown != offer.UnitPrice ? shown : null,
        };

    /// <summary>Why the goods cannot be had now, as their stocks say; null when they can.</summary>
    public async Task<Refusal?> Lacks(Cart cart, CancellationToken stop)
    {
        var chosen = await sources.Choose(
            policy.For(cart.Delivery), cart.Delivery?.Address, Wanted(cart), cart.Order, stop);
        return chosen.Refusal;
    }

    /// <summary>
    /// From memory, so that a view costs the same however much is in the cart. Of what nobody has told yet, nothing
    /// stands in the way.
    /// </summary>
    private async Task<Stand> StandOf(Cart cart, CancellationToken stop)
    {
        var known = await glances.Current(stop);
        var (way, to) = (policy.For(cart.Delivery), cart.Delivery?.Address);
        var wanted = Wanted(cart).RemoveAll(goods => known.Of(goods.Sku) is null);
        var shelves = StockGlance.Shelves(way, wanted.Select(goods => goods.Sku), known.Of, clock.GetUtcNow());
        if (Sourcing.Choose(way, to, wanted, shelves).IsRefused(out _, out var chosen))
            return Stand.None with { Problems = ProblemsOf(way, to, wanted, shelves) };
        var late = from source in chosen
                   where source.Promised is not null
                   from goods in source.Goods
                   select KeyValuePair.Create(goods.Sku, source.Promised!.Value);
        return Stand.None with { Promises = late.ToDictionary() };
    }

    private static ImmutableArray<Goods> Wanted(Cart cart) =>
        [.. cart.Lines.Select(line => new Goods(line.Sku, line.Quantity))];

    private static Dictionary<string, Problem> ProblemsOf(
        ShopPolicy way, Address? to, ImmutableArray<Goods> wanted, Shelves shelves)
    {
        string[] codes = [.. Sourcing.InOrder(way, to).Select(location => location.Code)];
        if (way.Sourcing == SourcingRule.Split)
            return Sourcing.Lacking(wanted, shelves, [.. codes]).ToDictionary(sku => sku, _ => TooFew);

        // All from one location: from the one that lacks the least.
        var lacking = codes.Select(code => Sourcing.Lacking(wanted, shelves, [code])).ToList();
        return lacking.MinBy(skus => skus.Length).ToDictionary(
            sku => sku, sku => lacking.All(skus => skus.Contains(sku)) ? TooFew : Elsewhere);
    }

    /// <summary>How the lines of a cart stand with the shelves: what is in the way, and what would come late.</summary>
    private sealed record Stand(
        Dictionary<string, Problem> Problems, Dictionary<string, DateTimeOffset> Promises)
    {
        public static readonly Stand None = new([], []);
    }
}

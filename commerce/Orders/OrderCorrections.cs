using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What can be changed of an order that is placed and not being picked, and what that comes to.</summary>
/// <remarks>
/// What was sold keeps its price, its coupon and its discount; only what is added is priced, as of today. Units that
/// come off are no correction: they are cancelled.
/// </remarks>
public static class OrderCorrections
{
    /// <summary>What the bank has promised for it.</summary>
    public static Money Covered(this Order order) => order.Promised ?? order.Billed;

    /// <summary>Why nothing but where letters go can be changed of it; null when it can.</summary>
    public static Refusal? ForbidsCorrection(this Order order)
    {
        if (order.PlacedAt is null) return OrderRefusals.NotNow;
        var begun = order.Shipments.Where(one => one.Status >= ShipmentStatus.Picking).ToList();
        // A parcel that was cancelled keeps nobody from changing where the others go.
        bool allCancelled = begun.TrueForAll(one => one.Status == ShipmentStatus.Cancelled);
        bool isOpen = begun.Count == 0 || (allCancelled && begun.Count < order.Shipments.Length);
        return isOpen ? null : CorrectionRefusals.TooLate;
    }

    /// <summary>The order as it would be, its parcels left as they are; or why it cannot be so.</summary>
    public static Result<Order> Reckon(this Order order, CorrectionWish wish, CorrectionBasis by)
    {
        if (!wish.IsOfLettersOnly && order.ForbidsCorrection() is { } forbidden) return forbidden;
        var delivery = wish.Of(order.Delivery);
        bool fetched = order.Delivery.Store is not null;
        if (fetched ? wish.Method is not null || wish.Address is not null : delivery.Method == Delivery.Pickup)
            return CorrectionRefusals.Fetched;
        if (order.With(wish.Added, by.Offers).IsRefused(out var unsold, out var lines)) return unsold;
        var next = order with { Delivery = delivery, Lines = lines };
        // Who gets it, and at which door of the same place, changes no sum.
        bool same = wish.Added.IsEmpty && delivery.Method == order.Delivery.Method
            && delivery.Terms == order.Delivery.Terms && PlaceOf(delivery) == PlaceOf(order.Delivery);
        if (same) return next;
        // What came off keeps its numbers and sums: to reckon the rest anew would give back other ones.
        if (!order.TakenOff.IsEmpty) return CorrectionRefusals.PartlyCancelled;
        if (next.Priced(by, order.IsSentFree(by.Policy)).IsRefused(out var unpriced, out var priced)) return unpriced;
        if (order.Unpayable(priced, by.Policy) is { } unpayable) return unpayable;
        return priced with { Promised = order.Covered() == priced.Due ? null : order.Covered() };
    }

    /// <summary>Why the money that is promised does not do for it; null where it does.</summary>
    public static Refusal? Uncovered(this Order order, Order next)
    {
        if (next.Due == order.Due) return null;
        if (order.Payment?.Status == PaymentStatus.Captured || (order.CapturedAt ?? order.CaptureBegunAt) is not null)
            return CorrectionRefusals.Captured;
        bool promised = order.Payment?.Status == PaymentStatus.Authorised && next.Due <= order.Covered();
        return promised ? null : CorrectionRefusals.NotCovered;
    }

    /// <summary>Changes the order, if it comes to what was shown and the money is promised.</summary>
    /// <param name="shown">The total that somebody was shown and has agreed to; null: the one that it has.</param>
    /// <param name="added">Where the units that come on top are held for this correction.</param>
    public static Result<Order> Correct(
        this Order order, Id<Correction> id, CorrectionWish wish, CorrectionBasis by, Money? shown,
        ImmutableArray<Source> added, DateTimeOffset now)
    {
        if (order.Find(id) is not null) return order;
        if (order.Reckon(wish, by).IsRefused(out var refusal, out var next)) return refusal;
        if (next.Totals.Total != (shown ?? order.Totals.Total)) return CartRefusals.PriceChanged;
        if (order.Uncovered(next) is { } uncovered)
        {
            // Promised for this correction just now, it takes the place of what does not do.
            if (uncovered != CorrectionRefusals.NotCovered) return uncovered;
            if (next.Adopt(id, now).IsRefused(out var unpaid, out next)) return unpaid;
        }

        var shipments = added.IsEmpty ? order.Shipments : order.With(added);
        var noted = new Correction(
            id, now, order.Delivery, order.Totals.Total, next.Totals.Total, added, IsKept: added.IsEmpty);
        return next with
        {
            Shipments = shipments,
            Status = added.IsEmpty ? order.Status : OrderShipments.StatusOf(shipments),
            Corrections = [.. order.Corrections ?? [], noted],
        };
    }

    /// <summary>The units of a correction are promised to the order now, like all others.</summary>
    public static Result<Order> KeepAdded(this Order order, Id<Correction> id) =>
        order.Find(id) is { IsKept: false } open
            ? order with { Corrections = order.Corrections!.Value.Replace(open, open with { IsKept = true }) }
            : order;

    /// <summary>One of the order's corrections; null when it has no such.</summary>
    public static Correction? Find(this Order order, Id<Correction> id) =>
        order.Corrections?.FirstOrDefault(known => known.Id == id);

    /// <summary>How the goods were to go after a correction: what the next one found, or as it is now.</summary>
    public static Delivery After(this Order order, Correction correction) =>
        order.Corrections!.Value.SkipWhile(one => one.Id != correction.Id).Skip(1).FirstOrDefault()?.Was
        ?? order.Delivery;

    // The lines with what is added, at today's price.
    private static Result<ImmutableArray<OrderLine>> With(
        this Order order, ImmutableArray<CartLine> added, IReadOnlyDictionary<string, Offer> offers)
    {
        var lines = order.Lines.ToBuilder();
        foreach (var (sku, quantity) in added)
        {
            if (quantity < 1) return CartRefusals.Quantity;
            if (!offers.TryGetValue(sku, out var offer) || offer.UnitPrice.Currency != order.Totals.Total.Currency)
                return CartRefusals.NoPrice;
            var more = new AddedUnits(quantity, offer.UnitPrice);
            var known = lines.FirstOrDefault(line => line.Sku == sku);
            if ((known?.Quantity ?? 0) + quantity > Cart.MaxQuantity) return CartRefusals.Quantity;
            if (known is not null) lines[lines.IndexOf(known)] = known.With(more, offer.WeightGrams);
            else lines.Add(OrderLine.From(offer, 0).With(more, offer.WeightGrams));
        }

        return lines.Count > Cart.MaxLines ? CartRefusals.Full : lines.ToImmutable();
    }

    // The sums of these lines, sent so.
    private static Result<Order> Priced(this Order order, CorrectionBasis by, bool isSentFree)
    {
        var none = Money.Zero(order.Totals.Total.Currency);
        var subtotal = order.Lines.Aggregate(none, (sum, line) => sum + line.Total);
        var reduced = order.Lines.Aggregate(none, (sum, line) => sum + line.Reduced);
        int grams = order.Lines.Sum(line => line.WeightGrams);
        var way = Quote.ShippingTo(order.Delivery, reduced, grams, by.Policy, by.Courier);
        if (way.IsRefused(out var unsent, out var shipping)) return unsent;
        if (isSentFree) shipping = none;

        var total = reduced + shipping - order.Totals.Discount;
        if (total.Amount < 0) return CorrectionRefusals.BelowCredit;
        var totals = order.Totals with
        {
            Subtotal = subtotal,
            Shipping = shipping,
            Import = none,
            Tax = Quote.TaxWithin(total, order.Totals.VatPercent),
            Total = total,
            Coupon = subtotal - reduced,
        };
        var quote = new Quote(order.Lines, totals);
        if (by.Policy.IsAbroad(order.Delivery))
        {
            if (order.Lines.Any(line => !by.Offers.ContainsKey(line.Sku))) return CartRefusals.NoPrice;
            var across = quote.Across(by.Border, order.Delivery.Terms, by.Offers, by.Policy);
            if (across.IsRefused(out var barred, out quote)) return barred;
        }

        return order with { Totals = quote.Totals, Landed = quote.Landed, Papers = quote.Screened };
    }

    // What replaces goods that came back: the shop has paid for a way that its prices do not give for nothing.
    private static bool IsSentFree(this Order order, ShopPolicy policy)
    {
        if (order.Totals.Shipping.Amount != 0) return false;
        int grams = order.Lines.Sum(line => line.WeightGrams);
        var usual = Quote.ShippingTo(order.Delivery, order.Totals.Reduced, grams, policy, courier: null);
        return usual.Refusal is not null || usual.Value.Amount > 0;
    }

    // What was paid by points and credit is spent: it cannot come to more than the order does.
    private static Refusal? Unpayable(this Order order, Order next, ShopPolicy policy)
    {
        if (next.Due == order.Due) return null;
        if (next.Due.Amount < 0 || (next.Due.Amount == 0 && order.Due.Amount > 0))
            return CorrectionRefusals.BelowCredit;
        return policy.IsPayable(next.Due) ? null : StoredValueRefusals.LeavesTooLittle;
    }

    // Into the parcel that leaves from there; a stock knows one promise per order. Else into one of its own.
    private static ImmutableArray<Shipment> With(this Order order, ImmutableArray<Source> added)
    {
        var shipments = order.Shipments;
        foreach (var source in added)
        {
            var there = shipments.FirstOrDefault(one => one.Location == source.Location);
            shipments = there is null
                ? shipments.Add(Shipment.Of(order.Id, shipments.Length + 1, source))
                : shipments.Replace(there, there.With(source.Goods));
        }

        return shipments;
    }

    private static (string, string, string, string) PlaceOf(Delivery delivery) => (
        delivery.Address.Country, delivery.Address.Province, delivery.Address.City, delivery.Address.Postcode);
}

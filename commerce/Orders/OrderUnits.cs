using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Units that come off an order: the one rule by which, whoever asks and for whatever reason.</summary>
/// <remarks>
/// What was bought keeps its lines, prices and numbers of units for ever; what is left of it is what was bought less
/// what came off. Each unit gives back its own share, so that nothing is given back twice and no order gets dearer. The
/// fee for delivery stands outside these shares: it goes back with the last unit.
/// </remarks>
public static class OrderUnits
{
    private static readonly ReturnTerms Whole = ReturnTerms.Unsent;

    /// <summary>Takes units off, if they have not left; asked again under the same id, it is the same.</summary>
    public static Result<Order> TakeOff(this Order order, CancelWish wish, ShopPolicy policy, DateTimeOffset now)
    {
        if (order.TakenOff.Any(known => known.Id == wish.Id)) return order;
        if (!order.IsPlaced()) return CancelRefusals.NotPlaced;
        if (order.Corrections?.Any(one => !one.IsKept) == true) return CancelRefusals.BeingChanged;
        if (order.Choose(wish).IsRefused(out var refusal, out var lines)) return refusal;

        var gone = order.UnitsOff().Concat(Flat(lines)).ToHashSet();
        bool all = order.HasNothingBut(gone);
        var sums = order.SharesOf(lines, policy);
        // What came back undelivered was given back before, all but the fee.
        if (order.HasNothingBut([.. gone, .. order.UnitsBack()])) sums = sums.Plus(order.FeeBack(policy));
        bool isRefund = order.IsTaken() && !(all && order.CapturedAt is null);
        var cut = new TakenOff(wish.Id, wish.By, wish.Reason, lines, sums, now)
        {
            IsRefund = isRefund,
            Credit = isRefund || sums.Total <= order.Due ? null : sums.Total - order.Due,
            IsAll = all,
        };
        return order.Without(cut);
    }

    /// <summary>What of an order could come off now, by this asker.</summary>
    public static ImmutableArray<CancelOffer> CancelOffers(this Order order, CancelledBy by) =>
        !order.IsPlaced()
            ? []
            :
            [
                .. order.Shipments.Where(shipment => Refuses(shipment, by) is null)
                    .SelectMany(shipment => order.GoodsOf(shipment)).GroupBy(line => line.Sku)
                    .Select(same => new CancelOffer(same.Key, same.Sum(line => line.Quantity))),
            ];

    /// <summary>Whether all that is left of an order could come off at once.</summary>
    public static bool IsCancellable(this Order order, CancelledBy by) =>
        order.IsPlaced() && order.Open().Any() && order.Open().All(one => Refuses(one, by) is null);

    /// <summary>What is left in a parcel, line by line; a line of which nothing is left is not named.</summary>
    public static ImmutableArray<ShipmentLine> GoodsOf(this Order order, Shipment shipment) =>
        order.TakenOff.IsEmpty
            ? shipment.Lines
            :
            [
                .. shipment.Lines
                    .Select(line => line with { Quantity = order.UnitsIn(shipment, line.Sku).Count() })
                    .Where(line => line.Quantity > 0),
            ];

    /// <summary>Whether nothing is left in a parcel: all of it was taken off.</summary>
    public static bool IsOff(this Order order, Shipment shipment) =>
        !order.TakenOff.IsEmpty && order.GoodsOf(shipment).IsEmpty;

    /// <summary>What was taken off before the money was taken: it was never sold.</summary>
    public static Reversal Unsold(this Order order) => order.TakenOff.Where(off => !off.IsRefund)
        .Aggregate(Reversal.None(order.Totals.Total.Currency), (sum, off) => sum.Plus(off.Sums));

    /// <summary>What is sold, or will be, of what was bought: what refunds may come to at most.</summary>
    public static Money Sold(this Order order) => order.Totals.Total - order.Unsold().Total;

    /// <summary>What store credit pays of what is left.</summary>
    public static Money CreditUsed(this Order order) => order.Sold() - order.Due;

    /// <summary>Points that pay for what is left, or was sold.</summary>
    public static long PointsUsed(this Order order) => order.Points - order.Unsold().Points;

    /// <summary>How many of a SKU were taken off, wherever they were.</summary>
    public static int CancelledOf(this Order order, string sku) =>
        order.TakenOff.SelectMany(off => off.Lines).Where(line => line.Sku == sku).Sum(line => line.Units.Length);

    /// <summary>What a cut frees in stock: how many units of which SKU where.</summary>
    public static IEnumerable<(Id<Stock> Stock, int Units)> FreedBy(this Order order, TakenOff cut) =>
        from shipment in order.Shipments
        from line in cut.Lines
        let units = order.AllUnitsIn(shipment, line.Sku).Intersect(line.Units).Count()
        where units > 0
        select (Stock.At(line.Sku, shipment.Location), units);

    /// <summary>Everything that the cancellation had to bring about is done.</summary>
    public static Result<Order> FinishTakingOff(this Order order, Id<TakenOff> id, DateTimeOffset now)
    {
        if (order.TakenOff.FirstOrDefault(off => off.Id == id) is not { } known) return CancelRefusals.Unknown;
        return known.DoneAt is not null
            ? order
            : order with { TakenOff = order.TakenOff.Replace(known, known with { DoneAt = now }) };
    }

    /// <summary>Notes the number of the paper that takes this part of the sale back.</summary>
    public static Result<Order> NumberTakenOff(this Order order, Id<TakenOff> id, string number)
    {
        if (order.TakenOff.FirstOrDefault(off => off.Id == id) is not { } known) return CancelRefusals.Unknown;
        return known.CreditNote is not null
            ? order
            : order with { TakenOff = order.TakenOff.Replace(known, known with { CreditNote = number }) };
    }

    internal static IEnumerable<(string Sku, int Unit)> UnitsOff(this Order order) =>
        order.TakenOff.SelectMany(off => Flat(off.Lines));

    internal static IEnumerable<int> UnitsOff(this Order order, string sku) =>
        order.UnitsOff().Where(off => off.Sku == sku).Select(off => off.Unit);

    /// <summary>What was paid for one unit of a line, counted from 0: the share that it has for ever.</summary>
    /// <param name="order">What it is a unit of.</param>
    /// <param name="bought">Divides what was given for the units that were bought at first.</param>
    /// <param name="line">The line.</param>
    /// <param name="unit">Counted from 0.</param>
    /// <remarks>Its parts are cut as <see cref="UnitShares"/> does: cut together, they would round otherwise.</remarks>
    internal static Money PaidForUnit(this Order order, GoodsScale bought, OrderLine line, int unit) =>
        line.ReducedUntil(unit + 1) - line.ReducedUntil(unit) - bought.ShareOf(order.Totals.Discount, line, unit);

    private static bool IsPlaced(this Order order) =>
        order.PlacedAt is not null && !OrderShipments.BeforePlaced.Contains(order.Status);

    /// <summary>Why units of a parcel do not come off; null where they do.</summary>
    private static Refusal? Refuses(Shipment shipment, CancelledBy by)
    {
        if (shipment.HasLeft || shipment.IsOver || shipment.LeavingAt is not null) return CancelRefusals.HasLeft;
        return by == CancelledBy.Shopper && shipment.Status >= ShipmentStatus.Picking
            ? CancelRefusals.BeingPicked
            : null;
    }

    private static bool HasNothingBut(this Order order, HashSet<(string Sku, int Unit)> units) =>
        order.Lines.All(line => Enumerable.Range(0, line.Quantity).All(at => units.Contains((line.Sku, at))));

    private static IEnumerable<(string Sku, int Unit)> UnitsBack(this Order order) =>
        from shipment in order.Shipments
        where order.Refunds.Any(refund => refund.Id == OrderShipments.BackOf(shipment.Id))
        from line in shipment.Lines
        from unit in order.UnitsIn(shipment, line.Sku)
        select (line.Sku, unit);

    // Money that is being taken, or was, is given back afterwards; whoever took it.
    private static bool IsTaken(this Order order) =>
        order.CapturedAt is not null || order.CaptureBegunAt is not null || order.Advance is { BackAt: null };

    private static IEnumerable<Shipment> Open(this Order order) => order.Shipments.Where(
        shipment => !shipment.HasLeft && !shipment.IsOver && !order.IsOff(shipment));

    private static Result<ImmutableArray<TakenLine>> Choose(this Order order, CancelWish wish)
    {
        if (wish.Lines.Any(line => line.Quantity < 1) || wish.Lines.DistinctBy(line => line.Sku).Count()
            != wish.Lines.Length) return CancelRefusals.Lines;
        var there = order.Shipments.Where(shipment => wish.Shipment is null || shipment.Id == wish.Shipment).ToList();
        if (there.Count == 0) return ShipmentRefusals.Unknown;
        if (wish.Lines.IsEmpty) return order.ChooseAll(there, wish.By);

        List<TakenLine> chosen = [];
        foreach (var (sku, quantity) in wish.Lines)
        {
            // What is least far advanced goes first: the shelf before the packing table.
            var units = there.OrderBy(shipment => shipment.Status)
                .SelectMany(from => order.UnitsIn(from, sku).Reverse().Select(unit => (Unit: unit, From: from)))
                .ToList();
            if (units.Count < quantity) return CancelRefusals.NotThere;
            var free = units.Where(one => Refuses(one.From, wish.By) is null).Take(quantity).ToList();
            if (free.Count < quantity)
                return units.Select(one => Refuses(one.From, wish.By)).First(why => why is not null)!;
            chosen.Add(new(sku, [.. free.Select(one => one.Unit).Order()]));
        }

        return chosen.ToImmutableArray();
    }

    private static Result<ImmutableArray<TakenLine>> ChooseAll(
        this Order order, List<Shipment> there, CancelledBy by)
    {
        var left = there.Where(shipment => !order.IsOff(shipment)).ToList();
        if (left.Count == 0 || left.TrueForAll(one => one.Status == ShipmentStatus.Cancelled))
            return CancelRefusals.NothingLeft;
        var open = left.Where(shipment => !shipment.HasLeft && !shipment.IsOver).ToList();
        if (open.Count == 0) return CancelRefusals.HasLeft;
        foreach (var shipment in open)
            if (Refuses(shipment, by) is { } refusal) return refusal;
        return open.SelectMany(from => order.GoodsOf(from).SelectMany(
                line => order.UnitsIn(from, line.Sku).Select(unit => (line.Sku, Unit: unit))))
            .GroupBy(one => one.Sku).Select(same => new TakenLine(same.Key, [.. same.Select(one => one.Unit).Order()]))
            .ToImmutableArray();
    }

    private static Reversal SharesOf(this Order order, ImmutableArray<TakenLine> lines, ShopPolicy policy)
    {
        var shares = new UnitShares(order, policy);
        return Flat(lines).Aggregate(
            Reversal.None(order.Totals.Total.Currency), (sum, one) => sum.Plus(shares.Of(one.Sku, one.Unit, Whole)));
    }

    private static Reversal FeeBack(this Order order, ShopPolicy policy) =>
        Reversal.None(order.Totals.Total.Currency) with
        {
            Shipping = order.Totals.Shipping,
            ShippingTax = new UnitShares(order, policy).TaxIn(order.Totals.Shipping),
        };

    /// <summary>The order after the cut: parcels end, or go back to the packing table.</summary>
    private static Order Without(this Order order, TakenOff cut)
    {
        var touched = order.Shipments.Where(shipment => cut.Lines.Any(
            line => order.UnitsIn(shipment, line.Sku).Intersect(line.Units).Any())).ToList();
        var next = order with { TakenOff = order.TakenOff.Add(cut) };
        var ended = touched.Where(next.IsOff).Select(shipment => shipment.Id).ToImmutableArray();
        var packed = touched.Where(shipment => !ended.Contains(shipment.Id) && shipment.Status >= ShipmentStatus.Packed)
            .Select(shipment => shipment.Id).ToImmutableArray();
        var shipments = order.Shipments.Select(shipment =>
            ended.Contains(shipment.Id) ? shipment.Cancel().OrThrow()
            : touched.Contains(shipment) ? shipment.Lighten(shipment.Edition + 1).OrThrow()
            : shipment).ToImmutableArray();
        return next with
        {
            TakenOff = order.TakenOff.Add(cut with { Ended = ended, Unpacked = packed }),
            Shipments = shipments,
            Status = OrderShipments.StatusOf(shipments),
            // Nobody has to pay for nothing.
            Cases = cut.IsAll ? order.CasesBut(OutsideRefusals.Lapsed) : order.Cases,
        };
    }

    private static IEnumerable<(string Sku, int Unit)> Flat(IEnumerable<TakenLine> lines) =>
        lines.SelectMany(line => line.Units.Select(unit => (line.Sku, unit)));
}

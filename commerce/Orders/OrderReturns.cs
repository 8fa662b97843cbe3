using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What an order knows about goods and money that go back.</summary>
public static class OrderReturns
{
    /// <summary>How many units of a SKU could still be sent back.</summary>
    public static int Returnable(this Order order, string sku) =>
        order.FreeUnits(sku).Count();

    /// <summary>What holds for a line of this order if it comes back for a reason, asked for now.</summary>
    public static ReturnTerms TermsOf(
        this Order order, OrderLine line, ReturnReason reason, ReturnPolicy policy, DateTimeOffset now) =>
        policy.TermsOf(line, order.Delivery.Address, reason, order.DeliveredAt ?? now, now);

    /// <summary>What could be sent back now, line by line, and on what terms.</summary>
    public static ImmutableArray<ReturnOffer> ReturnOffers(this Order order, ReturnPolicy policy, DateTimeOffset now) =>
        order.DeliveredAt is null
            ? []
            : [.. order.Lines.Select(line => new ReturnOffer(
                line.Sku, order.Returnable(line.Sku), order.TermsOf(line, ReturnReason.ChangedMind, policy, now),
                order.TermsOf(line, ReturnReason.Damaged, policy, now)))];

    /// <summary>Why nothing of an order could be sent back now, for any reason; null when something could.</summary>
    public static Refusal? ForbidsReturns(this Order order, ReturnPolicy policy, DateTimeOffset now)
    {
        if (order.DeliveredAt is null) return ReturnRefusals.NotDelivered;
        var left = order.ReturnOffers(policy, now).Where(offer => offer.Units > 0).ToList();
        if (left.Count == 0) return ReturnRefusals.TooMany;
        return left.Exists(offer => offer.IsOpen(now)) ? null : ReturnRefusals.TooLate;
    }

    /// <summary>Reserves units for a return, so that two returns never share one.</summary>
    public static Result<Order> TakeBack(
        this Order order, Id<Return> id, ReturnWish wish, ReturnPolicy policy, DateTimeOffset now)
    {
        if (order.TakenBack.Any(taken => taken.Return == id)) return order;
        if (order.DeliveredAt is null) return ReturnRefusals.NotDelivered;
        if (wish.Store is { } store && !policy.DropOff.Contains(store)) return ReturnRefusals.Store;
        if (Replacement.Forbids(order, wish, policy) is { } impossible) return impossible;
        if (order.Forbids(wish, policy, now) is { } refusal) return refusal;

        var lines = wish.Lines.Select(ask => new TakenLine(ask.Sku, [.. order.FreeUnits(ask.Sku).Take(ask.Quantity)]));
        return order with { TakenBack = order.TakenBack.Add(new(id, [.. lines])) };
    }

    /// <summary>Staff did not accept all of a return: the other units may be asked for again.</summary>
    public static Result<Order> GiveUpUnits(this Order order, Id<Return> id, ImmutableArray<Acceptance> kept)
    {
        if (order.TakenBack.FirstOrDefault(taken => taken.Return == id) is not { } mine) return order;
        int Kept(string sku) => kept.FirstOrDefault(one => one.Sku == sku)?.Quantity ?? 0;
        if (mine.Lines.All(line => line.Units.Length <= Kept(line.Sku))) return order;
        var less = mine.Lines.Select(line => line with { Units = [.. line.Units.Take(Kept(line.Sku))] });
        return order with { TakenBack = order.TakenBack.Replace(mine, mine with { Lines = [.. less] }) };
    }

    /// <summary>The return came to nothing: its units may be asked for again.</summary>
    public static Result<Order> GiveUpReturn(this Order order, Id<Return> id)
    {
        var mine = order.TakenBack.FirstOrDefault(taken => taken.Return == id);
        return mine is null ? order : order with { TakenBack = order.TakenBack.Remove(mine) };
    }

    /// <summary>What was paid for the first so many of the units that a return took back.</summary>
    public static Money PaidFor(this Order order, TakenLine taken, int quantity)
    {
        var line = order.Lines.First(line => line.Sku == taken.Sku);
        var bought = new GoodsScale(order.Lines, ofBought: true);
        return order.Sum(taken.Units.Take(quantity).Select(unit => order.PaidForUnit(bought, line, unit)));
    }

    /// <summary>What some units of a line had cost the shop, each in the shipment it came in.</summary>
    public static Money CostOf(this Order order, string sku, IEnumerable<int> units)
    {
        var asked = units.ToList();
        return order.Shipments.Aggregate(Money.Zero(Currency.Php), (sum, shipment) =>
        {
            var here = order.UnitsIn(shipment, sku).ToList();
            var mine = asked.Where(here.Contains).Select(unit => here.IndexOf(unit)).ToImmutableArray();
            if (mine.IsEmpty) return sum;
            var cost = shipment.Lines.First(line => line.Sku == sku).Cost ?? Money.Zero(Currency.Php);
            return sum + Share(cost, here.Count, mine, mine.Length);
        });
    }

    /// <summary>Where the goods of a return go back to: whence most of them came.</summary>
    public static string HomeOf(this Order order, Id<Return> id)
    {
        var taken = order.TakenBack.First(taken => taken.Return == id);
        return order.Shipments.MaxBy(Carried)!.Location;

        int Carried(Shipment shipment) =>
            taken.Lines.Sum(line => line.Units.Intersect(order.UnitsIn(shipment, line.Sku)).Count());
    }

    /// <summary>What the goods of a return weigh together.</summary>
    public static int WeightOf(this Order order, Id<Return> id) =>
        order.TakenBack.Where(taken => taken.Return == id).SelectMany(taken => taken.Lines).Sum(taken =>
        {
            var line = order.Lines.First(line => line.Sku == taken.Sku);
            return line.WeightGrams / line.Quantity * taken.Units.Length;
        });

    /// <summary>Money given back to the card so far, or on its way; by the shop or at the provider.</summary>
    public static Money Refunded(this Order order) =>
        order.Gone() + order.Sum(order.Refunds.Where(refund => refund.FailedAt is null)
            .Select(refund => refund.Amount));

    /// <summary>Reserves a refund: Σ refunds never exceeds what was captured, however many ask at once.</summary>
    /// <param name="amount">
    /// All that is due. What she has of it from outside the shop is not paid again; what the card cannot or shall not
    /// have becomes store credit.
    /// </param>
    /// <param name="cardAtMost">How much of it may go to the card; null: as much as it had paid.</param>
    public static Result<Order> ReserveRefund(this Order order, string refund, Money amount, Money? cardAtMost = null)
    {
        if (order.Refunds.Any(known => known.Id == refund)) return order;
        if (order.Payment?.Status != PaymentStatus.Captured) return OrderRefusals.NotNow;
        // What staff gave by hand is set against what would go beyond the capture.
        var given = order.GivenAlready(amount);
        if (amount.Amount < 0 || amount - given > order.Left()) return OrderRefusals.TooMuch;
        var reserved = order.Split(refund, amount - given, cardAtMost ?? amount);
        return order with { Refunds = order.Refunds.Add(order.Settling(reserved, given)) };
    }

    /// <summary>The provider refused a refund: it is reserved anew, by what is known now.</summary>
    public static Result<Order> RefitRefund(this Order order, string refund)
    {
        if (order.Refunds.FirstOrDefault(known => known.Id == refund) is not { Paid: false } known)
            return OrderRefusals.NotNow;
        var others = order with { Refunds = order.Refunds.Remove(known) };
        var card = known.Total - (known.Credit ?? known.Amount with { Amount = 0 });
        var split = known.Reason is null
            ? others.Split(refund, known.Total, card)
            : others.SplitByHand(refund, known.Total);
        var anew = known with
        {
            Amount = split.Amount,
            Credit = split.Credit,
            Already = split.Already,
            OfLosses = split.OfLosses,
        };
        return anew == known
            ? order
            : others with { Refunds = others.Refunds.Add(anew with { Refits = known.Refits + 1 }) };
    }

    // First what she has, then what the card had paid, then credit.
    internal static Refund Split(
        this Order order, string refund, Money amount, Money cardAtMost, Money? mostAlready = null)
    {
        var already = order.Unsettled().UpTo(mostAlready ?? amount);
        var losses = (already - (order.Unsettled() - order.UnsettledLoss())).UpTo(already);
        var rest = amount - already;
        var card = Least(rest, cardAtMost - already).UpTo(order.Due - order.Refunded());
        return new(refund, card, Paid: false)
        {
            Credit = card == rest ? null : rest - card,
            Already = already.Amount == 0 ? null : already,
            OfLosses = losses.Amount == 0 ? null : losses,
        };
    }

    /// <summary>The provider has paid a refund out.</summary>
    public static Result<Order> PayRefund(this Order order, string refund)
    {
        var known = order.Refunds.FirstOrDefault(known => known.Id == refund);
        if (known is null) return OrderRefusals.NotNow;
        return known.Paid ? order : order with { Refunds = order.Refunds.Replace(known, known with { Paid = true }) };
    }

    private static Money Least(Money one, Money other) => one < other ? one : other;

    // Only what the shopper has: a parcel that is under way, or came back, holds nothing that she could return.
    private static IEnumerable<int> FreeUnits(this Order order, string sku)
    {
        var had = order.Shipments.Where(shipment => shipment.IsHers)
            .SelectMany(shipment => order.UnitsIn(shipment, sku));
        var taken = order.TakenBack.SelectMany(back => back.Lines).Where(line => line.Sku == sku);
        return had.Except(taken.SelectMany(line => line.Units));
    }

    private static Money Share(Money whole, int units, ImmutableArray<int> taken, int quantity) =>
        taken.Take(quantity).Aggregate(
            whole with { Amount = 0 },
            (sum, unit) => sum + whole.Part(unit + 1, units) - whole.Part(unit, units));

    private static Refusal? Forbids(this Order order, ReturnWish wish, ReturnPolicy policy, DateTimeOffset now)
    {
        if (wish.Lines.IsEmpty || wish.Lines.DistinctBy(ask => ask.Sku).Count() != wish.Lines.Length)
            return ReturnRefusals.Lines;
        foreach (var ask in wish.Lines)
        {
            if (ask.Quantity < 1) return ReturnRefusals.Lines;
            if (ask.Quantity > order.Returnable(ask.Sku)) return ReturnRefusals.TooMany;
            var line = order.Lines.First(line => line.Sku == ask.Sku);
            if (order.TermsOf(line, ask.Reason, policy, now).Forbids(wish.Remedy, now) is { } refusal) return refusal;
        }

        return null;
    }
}

/// <summary>What of one line could be sent back, and on what terms.</summary>
/// <param name="Units">How many could still come.</param>
/// <param name="Usual">When she changed her mind, or it does not fit.</param>
/// <param name="Fault">When it is damaged, or not what was promised.</param>
public sealed record ReturnOffer(string Sku, int Units, ReturnTerms Usual, ReturnTerms Fault)
{
    /// <summary>Whether anything of it may be asked to be taken back now, for whatever reason.</summary>
    public bool IsOpen(DateTimeOffset now) => Units > 0 && (Usual.IsOpen(now) || Fault.IsOpen(now));
}

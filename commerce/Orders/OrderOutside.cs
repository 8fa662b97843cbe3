namespace Serverless.Commerce;

/// <summary>What an order knows of money that moved at the provider without the shop.</summary>
/// <remarks>
/// Nobody says for which goods a refund in the dashboard was: it is set against what is due next, and so is money that
/// a bank took back in a dispute. So nothing is paid twice, and what is over stays to be set against later.
/// </remarks>
public static class OrderOutside
{
    /// <summary>Notes what the provider's books say; in whatever order and however often, it is the same.</summary>
    public static Result<Order> Hear(this Order order, PaymentStatement told, DateTimeOffset now)
    {
        var next = order;
        foreach (var moved in told.Moved.ToLookup(money => money.Refund))
            next = next.Refunds.FirstOrDefault(refund => refund.Id == moved.Key) is { } own
                ? next.HearOwn(own, moved.Any(money => money.IsGone), now)
                : moved.Aggregate(next, HearOther);
        foreach (var lost in next.Outside.Where(one => one is { Standing: DisputeStanding.Lost, Loss: null }))
            next = next.WriteOff(lost, now);
        if (told.Elsewhere is { } captured) next = next.HearCapture(captured, now);
        if (next is { Advance: { BackAt: null } advance, CapturedAt: null } && next.Gone() >= advance.Amount)
            next = next with { Advance = advance with { BackAt = now } };
        return next.IsOwing() ? next.AskForPerson(Case(OutsideRefusals.Owed, now)) : next;
    }

    /// <summary>The provider gave the promise of the money up: it lapsed, or somebody cancelled it there.</summary>
    public static Result<Order> LosePayment(this Order order, DateTimeOffset now)
    {
        bool promised = order.Payment?.Status == PaymentStatus.Authorised && order.PlacedAt is not null;
        if (!promised || order.CapturedAt is not null || order.Status == OrderStatus.Cancelled) return order;
        return order.RefuseCapture(order.Payment! with { Status = PaymentStatus.Voided }).OrThrow()
            .AskForPerson(Case(OutsideRefusals.Lapsed, now));
    }

    /// <summary>What the shopper has from outside that nothing was set against yet; below zero she is owed.</summary>
    public static Money Unsettled(this Order order)
    {
        var matched = order.Sum(order.Refunds.Select(refund => refund.Already ?? order.None()));
        var failed = order.Sum(order.Refunds.Where(refund => refund is { Paid: true, FailedAt: not null })
            .Select(refund => refund.Amount));
        return order.Gone() - matched - failed - order.AdvanceBack();
    }

    /// <summary>How much of what is unsettled the books have given up as lost.</summary>
    public static Money UnsettledLoss(this Order order) =>
        order.Sum(order.Outside.Select(money => money.Loss?.Amount ?? order.None()))
        - order.Sum(order.Refunds.Select(refund => refund.OfLosses ?? order.None()));

    /// <summary>Why nothing may leave, where the money for it is not sure; null as a rule.</summary>
    public static Refusal? Withholds(this Order order)
    {
        if (order.CapturedAt is not null) return null;
        if (order.Payment?.Status is PaymentStatus.Voided or PaymentStatus.Declined
            || order.Advance?.BackAt is not null)
            return OutsideRefusals.Lapsed;
        return order.Advance is { } advance && advance.Amount < order.Due ? OutsideRefusals.TooLittle : null;
    }

    /// <summary>What the shopper has by refunds and disputes outside the shop.</summary>
    public static Money Gone(this Order order) =>
        order.Sum(order.Outside.Where(money => money.IsGone).Select(money => money.Amount));

    /// <summary>An amount that is neither below zero nor above a limit.</summary>
    internal static Money UpTo(this Money amount, Money most)
    {
        var least = amount < most ? amount : most;
        return least.Amount < 0 ? least with { Amount = 0 } : least;
    }

    internal static Money Sum(this Order order, IEnumerable<Money> amounts) =>
        amounts.Aggregate(order.None(), (sum, amount) => sum + amount);

    private static Money None(this Order order) => Money.Zero(order.Totals.Total.Currency);

    // What the shop had asked for is on record; only that it did not arrive is news.
    private static Order HearOwn(this Order order, Refund own, bool isGone, DateTimeOffset now) =>
        isGone || own.FailedAt is not null
            ? order
            : order with { Refunds = order.Refunds.Replace(own, own with { FailedAt = now }) };

    private static Order HearOther(Order order, OutsideMoney told)
    {
        var known = order.Outside.FirstOrDefault(one => one.Id == told.Id);
        if (known is null) return order with { Outside = order.Outside.Add(told) };
        var now = known.With(told);
        return ReferenceEquals(now, known) ? order : order with { Outside = order.Outside.Replace(known, now) };
    }

    private static Order WriteOff(this Order order, OutsideMoney lost, DateTimeOffset now)
    {
        var open = (order.Unsettled() - order.UnsettledLoss()).UpTo(lost.Amount);
        var known = lost with { Loss = new(open, now) };
        return (order with { Outside = order.Outside.Replace(lost, known) })
            .AskForPerson(Case(OutsideRefusals.DisputeLost, now)).OrThrow();
    }

    private static Order HearCapture(this Order order, Money amount, DateTimeOffset now)
    {
        if (order.Advance is not null || order.CapturedAt is not null || order.Payment is null) return order;
        var ahead = order with
        {
            Advance = new(amount, now),
            Payment = order.Payment with { Status = PaymentStatus.Captured, ActionUrl = null },
        };
        return amount < order.Due ? ahead.AskForPerson(Case(OutsideRefusals.TooLittle, now)).OrThrow() : ahead;
    }

    private static Money AdvanceBack(this Order order) =>
        order.Advance is { BackAt: not null } advance ? advance.Amount : order.None();

    // Money came back to the shop that a return had been set against.
    private static bool IsOwing(this Order order)
    {
        var matched = order.Sum(order.Refunds.Select(refund => refund.Already ?? order.None()));
        return order.Gone() < matched + order.AdvanceBack();
    }

    private static Attention Case(Refusal refusal, DateTimeOffset now) => new(refusal.Code, refusal.Message, now);
}

/// <summary>What a person has to know when money moved outside the shop.</summary>
public static class OutsideRefusals
{
    public static readonly Refusal Lapsed = new(
        Because.Declined, "payment.lapsed",
        "The money for this order is not there any more, and the shopper was asked to pay again. Send nothing until "
        + "she has; or cancel it.");
    public static readonly Refusal TooLittle = new(
        Because.Declined, "payment.short",
        "Less was captured at the provider than the order comes to. Send nothing: pay it back there, and ask the "
        + "shopper to order anew.");
    public static readonly Refusal DisputeLost = new(
        Because.Declined, "payment.dispute_lost", "The bank decided for the shopper: what she paid is hers again.");
    public static readonly Refusal Owed = new(
        Because.Declined, "refund.owed",
        "Money that a return was set against came back to the shop. Pay it out to the shopper at the provider.");
}

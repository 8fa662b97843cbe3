namespace Serverless.Commerce;

/// <summary>Money that staff give back by hand, for delivery or as goodwill; it changes no parcel.</summary>
public static class OrderAllowances
{
    /// <summary>What was captured and is not given back yet, nor reserved to be.</summary>
    public static Money Left(this Order order) =>
        order.Sold() - order.Sum(order.Refunds.Select(refund => refund.Total));

    /// <summary>What staff could still give back by hand: less what she has from outside the shop.</summary>
    public static Money Refundable(this Order order)
    {
        var left = order.CapturedAt is null ? order.Totals.Total with { Amount = 0 } : order.Left();
        return (left - order.Unsettled().UpTo(left)).UpTo(left);
    }

    /// <summary>Reserves what staff give back by hand, before the provider is asked.</summary>
    public static Result<Order> ReserveAllowance(
        this Order order, string refund, Money amount, RefundReason reason, DateTimeOffset at)
    {
        if (order.Refunds.Any(known => known.Id == refund)) return order;
        if (order.CapturedAt is null) return AllowanceRefusals.NotPaid;
        if (amount.Amount < 1 || amount.Currency != order.Totals.Total.Currency) return AllowanceRefusals.Amount;
        if (amount > order.Refundable()) return OrderRefusals.TooMuch;
        var delivery = order.Totals.Shipping - order.Unsold().Shipping - order.GivenForDelivery();
        if (reason == RefundReason.Delivery && amount > delivery)
            return AllowanceRefusals.MoreThanDelivery;
        var reserved = order.SplitByHand(refund, amount) with { Reason = reason, At = at };
        return order with { Refunds = order.Refunds.Add(reserved) };
    }

    /// <summary>A refund by hand has its credit note.</summary>
    public static Result<Order> NumberRefund(this Order order, string refund, string number)
    {
        if (order.Refunds.FirstOrDefault(known => known.Id == refund) is not { Paid: true, Reason: not null } known)
            return OrderRefusals.NotNow;
        return known.CreditNote is null
            ? order with { Refunds = order.Refunds.Replace(known, known with { CreditNote = number }) }
            : order;
    }

    /// <summary>How much of what she is due now was given by hand before: what would exceed the capture.</summary>
    internal static Money GivenAlready(this Order order, Money due)
    {
        var given = order.Refunds.Where(refund => refund.Reason is not null).Select(refund => refund.Total);
        var settled = order.Refunds.Select(refund => refund.Given ?? due with { Amount = 0 });
        return (due - order.Left()).UpTo((order.Sum(given) - order.Sum(settled)).UpTo(due));
    }

    /// <summary>A refund with what of it was given before.</summary>
    internal static Refund Settling(this Order order, Refund refund, Money given) => given.Amount == 0
        ? refund
        : refund with { Given = given, GivenTax = order.TaxWithin(given) };

    // It is given on top of what went back outside, as far as there is anything to give.
    internal static Refund SplitByHand(this Order order, string refund, Money amount) =>
        order.Split(refund, amount, amount, (amount - order.Refundable()).UpTo(amount));

    private static Money GivenForDelivery(this Order order) => order.Sum(
        order.Refunds.Where(refund => refund.Reason == RefundReason.Delivery).Select(refund => refund.Total));
}

/// <summary>Why nothing is given back by hand.</summary>
public static class AllowanceRefusals
{
    public static readonly Refusal NotPaid = new(
        Because.Conflict, "refund.not_paid", "Nothing was charged for this order yet, so nothing can be given back.");
    public static readonly Refusal Amount = new(
        Because.Invalid, "refund.amount", "Give back an amount above zero, in the currency of the order.");
    public static readonly Refusal MoreThanDelivery = new(
        Because.Conflict, "refund.more_than_delivery",
        "That is more than was paid for delivery and not yet given back. Give the rest as goodwill.");
    public static readonly Refusal Other = new(
        Because.Conflict, "refund.exists", "Another refund has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown = new(Because.Unknown, "refund.unknown", "There is no such refund.");
}

using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>A lower price for whoever knows its code, so often and so long as its terms say.</summary>
/// <param name="Id">The code, in capitals.</param>
public sealed record Coupon(Id<Coupon> Id, CouponTerms Terms, CouponUses Uses)
{
    public const int ShortestCode = 3;
    public const int LongestCode = 32;

    /// <summary>Reads a code however it was typed: letters, digits and dashes.</summary>
    public static bool TryParse(string? text, out Id<Coupon> id)
    {
        var code = (text ?? "").Trim().ToUpperInvariant();
        bool good = code.Length is >= ShortestCode and <= LongestCode
            && code.All(sign => char.IsAsciiLetterUpper(sign) || char.IsAsciiDigit(sign) || sign == '-');
        id = good ? new(code) : default;
        return good;
    }

    /// <summary>Gives a code its terms, or others; what was used stays counted.</summary>
    public static Result<Coupon> Issue(Coupon? known, Id<Coupon> id, CouponTerms terms)
    {
        if (terms.Unfit is { } refusal) return refusal;
        if (known is null) return new Coupon(id, terms, CouponUses.None);
        return known.Terms.Same(terms) ? known : known with { Terms = terms };
    }

    /// <summary>Why nobody can begin to use it now; null when somebody can.</summary>
    public Refusal? Closed(DateTimeOffset now)
    {
        if (now < Terms.From) return CouponRefusals.NotYet;
        if (now >= Terms.Until) return CouponRefusals.Ended;
        return Uses.Counted >= Terms.Limit ? CouponRefusals.UsedUp : null;
    }

    /// <summary>Sets one use aside for an order that is being paid for.</summary>
    public Result<Coupon> Hold(Id<Order> order) => After(Uses.Hold(order, Terms.Limit, CouponRefusals.UsedUp));

    /// <summary>The order is placed.</summary>
    public Result<Coupon> Use(Id<Order> order) => After(Uses.Use(order));

    /// <summary>The order came to nothing. Said before the hold arrives, it keeps it from ever happening.</summary>
    public Result<Coupon> GiveBack(Id<Order> order) => After(Uses.GiveBack(order));

    /// <summary>The placed order came to nothing after all: nobody had anything of it.</summary>
    public Result<Coupon> Restore(Id<Order> order) => After(Uses.Restore(order));

    private Result<Coupon> After(Result<CouponUses> uses) =>
        uses.As(after => ReferenceEquals(after, Uses) ? this : this with { Uses = after });
}

/// <summary>How often one customer has used a coupon.</summary>
public sealed record CouponHolder(Id<CouponHolder> Id, CouponUses Uses)
{
    public static Id<CouponHolder> Of(Id<Coupon> coupon, Id<Customer> customer) => new($"{coupon}-{customer}");

    /// <summary>Why she cannot begin to use it once more; null when she can.</summary>
    public Refusal? Closed(CouponTerms terms) =>
        Uses.Counted >= terms.PerCustomer ? CouponRefusals.UsedByYou : null;

    public static Result<CouponHolder> Hold(
        CouponHolder? known, Id<CouponHolder> id, Id<Order> order, CouponTerms terms) =>
        After(known, id, uses => uses.Hold(order, terms.PerCustomer, CouponRefusals.UsedByYou));

    public static Result<CouponHolder> Use(CouponHolder? known, Id<CouponHolder> id, Id<Order> order) =>
        After(known, id, uses => uses.Use(order));

    public static Result<CouponHolder> GiveBack(CouponHolder? known, Id<CouponHolder> id, Id<Order> order) =>
        After(known, id, uses => uses.GiveBack(order));

    public static Result<CouponHolder> Restore(CouponHolder? known, Id<CouponHolder> id, Id<Order> order) =>
        After(known, id, uses => uses.Restore(order));

    private static Result<CouponHolder> After(
        CouponHolder? known, Id<CouponHolder> id, Func<CouponUses, Result<CouponUses>> rule)
    {
        var holder = known ?? new(id, CouponUses.None);
        return rule(holder.Uses).As(
            after => ReferenceEquals(after, known?.Uses) ? holder : holder with { Uses = after });
    }
}

/// <summary>What became of a coupon in one order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CouponUseKind>))]
public enum CouponUseKind { Held, Used, GivenBack }

/// <summary>Why a coupon said no.</summary>
public static class CouponRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "coupon.unknown", "There is no coupon with this code. Look at its letters again.");
    public static readonly Refusal NotYet =
        new(Because.Conflict, "coupon.not_yet", "This coupon does not hold yet. Come back on its first day.");
    public static readonly Refusal Ended =
        new(Because.Conflict, "coupon.ended", "This coupon has ended. Take it out to go on.");
    public static readonly Refusal UsedUp =
        new(Because.Conflict, "coupon.used_up", "This coupon was used as often as it can be. Take it out to go on.");
    public static readonly Refusal UsedByYou =
        new(Because.Conflict, "coupon.used_by_you", "You have used this coupon already. Take it out to go on.");
    public static readonly Refusal NoCurrency = new(
        Because.Conflict, "coupon.currency", "This coupon does not hold in the currency of the cart. Take it out.");
    public static readonly Refusal NotForThese = new(
        Because.Conflict, "coupon.not_for_these", "This coupon holds for nothing in the cart. Take it out.");
    public static readonly Refusal TooLittle = new(
        Because.Conflict, "coupon.too_little",
        "This coupon holds from a higher sum on. Add to the cart, or take it out.");
    public static readonly Refusal Terms = new(
        Because.Invalid, "coupon.terms",
        "A coupon takes off 1 to 100 per cent or amounts, each once per currency; it ends after it begins, and its "
        + "limits are at least 1.");
    public static readonly Refusal NotHeld =
        new(Because.Conflict, "coupon.not_held", "No use of the coupon is held for this order.");
    public static readonly Refusal NotUsed =
        new(Because.Conflict, "coupon.not_used", "This order has not used the coupon.");
    public static readonly Refusal Settled =
        new(Because.Conflict, "coupon.settled", "This order has used the coupon, or given it back.");
    public static readonly Refusal Busy = new(
        Because.Conflict, "coupon.busy",
        "Very many orders with this coupon are being paid for. Try again in a minute.");
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Commerce;

/// <summary>What goes to a shopper for what she sent back: an order of its own, known beforehand.</summary>
/// <param name="Total">What she was shown; nothing dearer is ever sent.</param>
public sealed record Replacement(Id<Order> Order, Id<Cart> Cart, ImmutableArray<CartLine> Lines, Money Total)
{
    public const int MaxLines = 10;

    /// <summary>The replacement that a return asks for; null where it asks for none.</summary>
    public static Replacement? Of(Id<Return> back, ReturnWish wish) =>
        wish is { Remedy: Remedy.Exchange, Total: { } total }
        ? new(new(Named($"{back}:order")), new(Named($"{back}:cart")), wish.Instead, total)
        : null;

    /// <summary>Why goods of this order cannot be exchanged for what is asked; null when they can.</summary>
    public static Refusal? Forbids(Order order, ReturnWish wish, ReturnPolicy policy)
    {
        if (wish.Remedy != Remedy.Exchange) return null;
        if (!policy.ExchangeIn.Contains(order.Delivery.Address.Country)) return ReplacementRefusals.Abroad;
        bool named = wish.Instead is { IsEmpty: false, Length: <= MaxLines }
            && wish.Instead.DistinctBy(line => line.Sku).Count() == wish.Instead.Length
            && wish.Total?.Currency == order.Totals.Total.Currency;
        return named ? null : ReplacementRefusals.Lines;
    }

    /// <summary>The cart that becomes the order: the same goods, to the same address.</summary>
    public Cart Fill(Order order, ShopPolicy policy, DateTimeOffset now) =>
        new(Cart, Total.Currency, Lines, order.Delivery, CartStatus.Open, null, now + policy.CartLife);

    /// <summary>The policy under which it is sent: as every order, but the shop pays for the way.</summary>
    public static ShopPolicy Terms(ShopPolicy policy) => policy with
    {
        DeliveryMethods =
        [
            .. policy.DeliveryMethods.Select(
                method => method with { FreeFrom = [.. policy.Currencies.Select(Money.Zero)] }),
        ],
    };

    // The first 16 bytes of SHA-256 as a UUID of version 8 (RFC 9562, section 5.8).
    private static string Named(string name)
    {
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}

/// <summary>Why there is no exchange.</summary>
public static class ReplacementRefusals
{
    public static readonly Refusal Abroad = new(
        Because.Conflict, "exchange.abroad",
        "No replacement is sent across a border. Choose store credit, or a refund where it is offered, and order anew: "
        + "the new order shows what its border asks.");
    public static readonly Refusal Lines = new(
        Because.Invalid, "exchange.lines",
        $"Name 1 to {Replacement.MaxLines} different things to have instead, and what they cost together.");
    public static readonly Refusal Unpaid =
        new(Because.Declined, "exchange.unpaid", "Nobody said how the difference is paid.");
    public static readonly Refusal Nothing =
        new(Because.Conflict, "exchange.nothing", "Nothing came back that could pay for other goods.");
    public static readonly Refusal Undecided =
        new(Because.Conflict, "exchange.undecided", "Whether the replacement is sent is not decided yet.");
}

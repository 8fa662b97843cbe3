using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What a shopper intends to buy; frozen while it is being paid for.</summary>
public sealed record Cart(
    Id<Cart> Id, Currency Currency, ImmutableArray<CartLine> Lines, Delivery? Delivery,
    CartStatus Status, Id<Order>? Order, DateTimeOffset ExpiresAt)
{
    public const int MaxQuantity = 99;
    public const int MaxLines = 50;

    /// <summary>Who its shopper is, by the address that she told: so a bag that was left is found as hers.</summary>
    public Id<Customer>? Customer { get; init; }

    /// <summary>Points that its shopper wants to pay with.</summary>
    public CartPoints? Points { get; init; }

    /// <summary>The coupon that shall lower its prices.</summary>
    public Id<Coupon>? Coupon { get; init; }

    /// <summary>What the courier asks for its delivery, where the price is the courier's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CourierQuote? Courier { get; init; }

    public static readonly Lifecycle<CartStatus> Lifecycle = new()
    {
        { CartStatus.Open, CartStatus.InCheckout },
        { CartStatus.InCheckout, CartStatus.Open, CartStatus.CheckedOut },
    };

    /// <summary>Opens an empty cart in one currency.</summary>
    public static Result<Cart> Open(Id<Cart> id, Currency currency, ShopPolicy policy, DateTimeOffset now) =>
        policy.Currencies.Contains(currency)
            ? new Cart(id, currency, [], null, CartStatus.Open, null, now + policy.CartLife)
            : CartRefusals.NoCurrency;

    /// <summary>Sets how many of a SKU are wanted.</summary>
    /// <param name="shown">What one costs as she is shown it now; null: what she was shown before stays.</param>
    public Result<Cart> SetLine(string sku, int quantity, ShopPolicy policy, DateTimeOffset now, Money? shown = null)
    {
        if (Closed(now) is { } refusal) return refusal;
        if (quantity is < 1 or > MaxQuantity) return CartRefusals.Quantity;

        var at = Lines.IndexOf(Lines.FirstOrDefault(line => line.Sku == sku)!);
        var line = new CartLine(sku, quantity) { Shown = shown ?? (at < 0 ? null : Lines[at].Shown) };
        if (at >= 0 && Lines[at] == line) return this;
        if (at < 0 && Lines.Length == MaxLines) return CartRefusals.Full;

        return Touched(policy, now) with { Lines = at < 0 ? Lines.Add(line) : Lines.SetItem(at, line) };
    }

    /// <summary>Takes a SKU out.</summary>
    public Result<Cart> RemoveLine(string sku, ShopPolicy policy, DateTimeOffset now)
    {
        if (Closed(now) is { } refusal) return refusal;
        return Lines.Any(line => line.Sku == sku)
            ? Touched(policy, now) with { Lines = Lines.RemoveAll(line => line.Sku == sku) }
            : this;
    }

    /// <summary>Says to whom and how the goods go, and who she is.</summary>
    public Result<Cart> DeliverTo(Delivery delivery, Id<Customer> customer, ShopPolicy policy, DateTimeOffset now)
    {
        if (Closed(now) is { } refusal) return refusal;
        return delivery == Delivery && customer == Customer
            ? this
            : Touched(policy, now) with
            {
                Delivery = delivery,
                Customer = customer,
                // What the courier asked for another way does not hold for this one.
                Courier = delivery == Delivery ? Courier : null,
            };
    }

    /// <summary>Keeps what the courier asks for the delivery that was chosen; null where nobody is asked.</summary>
    public Result<Cart> Keep(CourierQuote? quote, DateTimeOffset now)
    {
        if (Closed(now) is { } refusal) return refusal;
        return quote == Courier ? this : this with { Courier = quote };
    }

    /// <summary>She asked to be forgotten: the goods stay in the bag, and nothing says whose it is.</summary>
    /// <remarks>One that is being paid for must first become an order, or not.</remarks>
    public Result<Cart> Forget() => Status == CartStatus.InCheckout
        ? CartRefusals.InCheckout
        : this with { Delivery = Status == CartStatus.Open ? null : Delivery, Customer = null, Points = null };

    /// <summary>Says how many of a customer's points shall count; none takes them out again.</summary>
    public Result<Cart> UsePoints(Id<Customer> customer, long points, ShopPolicy policy, DateTimeOffset now)
    {
        if (Closed(now) is { } refusal) return refusal;
        if (points is < 0 or > StoredValue.MaxAmount) return StoredValueRefusals.Amount;
        if (policy.Points.WorthOfOne(Currency) is null) return StoredValueRefusals.NoWorth;
        var next = points == 0 ? null : new CartPoints(customer, points);
        return next == Points ? this : Touched(policy, now) with { Points = next };
    }

    /// <summary>Says which coupon shall count; none takes it out again.</summary>
    public Result<Cart> UseCoupon(Id<Coupon>? coupon, ShopPolicy policy, DateTimeOffset now)
    {
        if (Closed(now) is { } refusal) return refusal;
        return coupon == Coupon ? this : Touched(policy, now) with { Coupon = coupon };
    }

    /// <summary>Freezes the cart for one order; only one can have it.</summary>
    public Result<Cart> EnterCheckout(Id<Order> order, DateTimeOffset now)
    {
        if (Status == CartStatus.InCheckout && Order == order) return this;
        if (Closed(now) is { } refusal) return refusal;
        if (Lines.IsEmpty) return CartRefusals.Empty;
        // After a restore nobody may know any more where it was to go.
        if (Delivery is null || Delivery.Email == Register.Forgotten) return CartRefusals.NoDelivery;
        if (Courier?.Until <= now) return DeliveryRefusals.QuoteOver;
        return this with { Status = CartStatus.InCheckout, Order = order };
    }

    /// <summary>The order failed: the shopper has her cart back.</summary>
    public Result<Cart> LeaveCheckout(Id<Order> order) =>
        Status == CartStatus.InCheckout && Order == order
            ? this with { Status = CartStatus.Open, Order = null }
            : this;

    /// <summary>The order is placed: the cart has become it.</summary>
    public Result<Cart> CheckOut(Id<Order> order)
    {
        if (Order != order) return CartRefusals.InCheckout;
        return Status == CartStatus.CheckedOut ? this : this with { Status = CartStatus.CheckedOut };
    }

    private Refusal? Closed(DateTimeOffset now) => Status switch
    {
        CartStatus.InCheckout => CartRefusals.InCheckout,
        CartStatus.CheckedOut => CartRefusals.CheckedOut,
        CartStatus.Open => now >= ExpiresAt ? CartRefusals.Expired : null,
    };

    private Cart Touched(ShopPolicy policy, DateTimeOffset now) => this with { ExpiresAt = now + policy.CartLife };
}

/// <summary>Where a cart stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CartStatus>))]
public enum CartStatus { Open, InCheckout, CheckedOut }

/// <summary>How many of one SKU.</summary>
public sealed record CartLine(string Sku, int Quantity)
{
    /// <summary>What one cost when she last said how many; a price that changed since is shown with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Shown { get; init; }
}

/// <summary>Points that one customer wants to spend; how many count depends on what is in the cart.</summary>
public sealed record CartPoints(Id<Customer> Customer, long Amount);

/// <summary>To whom, where and how goods are delivered.</summary>
public sealed record Delivery(string Email, Address Address, string Method)
{
    /// <summary>Who pays what a border asks; at home there is none.</summary>
    public DeliveryTerms Terms { get; init; } = DeliveryTerms.Ddp;

    /// <summary>What <see cref="Method"/> says when the shopper fetches the goods herself.</summary>
    public const string Pickup = "pickup";

    /// <summary>The store in which the goods are fetched; null when they are brought.</summary>
    public string? Store { get; init; }
}

/// <summary>Why a cart said no.</summary>
public static class CartRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "cart.unknown", "There is no such cart.");
    public static readonly Refusal Taken =
        new(Because.Conflict, "cart.exists", "Another cart has this id. Make a new id and ask again.");
    public static readonly Refusal NoCurrency =
        new(Because.Invalid, "cart.currency", "The shop does not sell in this currency.");
    public static readonly Refusal Quantity =
        new(Because.Invalid, "cart.quantity", $"A quantity is a whole number from 1 to {Cart.MaxQuantity}.");
    public static readonly Refusal Full =
        new(Because.Conflict, "cart.full", $"A cart holds at most {Cart.MaxLines} different things.");
    public static readonly Refusal Expired =
        new(Because.Conflict, "cart.expired", "This cart was not touched for a long time. Please start a new one.");
    public static readonly Refusal InCheckout =
        new(Because.Conflict, "cart.in_checkout", "This cart is being paid for. Wait for the outcome of that order.");
    public static readonly Refusal CheckedOut =
        new(Because.Conflict, "cart.checked_out", "This cart has become an order. Please start a new one.");
    public static readonly Refusal Empty =
        new(Because.Conflict, "cart.empty", "There is nothing in the cart yet.");
    public static readonly Refusal NoDelivery =
        new(Because.Conflict, "cart.no_delivery", "Say first where the goods should go.");
    public static readonly Refusal NoPrice =
        new(Because.Conflict, "price.unknown", "This has no price in the currency of the cart.");
    public static readonly Refusal PriceChanged =
        new(Because.Conflict, "price.changed",
            "The total is no longer what was shown. Nothing was charged; look at the cart again.");
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static Serverless.Commerce.OrderStatus;

namespace Serverless.Commerce;

/// <summary>One purchase, from the first click on pay to the last refund.</summary>
/// <param name="Id">Made by the shopper's browser; also the name of its checkout.</param>
/// <param name="Run">The one run of the checkout that may change it.</param>
public sealed record Order(
    Id<Order> Id, string Run, Id<Cart> Cart, OrderStatus Status, ImmutableArray<OrderLine> Lines, Totals Totals,
    Delivery Delivery, DateTimeOffset OpenedAt)
{
    /// <summary>Whose it is, signed in or not; null on orders from before customers were known.</summary>
    public Id<Customer>? Customer { get; init; }

    /// <summary>The version of the shop's policy that it was bought under, and ends under.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PolicyVersion { get; init; }

    /// <summary>Points that pay for a part of it: <see cref="Totals.Discount"/>.</summary>
    public long Points { get; init; }

    /// <summary>The coupon that takes off a part of its prices: <see cref="Totals.Coupon"/>.</summary>
    public Id<Coupon>? Coupon { get; init; }

    /// <summary>The part of the total that store credit pays.</summary>
    public Money? Credit { get; init; }

    /// <summary>What is left for the card: less, where units came off before its money was taken.</summary>
    public Money Due => TakenOff.Where(off => !off.IsRefund)
        .Aggregate(Billed, (due, off) => due - off.OnCard);

    /// <summary>What the card is to pay for all of it, whatever came off since.</summary>
    [JsonIgnore]
    public Money Billed => Totals.Total - (Credit ?? Money.Zero(Totals.Total.Currency));

    /// <summary>The tier that its customer stood in when she bought: it decides what the order earns.</summary>
    public string? Tier { get; init; }

    /// <summary>What the border asks of it, as the shopper was shown; null where it stays at home.</summary>
    public LandedCost? Landed { get; init; }

    /// <summary>The papers that its border asks for, found when it was bought; staff send them along.</summary>
    public ImmutableArray<Screened> Papers { get; init; } = [];

    /// <summary>Why it failed, where it did.</summary>
    public Refusal? Reason { get; init; }

    public Payment? Payment { get; init; }

    /// <summary>What the bank has promised, where a correction has left less than that to pay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Promised { get; init; }

    /// <summary>Tries to have its money promised anew, the oldest first; null as a rule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<PaymentAttempt>? Attempts { get; init; }

    /// <summary>What was changed of it after it was placed, the oldest first; null as a rule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<Correction>? Corrections { get; init; }

    /// <summary>Its parcels, known once goods are held.</summary>
    public ImmutableArray<Shipment> Shipments { get; init; } = [];

    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>When its money began to be taken: how much is fixed since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CaptureBegunAt { get; init; }

    /// <summary>When its money was taken: the day of the sale in the books.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>When the last of what has come so far came.</summary>
    public DateTimeOffset? DeliveredAt => Shipments.Max(shipment => shipment.DeliveredAt);

    public ImmutableArray<Refund> Refunds { get; init; } = [];

    /// <summary>Refunds and disputes at the provider that were not the shop's doing.</summary>
    public ImmutableArray<OutsideMoney> Outside { get; init; } = [];

    /// <summary>What was captured without the shop; null as a rule.</summary>
    public Advance? Advance { get; init; }

    public ImmutableArray<TakenBack> TakenBack { get; init; } = [];

    /// <summary>Units that came off before they had left.</summary>
    public ImmutableArray<TakenOff> TakenOff { get; init; } = [];

    /// <summary>What needs a person, the oldest first; a dispute does not hide a process that is stuck.</summary>
    public ImmutableArray<Attention> Cases { get; init; } = [];

    /// <summary>What needs a person next; null when nothing does.</summary>
    public Attention? Attention => Cases.FirstOrDefault();

    /// <summary>Whether nothing more happens to it but, if she asks, a return; a case keeps it open.</summary>
    [JsonIgnore]
    public bool IsOver => Cases.IsEmpty
        && Status is Delivered or PickedUp or Failed or Expired or ReturnedToSender or Cancelled;

    public static readonly Lifecycle<OrderStatus> Lifecycle = new()
    {
        { Started, StockHeld, Compensating },
        { StockHeld, AwaitingPayment, Authorised, Compensating },
        { AwaitingPayment, Authorised, Compensating },
        { Authorised, Placed, Compensating },
        { Compensating, Failed, Expired },
        // From here on an order stands where its shipments stand.
        { Placed, Backordered, Allocated, PartiallyShipped, Cancelled },
        { Backordered, Allocated, PartiallyShipped, Cancelled },
        { Allocated, Picking, PartiallyShipped, Cancelled },
        { Picking, Packed, PartiallyShipped, Cancelled },
        { Packed, ReadyForPickup, Shipped, PartiallyShipped, Picking, Cancelled },
        { ReadyForPickup, PickedUp, Picking, Cancelled },
        { PartiallyShipped, Shipped, OnHoldCustoms, PartiallyDelivered },
        // When its least advanced parcel is cancelled, an order stands where the others stand.
        { Placed, Picking, Packed },
        { Backordered, Picking, Packed },
        { Allocated, Packed },
        { PartiallyShipped, OutForDelivery, DeliveryFailed, ReturnedToSender },
        { OnHoldCustoms, Shipped, OutForDelivery, DeliveryFailed, ReturnedToSender, PartiallyDelivered },
        { Shipped, OnHoldCustoms, OutForDelivery, Delivered, DeliveryFailed, ReturnedToSender, PartiallyDelivered },
        { OutForDelivery, Delivered, DeliveryFailed, ReturnedToSender, PartiallyDelivered },
        { DeliveryFailed, OutForDelivery, Delivered, ReturnedToSender, PartiallyDelivered },
        { PartiallyDelivered, Delivered },
    };

    /// <summary>Opens an order for what a cart holds, at the prices that the shopper was shown.</summary>
    public static Result<Order> Open(
        Id<Order> id, string run, Cart cart, Quote quote, Money shown, DateTimeOffset now)
    {
        if (cart.Delivery is null) return CartRefusals.NoDelivery;
        if (quote.Lines.IsEmpty) return CartRefusals.Empty;
        if (quote.Totals.Total != shown) return CartRefusals.PriceChanged;
        return new Order(id, run, cart.Id, Started, quote.Lines, quote.Totals, cart.Delivery, now)
        {
            Customer = cart.Points?.Customer,
            Points = quote.Points,
            Coupon = quote.Coupon,
            Landed = quote.Landed,
            Papers = quote.Screened,
        };
    }

    /// <summary>All goods are held, each part at its location.</summary>
    public Result<Order> HoldStock(ImmutableArray<Source> sources) => Become(StockHeld, order => order with
    {
        Shipments = [.. sources.Select((source, at) => Shipment.Of(Id, at + 1, source))],
    });

    /// <summary>A customer pays a part with her credit; her points, if she uses any, are of the same account.</summary>
    public Result<Order> PayWithCredit(Tender credit, ShopPolicy policy)
    {
        if (Credit == credit.Amount && Customer == credit.Customer) return this;
        if (Status != Started) return OrderRefusals.NotNow;
        if (Points > 0 && Customer != credit.Customer) return StoredValueRefusals.NotYours;
        var amount = credit.Amount;
        if (amount.Currency != Totals.Total.Currency || amount.Amount < 1) return StoredValueRefusals.Amount;
        if (amount > Totals.Total) return StoredValueRefusals.TooMuch;
        if (!policy.IsPayable(Totals.Total - amount)) return StoredValueRefusals.LeavesTooLittle;
        return this with { Credit = credit.Amount, Customer = credit.Customer };
    }

    /// <summary>The bank asks the shopper to prove who she is.</summary>
    public Result<Order> AwaitPayment(Payment payment) =>
        Become(AwaitingPayment, order => order with { Payment = payment });

    public Result<Order> Authorise(Payment payment) =>
        Become(Authorised, order => order with { Payment = payment });

    public Result<Order> Place(DateTimeOffset now) => Become(Placed, order => order with { PlacedAt = now });

    /// <summary>Something was refused: what was done is being taken back.</summary>
    public Result<Order> Compensate(Refusal reason) =>
        Become(Compensating, order => order with { Reason = reason });

    public Result<Order> Fail() => Become(Failed, order => order);

    public Result<Order> Expire() => Become(Expired, order => order);

    public Result<Order> SetPayment(Payment payment) =>
        payment == Payment ? this : this with { Payment = payment };

    /// <summary>A parcel leaves, and the money of all is about to be taken: what comes off now is paid back.</summary>
    public Result<Order> BeginCapture(Id<Shipment>? leaving, DateTimeOffset at)
    {
        if (CapturedAt is null && this.Withholds() is { } unpaid) return unpaid;
        Result<Order> left = leaving is { } id ? this.Move(id, shipment => shipment.Leave(at)) : this;
        if (left.IsRefused(out var refusal, out var next)) return refusal;
        if (next.Status == Cancelled) return ShipmentRefusals.Cancelled;
        return next.CaptureBegunAt is null && next.CapturedAt is null ? next with { CaptureBegunAt = at } : next;
    }

    /// <summary>The money was taken; the first time counts.</summary>
    public Result<Order> Capture(Payment captured, DateTimeOffset at)
    {
        if (CapturedAt is not null) return this;
        return this.Withholds() is { } gone ? gone : this with { Payment = captured, CapturedAt = at };
    }

    /// <summary>Says that a person has to look; the first case of a process and code stays till mended.</summary>
    public Result<Order> AskForPerson(Attention attention) =>
        Cases.Any(known => (known.Process, known.Code) == (attention.Process, attention.Code))
            ? this
            : this with { Cases = Cases.Add(attention) };

    /// <summary>The cases of this process are mended; those for which nothing waits when there is none.</summary>
    public Result<Order> Resume(string? process) => Cases.Any(known => known.Process == process)
        ? this with
        {
            Cases = Cases.RemoveAll(known => known.Process == process),
            Shipments = [.. Shipments.Select(shipment => process is null ? shipment.Unlock().OrThrow() : shipment)],
        }
        : this;

    /// <summary>Where its checkout waits for a person, who may end it; null when it does not, or is over.</summary>
    public Attention? Stuck =>
        IsInCheckout ? Cases.FirstOrDefault(known => known.Waits && known.Process == Id.Value) : null;

    /// <summary>Whether it is neither placed nor given up yet.</summary>
    [JsonIgnore]
    public bool IsInCheckout => Status is Started or StockHeld or AwaitingPayment or Authorised or Compensating;

    /// <summary>Whether its checkout was stuck for so long that it ends by itself: no money is promised yet.</summary>
    public bool IsGivenUp(ShopPolicy policy, DateTimeOffset now) =>
        Status is Started or StockHeld or AwaitingPayment && Stuck?.Since <= now - policy.StuckTime;

    /// <summary>Letters go to another address from now on.</summary>
    public Result<Order> Redirect(string email) =>
        email == Delivery.Email ? this : this with { Delivery = Delivery with { Email = email } };

    private Result<Order> Become(OrderStatus next, Func<Order, Order> change)
    {
        if (Status == next) return this;
        if (!Lifecycle.Allows(Status, next)) return OrderRefusals.NotNow;
        return change(this) with { Status = next };
    }
}

/// <summary>Why an order said no.</summary>
public static class OrderRefusals
{
    public static readonly Refusal Unknown = new(Because.Unknown, "order.unknown", "There is no such order.");
    public static readonly Refusal NotNow =
        new(Because.Conflict, "order.not_now", "The order is not in a state that allows this.");
    public static readonly Refusal Taken =
        new(Because.Conflict, "order.exists", "Another order has this id. Make a new id and ask again.");
    public static readonly Refusal OtherRun =
        new(Because.Conflict, "order.other_run", "Another run of the checkout has this order.");
    public static readonly Refusal Declined =
        new(Because.Declined, "payment.declined", "The bank declined the card. Nothing was charged; try another.");
    public static readonly Refusal Expired =
        new(Because.Declined, "payment.expired", "The payment was not confirmed in time. Nothing was charged.");
    public static readonly Refusal AmountTooLarge = new(
        Because.Declined, "payment.amount_too_large",
        "This is more than a card can be charged at once. Nothing was charged; order it in several parts.");
    public static readonly Refusal AmountTooSmall = new(
        Because.Declined, "payment.amount_too_small",
        "This is less than a card can be charged. Nothing was charged; add something to it.");
    public static readonly Refusal CurrencyNotTaken = new(
        Because.Declined, "payment.currency",
        "Cards are not taken in this currency. Nothing was charged; choose another currency.");
    public static readonly Refusal Unavailable = new(
        Because.Declined, "payment.unavailable",
        "Paying by card is not possible here now. Nothing was charged; we know of it, please try again later.");
    public static readonly Refusal Ended = new(
        Because.Conflict, "order.ended",
        "The shop could not finish this order and has ended it. Nothing was charged; please order again.");
    public static readonly Refusal Interrupted = new(
        Because.Conflict, "order.interrupted",
        "The shop was interrupted before this order was placed. Nothing was charged; please order again.");
    public static readonly Refusal NotCaptured =
        new(Because.Declined, "payment.not_captured", "The provider did not give the authorised money.");
    public static readonly Refusal RefundFailed =
        new(Because.Declined, "refund.failed", "The provider could not pay the refund to the card.");
    public static readonly Refusal CustomerForgotten = new(
        Because.Conflict, "refund.customer_forgotten",
        "She has asked to be forgotten and has no account any more. Give this money back in another way.");
    public static readonly Refusal TooMuch =
        new(Because.Conflict, "refund.too_much", "That is more than was paid and not yet given back.");
}

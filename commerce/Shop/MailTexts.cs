using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Every kind of mail that the shop writes.</summary>
public static class MailTexts
{
    private const string Shop = "shop";
    private const string Name = "name";
    private const string Order = "order";

    public static readonly MailKind OrderPlaced = new(
        "orderPlaced", "To the shopper, when her order is placed: goods, sums and the way back follow.",
        "Your order {order} at {shop}", "# Thank you, {name}.", [Shop, Name, Order]);

    public static readonly MailKind OrderCancelled = new(
        "orderCancelled", "To the shopper, when all or a part of her order is cancelled: what, and her money follow.",
        "Cancelled: order {order} at {shop}", "# This is cancelled, {name}.", [Shop, Name, Order]);

    public static readonly MailKind OrderChanged = new(
        "orderChanged", "To the shopper, when her order was changed after it was placed: what, before and now.",
        "Your order {order} at {shop} was changed", "# Your order was changed, {name}.", [Shop, Name, Order]);

    public static readonly MailKind CustomsHeld = new(
        "customsHeld", "To the shopper, when customs hold her parcel.",
        "Customs are looking at your parcel: order {order}", "# Customs are looking at your parcel",
        [Shop, Name, Order]);

    public static readonly MailKind CustomsReleased = new(
        "customsReleased", "To the shopper, when customs let her parcel go.",
        "Your parcel is through customs: order {order}", "# Your parcel is through customs", [Shop, Name, Order]);

    public static readonly MailKind CustomsRefused = new(
        "customsRefused", "To the shopper, when customs send her parcel back.",
        "Customs did not let your parcel in: order {order}", "# Customs did not let your parcel in",
        [Shop, Name, Order]);

    public static readonly MailKind PickupReady = new(
        "pickupReady", "To the shopper, when her goods can be fetched in a store: where, how long and the code follow.",
        "Ready to fetch: order {order} at {shop}", "", [Shop, Name, Order, "store"]);

    public static readonly MailKind PickupReminder = new(
        "pickupReminder", "To the shopper, when her goods still wait for her in a store.",
        "Still waiting for you: order {order} at {shop}", "", [Shop, Name, Order, "store"]);

    public static readonly MailKind Shipped = new(
        "shipped", "To the shopper, when a parcel has left: what is in it and where to follow it.",
        "On its way: order {order} from {shop}", "# Your parcel is on its way", [Shop, Name, Order]);

    public static readonly MailKind OutForDelivery = new(
        "outForDelivery", "To the shopper, when the courier is on the way to her.",
        "Arriving today: order {order} from {shop}", "# Your parcel is out for delivery", [Shop, Name, Order]);

    public static readonly MailKind Delivered = new(
        "delivered", "To the shopper, when a parcel has arrived.",
        "Delivered: order {order} from {shop}", "# Your parcel has arrived", [Shop, Name, Order]);

    public static readonly MailKind DeliveryFailed = new(
        "deliveryFailed", "To the shopper, when the courier could not hand a parcel over.",
        "We missed you: order {order} from {shop}", "# The courier could not deliver your parcel",
        [Shop, Name, Order]);

    public static readonly MailKind Refunded = new(
        "refunded", "To the shopper, when money goes back to her: how much follows.",
        "Your refund for order {order} at {shop}", "# Your money is on its way back", [Shop, Name, Order]);

    public static readonly MailKind PaymentNeeded = new(
        "paymentNeeded", "To the shopper, when the money for her order is not there any more: how to pay follows.",
        "Please pay again: order {order} at {shop}", "# Please pay for your order again", [Shop, Name, Order]);

    public static readonly MailKind ReturnApproved = new(
        "returnApproved", "To the shopper, when her return is accepted: the label, and what to do, follow.",
        "Your return to {shop}: order {order}", "# Your return is accepted", [Shop, Name, Order]);

    public static readonly MailKind PointsEarned = new(
        "pointsEarned", "To a customer who wants news, when a parcel has arrived and points are hers.",
        "You have earned {points} points at {shop}", "", [Shop, "points"]);

    public static readonly MailKind SignIn = new(
        "signIn", "To whoever signs in: the code and a link follow.",
        "{code} is your code for {shop}", "", [Shop, "code"]);

    public static readonly MailKind WrongCodes = new(
        "wrongCodes", "To a customer for whose account somebody tried codes.",
        "Wrong codes for your account at {shop}", "", [Shop]);

    public static readonly MailKind DataLeaked = new(
        "dataLeaked", "To everybody whose data has leaked: what the law wants them to know follows.",
        "Your data at {shop}: what happened, and what you can do", "", [Shop]);

    public static readonly MailKind StaffInvited = new(
        "staffInvited", "To somebody who is to work here: the link follows.",
        "Your invitation to the staff of {shop}", "Hello {name},", [Shop, Name]);

    public static readonly MailKind GoodsOrdered = new(
        "goodsOrdered", "To a supplier: what is ordered, and by when.",
        "Purchase order {number} of {shop}", "To {name}", [Shop, Name, "number"]);

    public static ImmutableArray<MailKind> All { get; } =
    [
        OrderPlaced, OrderChanged, OrderCancelled, CustomsHeld, CustomsReleased, CustomsRefused,
        PickupReady, PickupReminder, Shipped, OutForDelivery, Delivered, DeliveryFailed, Refunded, ReturnApproved,
        PaymentNeeded, PointsEarned, SignIn, WrongCodes, DataLeaked, StaffInvited, GoodsOrdered,
    ];
}

/// <summary>One kind of mail: what a merchant may say in it, and what it says without her.</summary>
/// <param name="Name">By which <see cref="MailText"/> names it: <c>orderPlaced</c>.</param>
/// <param name="When">When it is sent, and to whom.</param>
/// <param name="Subject">Where she says none.</param>
/// <param name="Opening">Where she says none, in Markdown; what must be said, such as a code, follows it.</param>
/// <param name="Placeholders">What may stand in braces in both.</param>
public sealed record MailKind(
    string Name, string When, string Subject, string Opening, ImmutableArray<string> Placeholders);

using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper when customs hold her parcel, let it go, or send it back.</summary>
public sealed class ClearanceMail(
    TableStore store, IMail mail, Letters letters, Tokens tokens, Settings settings)
{
    [Function("MailClearance")]
    public async Task Write([QueueTrigger(ClearanceTold.Queue)] ClearanceTold told, CancellationToken stop)
    {
        var order = (await store.Find(Shipment.OrderOf(told.Shipment), stop))?.Record
            ?? throw new InvalidOperationException($"The order of {told.Shipment} is not there.");
        if (order.Delivery.Email.Length == 0 || Words(told.Status) is not var (kind, words)) return;
        await mail.Send(Letter(order, told, kind, words), stop);
    }

    private MailMessage Letter(Order order, ClearanceTold told, MailKind kind, string words)
    {
        string number = OrderViews.NumberOf(order.Id);
        string link = tokens.LinkTo(order.Id, settings);
        return letters.Write(
            kind, ((IKnownById)told).MessageId, order.Delivery.Email,
            $"{words}\n\nOrder {number}\nFollow it: {link}\n",
            $"""
            <p>{Letters.Safe(words)}</p>
            <p>Order <strong>{number}</strong></p>
            <p><a href="{Letters.Safe(link)}">Follow your order</a></p>
            """,
            ("name", order.Delivery.Address.Name), ("order", number));
    }

    private static (MailKind Kind, string Text)? Words(ClearanceStatus status) => status switch
    {
        ClearanceStatus.Held => (
            MailTexts.CustomsHeld,
            "Customs hold your parcel until they have seen a document. We send it to them; you need not do anything."),
        ClearanceStatus.Released => (
            MailTexts.CustomsReleased, "Customs have let your parcel go, and it is on its way to you."),
        ClearanceStatus.Refused => (
            MailTexts.CustomsRefused,
            "Customs did not let your parcel in. It comes back to us, and we refund what you paid when it is here."),
        ClearanceStatus.Lodged => null,
    };
}

/// <summary>A clearance came to stand so, and the shopper should know.</summary>
public sealed record ClearanceTold(
    [property: JsonRequired] Id<Shipment> Shipment, [property: JsonRequired] ClearanceStatus Status,
    [property: JsonRequired] DateTimeOffset At) : IKnownById
{
    public const string Queue = "clearance-told";

    string IKnownById.MessageId => $"{Shipment}-{Status}-{At.UtcTicks}";
}

using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper where her parcel is: left, out for delivery, arrived, or not handed over.</summary>
public sealed class ParcelMail(TableStore store, IMail mail, Letters letters, Tokens tokens, Settings settings)
{
    [Function("MailParcelNews")]
    public async Task Write([QueueTrigger(ParcelTold.Queue)] ParcelTold told, CancellationToken stop)
    {
        var order = (await store.Find(Shipment.OrderOf(told.Shipment), stop))?.Record;
        if (order?.Find(told.Shipment) is not { } shipment)
            throw new InvalidOperationException($"The order of {told.Shipment} is not there.");
        if (order.Delivery.Email is "" or Register.Forgotten || Kind(told.Status) is not var (kind, words)) return;
        await mail.Send(Letter(order, shipment, told, kind, words), stop);
    }

    private MailMessage Letter(Order order, Shipment shipment, ParcelTold told, MailKind kind, string words)
    {
        string number = OrderViews.NumberOf(order.Id);
        var page = tokens.LinkTo(order.Id, settings);
        var track = TrackingPages.Of(shipment.Carrier, shipment.Tracking);
        bool follows = track is not null && told.Status != ShipmentStatus.Delivered;
        string[] parcel = shipment.Tracking is { } tracking ? [$"{shipment.Carrier} {tracking}"] : [];
        string[] address = told.Status == ShipmentStatus.Delivered ? [] : [.. order.Delivery.Address.Lines];
        var here = Goods(order, order.GoodsOf(shipment)).ToList();
        var later = Later(order, shipment).ToList();
        return letters.Write(
            kind, ((IKnownById)told).MessageId, order.Delivery.Email,
            string.Join("\n\n", new[]
            {
                words, $"Order {number}", LetterParts.Text(here),
                later.Count > 0 ? $"In another parcel:\n{LetterParts.Text(later)}" : "",
                string.Join('\n', parcel), follows ? $"Track it: {track}" : "", string.Join('\n', address),
                $"Your order: {page}",
            }.Where(part => part.Length > 0)) + "\n",
            $"""
            <p>{Letters.Safe(words)}</p>
            {LetterParts.Card([$"Order {number}", .. parcel])}
            {(follows ? LetterParts.Button("Track your parcel", $"{track}") : "")}
            {LetterParts.Goods(here)}
            {(later.Count > 0 ? $"<p>In another parcel:</p>{LetterParts.Goods(later)}" : "")}
            {(address.Length > 0 ? $"<p>It goes to:</p>{LetterParts.Card(address)}" : "")}
            <p><a href="{Letters.Safe(page)}">See your order</a></p>
            """,
            ("name", order.Delivery.Address.Name), ("order", number));
    }

    /// <summary>What the shopper still waits for, in parcels that have not left.</summary>
    private static IEnumerable<LetterLine> Later(Order order, Shipment shipment) => order.Shipments
        .Where(other => other.Id != shipment.Id && other is { HasLeft: false, IsOver: false })
        .SelectMany(other => Goods(order, order.GoodsOf(other)));

    private static IEnumerable<LetterLine> Goods(Order order, IEnumerable<ShipmentLine> lines) => lines.Select(
        line => LetterLine.Of(order.Lines.First(bought => bought.Sku == line.Sku), line.Quantity));

    private static (MailKind Kind, string Words)? Kind(ShipmentStatus status) => status switch
    {
        ShipmentStatus.Shipped => (MailTexts.Shipped, "The courier has your parcel, and it is on its way to you."),
        ShipmentStatus.OutForDelivery => (
            MailTexts.OutForDelivery, "The courier is on the way to you. Please be there, or let somebody be."),
        ShipmentStatus.Delivered => (
            MailTexts.Delivered, "The courier says that your parcel has arrived. Is something wrong with it? Tell us."),
        ShipmentStatus.DeliveryFailed => (
            MailTexts.DeliveryFailed,
            "The courier came and could not hand your parcel over. The courier tries again, or calls you."),
        _ => null,
    };
}

/// <summary>A parcel came to stand so, and the shopper should know.</summary>
/// <param name="Turn">The parcel's <see cref="Shipment.Turns"/>: a second try is told again.</param>
public sealed record ParcelTold(
    [property: JsonRequired] Id<Shipment> Shipment, [property: JsonRequired] ShipmentStatus Status,
    [property: JsonRequired] int Turn) : IKnownById
{
    public const string Queue = "parcel-told";

    string IKnownById.MessageId => $"{Shipment}-{Status}-{Turn}";

    public static ParcelTold Of(Shipment shipment, ShipmentStatus status) => new(
        shipment.Id, status,
        status is ShipmentStatus.OutForDelivery or ShipmentStatus.DeliveryFailed ? shipment.Turns : 0);
}

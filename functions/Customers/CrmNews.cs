using System.Text.Json.Serialization;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What of an order customers' accounts want to know.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CrmEvent>))]
public enum CrmEvent { Placed, Delivered, SentBack, ReturnPaid }

/// <summary>Something happened to an order that its customer's account has to know.</summary>
/// <param name="Version">Grows with what has happened to the order; what is older than known is dropped.</param>
public sealed record CrmNews(
    [property: JsonRequired] Id<Order> Order, [property: JsonRequired] CrmEvent What,
    [property: JsonRequired] long Version, [property: JsonRequired] Id<Return>? Return) : IKnownById
{
    public const string Queue = "crm-news";
    private const long Step = 1000;

    string IKnownById.MessageId => $"{Order}-{What}-{Version}-{Return}";

    public static CrmNews Placed(Order order) => new(order.Id, CrmEvent.Placed, 0, null);

    /// <summary>A parcel has reached its end: the shopper's door, or ours again.</summary>
    public static CrmNews Over(Order order, ShipmentStatus status) => new(
        order.Id,
        status is ShipmentStatus.Delivered or ShipmentStatus.PickedUp ? CrmEvent.Delivered : CrmEvent.SentBack,
        VersionOf(order, 0), null);

    /// <summary>The shopper has her due for a return, in money, credit or other goods.</summary>
    public static CrmNews Paid(Return back) => new(back.Order, CrmEvent.ReturnPaid, 0, back.Id);

    /// <summary>How much is known of an order: parcels that are over, then returns that are settled.</summary>
    public static long VersionOf(Order order, int returns) =>
        order.Shipments.Count(shipment => shipment.IsOver) * Step + returns;
}

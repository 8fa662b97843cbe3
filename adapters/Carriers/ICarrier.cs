using System.Text.Json.Serialization;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Who carries parcels. Labels are bought once per shipment id; movements come by webhook.</summary>
public interface ICarrier
{
    /// <summary>The carrier's name as shoppers know it.</summary>
    string Name { get; }

    /// <summary>The ways of delivery that can be booked, in the shop's words; it offers no other.</summary>
    IReadOnlyCollection<string> Methods { get; }

    /// <summary>Whether it says beforehand what a parcel costs.</summary>
    bool Quotes { get; }

    /// <summary>What it asks for a parcel now, all in; null where it takes none such, or knows no such place.</summary>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    Task<Money?> Quote(ParcelQuestion ask, CancellationToken stop);

    /// <summary>Books a parcel. Booked already (same shipment): the same tracking number again.</summary>
    Task<ParcelLabel> Book(ParcelOrder ask, CancellationToken stop);

    /// <summary>Gives a booking back, however often; false when the carrier has the parcel and keeps it.</summary>
    /// <param name="shipment">Our shipment id.</param>
    /// <param name="edition">Which booking of it; see <see cref="ParcelOrder.Edition"/>.</param>
    Task<bool> Cancel(string shipment, int edition, CancellationToken stop);

    /// <summary>The paper that goes on a booked parcel, as PDF; null while the carrier has none.</summary>
    /// <exception cref="HttpRequestException">It does not answer, or not with a PDF.</exception>
    Task<BinaryData?> Waybill(string tracking, CancellationToken stop);

    /// <summary>Verifies a webhook and reads it; null when the signature is not the carrier's.</summary>
    /// <exception cref="FormatException">It is the carrier's, and not a notice that is known here.</exception>
    ParcelNotice? Read(string body, string signature);
}

/// <summary>A place a parcel leaves from or goes to.</summary>
public sealed record ParcelPlace(
    string Name, string Phone, string? Email, string Line1, string? Line2,
    string City, string Province, string Postcode, string Country);

/// <summary>A parcel whose price is asked; of places no more than the price goes by.</summary>
/// <param name="Method">One of <see cref="ICarrier.Methods"/>.</param>
public sealed record ParcelQuestion(
    string FromProvince, string FromCity, string ToProvince, string ToCity, int WeightGrams, string Method);

/// <summary>What to carry.</summary>
/// <param name="Shipment">Our shipment or return id; the carrier repeats it in every notice as its reference.</param>
/// <param name="IsReturn">The shopper hands it over and a warehouse takes it in.</param>
/// <param name="Method">The way of delivery that is paid for; one of <see cref="ICarrier.Methods"/>.</param>
public sealed record ParcelOrder(
    string Shipment, ParcelPlace From, ParcelPlace To, int WeightGrams, bool IsReturn, string Method)
{
    /// <summary>Counts how often it was packed anew: each packing is a booking under a number of its own.</summary>
    public int Edition { get; init; }
}

/// <summary>A booked parcel.</summary>
public sealed record ParcelLabel(string Tracking);

/// <summary>Where a parcel is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParcelMovement>))]
public enum ParcelMovement { Collected, InTransit, OutForDelivery, Delivered, DeliveryFailed, ReturnedToSender, Other }

/// <summary>What a carrier's webhook says.</summary>
/// <param name="Event">Identifies the notice; heard twice is heard once.</param>
/// <param name="Shipment">Our shipment or return id.</param>
public sealed record ParcelNotice(
    [property: JsonRequired] string Event, [property: JsonRequired] string Tracking,
    [property: JsonRequired] string Shipment, [property: JsonRequired] ParcelMovement Movement,
    [property: JsonRequired] DateTimeOffset At) : IKnownById
{
    string IKnownById.MessageId => Event;
}

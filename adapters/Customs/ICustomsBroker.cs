using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Who speaks with customs for the shop: takes declarations and documents, tells what they say.</summary>
/// <remarks>
/// Every call may be repeated. What the broker understands and will not do is a
/// <see cref="BrokerRefusedException"/>; everything else that goes wrong counts as an outage.
/// </remarks>
public interface ICustomsBroker
{
    /// <summary>Lodges the declaration of a shipment, once however often it is asked.</summary>
    /// <param name="declaration">What customs are told.</param>
    /// <param name="firstTried">When this was first tried: later than 20 h, the broker is asked first.</param>
    /// <param name="stop">Gives up.</param>
    Task<BrokerAnswer> Lodge(CustomsDeclaration declaration, DateTimeOffset firstTried, CancellationToken stop);

    /// <summary>How a declaration stands now.</summary>
    Task<BrokerAnswer> Look(string reference, CancellationToken stop);

    /// <summary>Gives a document that customs asked for; the same again changes nothing.</summary>
    Task<BrokerAnswer> Send(string reference, BrokerDocument document, CancellationToken stop);

    /// <summary>Verifies a webhook and reads it; null when the signature is not the broker's, or too old.</summary>
    /// <exception cref="FormatException">It is the broker's, and in a format that is not known here.</exception>
    CustomsNotice? Read(string body, string signature, DateTimeOffset now);
}

/// <summary>A document as customs get it.</summary>
/// <param name="Name">What they call it: <c>certificate_of_origin</c>.</param>
public sealed record BrokerDocument(string Name, string MediaType, BinaryData Content);

/// <summary>Where a declaration stands at the broker.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BrokerStanding>))]
public enum BrokerStanding { Lodged, Held, Released, Refused }

/// <summary>The broker's answer on one declaration.</summary>
/// <param name="Reference">What the broker calls it.</param>
/// <param name="Version">Grows with every change; what has a lower one is older.</param>
/// <param name="Asked">Documents that customs wait for, while they hold the parcel.</param>
/// <param name="Reason">Why it is held or refused, as a code.</param>
public sealed record BrokerAnswer(
    string Reference, int Version, BrokerStanding Standing, ImmutableArray<string> Asked, string? Reason)
{
    /// <summary>What customs charged when they let it in; null until then, and where the receiver pays them.</summary>
    public ImportCharges? Charges { get; init; }
}

/// <summary>What a webhook of the broker says: that there is news; what they are, the broker is asked.</summary>
/// <param name="Format">Of this message; one that is not known is put aside for a person.</param>
/// <param name="Event">Identifies the notice; heard twice is heard once.</param>
/// <param name="Shipment">Our own id.</param>
/// <param name="Version">Of the declaration, after what is told.</param>
public sealed record CustomsNotice(
    [property: JsonRequired] int Format, [property: JsonRequired] string Event,
    [property: JsonRequired] string Shipment, [property: JsonRequired] int Version) : IKnownById
{
    /// <summary>The format that is spoken here.</summary>
    public const int Known = 1;

    string IKnownById.MessageId => Event;
}

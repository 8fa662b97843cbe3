using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Where a return stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnStatus>))]
public enum ReturnStatus
{
    Requested, Approved, Declined, LabelIssued, InTransit, Received, Inspected, Refunded, Exchanged,
    StoreCredit, Closed, Expired,
}

/// <summary>What becomes of a returned unit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Disposition>))]
public enum Disposition
{
    /// <summary>As good as new: back on the shelf.</summary>
    Restock,
    /// <summary>Not to be sold as it is.</summary>
    Damaged,
    /// <summary>Thrown away.</summary>
    Discard,
    /// <summary>It was not in the parcel.</summary>
    Missing,
}

/// <summary>One thing that comes back.</summary>
/// <param name="Quantity">Units that the shop takes back.</param>
public sealed record ReturnLine(
    string Sku, string Name, string Options, string Picture, int Quantity, ReturnReason Reason)
{
    /// <summary>Units that were asked for and that staff did not accept.</summary>
    public int Declined { get; init; }

    /// <summary>What was promised for it when it was asked for.</summary>
    public ReturnTerms? Terms { get; init; }

    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>What the shopper had asked for.</summary>
    [JsonIgnore]
    public ReturnAsk Asked => new(Sku, Quantity + Declined, Reason);

    public static ReturnLine Of(OrderLine line, TakenLine taken, ReturnAsk ask, ReturnTerms terms) =>
        new(line.Sku, line.Name, line.Options, line.Picture, taken.Units.Length, ask.Reason) { Terms = terms };

    /// <summary>How many units were found that way.</summary>
    public int Found(Disposition disposition) =>
        Findings.Where(found => found.Disposition == disposition).Sum(found => found.Quantity);
}

/// <summary>What the inspector found of one SKU.</summary>
public sealed record Finding(string Sku, int Quantity, Disposition Disposition);

/// <summary>How many units of a SKU staff accept; what is not named is not accepted.</summary>
public sealed record Acceptance(string Sku, int Quantity);

/// <summary>A carrier's label.</summary>
public sealed record Label(string Carrier, string Tracking);

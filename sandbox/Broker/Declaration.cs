using System.Text.Json.Serialization;

namespace Serverless.Sandbox;

/// <summary>A declaration in the customs broker's books.</summary>
/// <param name="Shipment">The shop's own id for the parcel.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Asked">Documents that customs wait for.</param>
/// <param name="Papers">Documents that came, by name, as fingerprints.</param>
/// <param name="Plan">What customs will say.</param>
internal sealed record Declaration(
    string Reference, string Shipment, int Version, string Status, IReadOnlyList<string> Asked, string? Reason,
    DateTimeOffset LodgedAt, IReadOnlyDictionary<string, string> Papers, CustomsPlan Plan)
{
    public bool IsOver => Status is "released" or "refused";

    /// <summary>What is in the parcel, as far as it decides what customs charge.</summary>
    public Declared? Goods { get; init; }

    /// <summary>What customs charged the broker, who bills the shop; null where the receiver pays them.</summary>
    public Charges? Charges { get; init; }
}

/// <summary>What customs charged for one parcel.</summary>
internal sealed record Charges(Amount Duty, Amount Tax, Amount Fees);

/// <summary>Money in minor units, as it goes over the wire.</summary>
internal sealed record Amount(
    [property: JsonPropertyName("amount")] long Minor, [property: JsonPropertyName("currency")] string Currency);

/// <summary>What customs will say of a declaration.</summary>
/// <param name="Outcome"><c>release</c>, <c>hold</c>, <c>refuse</c>, or <c>silent</c>.</param>
/// <param name="Asked">Documents that are asked for while it is held.</param>
/// <param name="Rounds">How often they are asked for before they are good enough.</param>
/// <param name="Declarations">Of how many declarations, the next ones, this is the plan.</param>
/// <param name="Charges">What they will charge; null: what <see cref="Tariff"/> says.</param>
/// <param name="Untold">Whether the broker keeps what they charged to itself.</param>
internal sealed record CustomsPlan(
    string Outcome, IReadOnlyList<string>? Asked = null, int Rounds = 1, int Declarations = 1,
    Charges? Charges = null, bool Untold = false)
{
    public static readonly string[] Outcomes = ["release", "hold", "refuse", "silent"];

    public static readonly CustomsPlan Release = new("release");
}

/// <summary>What the broker answered under an idempotency key, and to what.</summary>
internal sealed record BrokerMemory(string Fingerprint, string Reference, DateTimeOffset At);

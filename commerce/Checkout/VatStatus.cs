using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Whether the seller is registered for value added tax.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VatStatus>))]
public enum VatStatus
{
    /// <summary>Prices contain the tax, and papers show it (Philippine NIRC sections 106 and 113).</summary>
    Registered,

    /// <summary>
    /// No tax is in any price. The seller owes a percentage of her sales (NIRC section 116), which is no affair of her
    /// customers and stands on none of their papers.
    /// </summary>
    NotRegistered,
}

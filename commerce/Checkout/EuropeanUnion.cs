using System.Collections.Frozen;

namespace Serverless.Commerce;

/// <summary>The member states of the European Union, by ISO 3166 code.</summary>
internal static class EuropeanUnion
{
    private static readonly FrozenSet<string> Members = FrozenSet.Create(
        StringComparer.Ordinal,
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    /// <summary>How periods of its law end, in whatever state.</summary>
    public static readonly PeriodLaw Periods =
        new("Regulation (EEC, Euratom) No 1182/71, art. 3 (4)", Weekends: true);

    public static bool Has(string country) => Members.Contains(country);
}

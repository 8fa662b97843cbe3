using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What a destination asks of imports between two days; amounts in its currency, 800 is USD 800.</summary>
/// <param name="Id">Stands on every quote that was made by it: <c>us-2026-07-24</c>.</param>
/// <param name="From">The first day, in the destination's time zone.</param>
/// <param name="Until">The first day on which it no longer holds; null while no law ends it.</param>
/// <param name="Source">Act, section or official page, and what of it was checked.</param>
public sealed record CustomsRules(string Id, DateOnly From, DateOnly? Until, string Source)
{
    public required Valuation Valuation { get; init; }

    /// <summary>The origins of which the shop knows all duties; empty: of any. Goods of others are refused.</summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>Insurance that customs assume where none was paid, in per cent of the goods.</summary>
    public decimal InsurancePercent { get; init; }

    /// <summary>The part of a private importer's price that is the customs value, in per cent.</summary>
    public decimal? PersonalPercent { get; init; }

    public ImmutableArray<Relief> Reliefs { get; init; } = [];

    public FlatDuty? FlatDuty { get; init; }

    public SimpleTariff? SimpleTariff { get; init; }

    public ImmutableArray<AddedDuty> AddedDuties { get; init; } = [];

    public ImmutableArray<Preference> Preferences { get; init; } = [];

    public ImmutableArray<Excise> Excises { get; init; } = [];

    public required ImportTax Tax { get; init; }

    public ImmutableArray<BorderFee> Fees { get; init; } = [];

    public Rounding Rounding { get; init; } = new();

    public bool HoldsOn(DateOnly day) => From <= day && !(day >= Until);
}

/// <summary>The customs value: goods where they leave, or with freight and insurance to the border.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Valuation>))]
public enum Valuation { Fob, Cif }

/// <summary>What of a consignment a threshold looks at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Measure>))]
public enum Measure { Goods, CustomsValue }

/// <summary>From what a small consignment is freed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Frees>))]
public enum Frees { Duty, DutyAndTax }

/// <summary>De minimis: a consignment up to this value is freed, apart from goods of these headings.</summary>
public sealed record Relief(Frees Frees, Measure Measure, decimal UpTo, string Source)
{
    public ImmutableArray<string> Except { get; init; } = [];
}

/// <summary>So much for each different subheading in a small consignment, instead of the tariff.</summary>
public sealed record FlatDuty(decimal PerItem, Measure Measure, decimal UpTo, string Source);

/// <summary>A short tariff for small consignments, from which whoever imports may turn to the full one.</summary>
/// <param name="Percent">For what no line names.</param>
public sealed record SimpleTariff(
    decimal UpTo, decimal Percent, ImmutableArray<TariffLine> Lines, ImmutableArray<string> Except, string Source);

/// <summary>The duty on goods of a heading; the longest prefix that fits wins.</summary>
/// <param name="Hs">The first two to six digits of the HS code.</param>
/// <param name="Line">The national line that was looked at, since tariffs are finer than six digits.</param>
public sealed record TariffLine(string Hs, decimal Percent, string Line)
{
    /// <summary>What is asked for a kilogram, besides the per cent.</summary>
    public decimal PerKilogram { get; init; }

    /// <summary>In which published tariff this very line was confirmed, and when; null where it was not.</summary>
    public string? Checked { get; init; }
}

/// <summary>A duty on top of the tariff for goods of some origins.</summary>
/// <param name="Origins">ISO 3166 codes; empty: goods of all origins.</param>
public sealed record AddedDuty(string Name, ImmutableArray<string> Origins, decimal Percent, string Source)
{
    /// <summary>It only fills the tariff's rate up to <see cref="Percent"/>.</summary>
    public bool FillsUp { get; init; }

    public ImmutableArray<string> Except { get; init; } = [];

    public bool Covers(string hs, string origin) =>
        (Origins.IsEmpty || Origins.Contains(origin)) && !HarmonizedSystem.Under(hs, Except);
}

/// <summary>A lower duty for goods of a partner's origin, where the proof that it asks for is at hand.</summary>
/// <param name="Proof">The document.</param>
/// <param name="ProofFreeUpTo">The value of goods up to which no certificate is asked for; null: always asked.</param>
public sealed record Preference(
    string Agreement, ImmutableArray<string> Origins, decimal Percent, string Proof, decimal? ProofFreeUpTo,
    string Source)
{
    public DateOnly? Until { get; init; }

    public ImmutableArray<string> Except { get; init; } = [];
}

/// <summary>A tax on consumption by weight, besides the general one: coffee in Germany.</summary>
public sealed record Excise(string Name, string Hs, decimal PerKilogram, string Source);

/// <summary>The tax on all consumption: GST, VAT. Its base is value, duty, excise, and what is said here.</summary>
public sealed record ImportTax(string Name, decimal Percent, bool WithFreight, string Source)
{
    public ImmutableArray<ReducedRate> Reduced { get; init; } = [];

    /// <summary>The part of the tax that is local and reckoned from the national one: 22 of 100 in Japan.</summary>
    public decimal LocalPercent { get; init; }

    public decimal PercentFor(string hs) =>
        Reduced.Where(rate => HarmonizedSystem.IsUnder(hs, rate.Hs)).MaxBy(rate => rate.Hs.Length)?.Percent ?? Percent;
}

/// <summary>Goods of a heading that are taxed less, or not.</summary>
public sealed record ReducedRate(string Hs, decimal Percent, string Source);

/// <summary>What customs ask for their work, between two customs values of a consignment.</summary>
public sealed record BorderFee(string Name, decimal Over, decimal? UpTo, decimal Amount, string Source)
{
    /// <summary>Of the customs value, besides the amount, within the bounds below.</summary>
    public decimal Percent { get; init; }

    public decimal? Least { get; init; }

    public decimal? Most { get; init; }

    /// <summary>Whether the import tax is reckoned on it too.</summary>
    public bool Taxed { get; init; }

    /// <summary>Only counted in the tax's base: what a broker usually takes, whoever pays it.</summary>
    public bool OnlyInBase { get; init; }
}

/// <summary>Down to which whole amounts a law cuts; 0: to the currency's smallest unit, half away from zero.</summary>
public sealed record Rounding
{
    public decimal ValueDownTo { get; init; }

    public decimal DutyDownTo { get; init; }

    public decimal TaxBaseDownTo { get; init; }

    public decimal TaxDownTo { get; init; }
}

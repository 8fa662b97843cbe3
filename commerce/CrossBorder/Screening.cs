using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What the HS code of goods does not say, but who guards a border asks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GoodsTrait>))]
public enum GoodsTrait
{
    ContainsMeat, ContainsDairy, ContainsHoney, UntreatedWood, UntreatedPlantMaterial, ContainsSeeds, CitesSpecies,
    LithiumBattery,
}

/// <summary>Whether goods may be sent to a country.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScreenOutcome>))]
public enum ScreenOutcome { Allowed, Needs, Prohibited }

/// <summary>One rule of a destination about what comes over its border, or may fly there.</summary>
/// <param name="Hs">Headings that it is about; empty: all goods with the trait.</param>
/// <param name="Document">What must go with the goods, exactly where they need something.</param>
public sealed record Screen(
    ImmutableArray<string> Hs, ScreenOutcome Outcome, string? Document, string Reason, string Source)
{
    /// <summary>It is only about goods of which this is true.</summary>
    public GoodsTrait? Trait { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    /// <summary>Headings under <see cref="Hs"/> that it is not about.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    internal bool Covers(string hs, ImmutableArray<GoodsTrait> traits, DateOnly day) =>
        !(day < From) && !(day >= Until)
        && (Trait is not { } trait || traits.Contains(trait))
        && (Hs.IsEmpty || HarmonizedSystem.Under(hs, Hs)) && !HarmonizedSystem.Under(hs, Except);
}

/// <summary>What the screening found about one thing in a cart that is not simply allowed.</summary>
public sealed record Screened(
    string Sku, ScreenOutcome Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Document, string Reason,
    string Source);

/// <summary>Screens goods for prohibited and restricted things, by destination, heading and trait.</summary>
public static class Screening
{
    /// <summary>All that stands in the way or must go along, the worst first; empty where all is allowed.</summary>
    public static ImmutableArray<Screened> Of(CustomsLaw law, IEnumerable<CustomsGoods> goods, DateTimeOffset now)
    {
        var day = law.DayOf(now);
        return
        [
            .. from one in goods
               from screen in law.Screens
               where screen.Outcome != ScreenOutcome.Allowed && screen.Covers(one.HsCode, one.Traits, day)
               orderby screen.Outcome descending
               select new Screened(one.Sku, screen.Outcome, screen.Document, screen.Reason, screen.Source),
        ];
    }

    /// <summary>Why these goods cannot go there at all; null when they can, perhaps with a document.</summary>
    public static Refusal? Prohibits(ImmutableArray<Screened> findings) =>
        findings.FirstOrDefault(finding => finding.Outcome == ScreenOutcome.Prohibited) is { } worst
            ? CustomsRefusals.Prohibited with
            {
                Message = $"{CustomsRefusals.Prohibited.Message} {worst.Sku}: {worst.Reason}",
            }
            : null;
}

/// <summary>Goods as customs look at them.</summary>
/// <param name="Value">Of all units together.</param>
/// <param name="WeightGrams">Of all units together.</param>
public sealed record CustomsGoods(string Sku, string HsCode, string Origin, Money Value, int WeightGrams)
{
    public ImmutableArray<GoodsTrait> Traits { get; init; } = [];
}

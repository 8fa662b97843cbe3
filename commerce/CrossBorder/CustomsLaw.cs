using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>The import law of one destination as the shop knows it: a tariff, and rules through time.</summary>
/// <remarks>Read from <c>commerce/CrossBorder/Rules</c>; <c>docs/cross-border.md</c> says how to add one.</remarks>
public sealed record CustomsLaw(string Country, Currency Currency, string Zone, DateOnly Checked, string Note)
{
    /// <summary>What was looked at for the lines of <see cref="Tariff"/>.</summary>
    public required string TariffSource { get; init; }

    public required ImmutableArray<TariffLine> Tariff { get; init; }

    public required ImmutableArray<CustomsRules> Versions { get; init; }

    public ImmutableArray<Screen> Screens { get; init; } = [];

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads one destination's law; throws a <see cref="FormatException"/> with all faults.</summary>
    public static CustomsLaw Read(string name, string json)
    {
        CustomsLaw? law;
        try
        {
            law = JsonSerializer.Deserialize<CustomsLaw>(json, Strict);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"The customs rules '{name}' cannot be read: {wrong.Message}", wrong);
        }

        var faults = law is null ? ["it is empty"] : new CustomsCheck(law).Run();
        return faults.Count == 0
            ? law!
            : throw new FormatException($"The customs rules '{name}' are wrong: {string.Join("; ", faults)}.");
    }

    /// <summary>The day at the destination, by which its law goes.</summary>
    public DateOnly DayOf(DateTimeOffset now) => WallClock.Of(Zone).DayOf(now);

    public CustomsRules? RulesOn(DateOnly day) => Versions.FirstOrDefault(rules => rules.HoldsOn(day));

    /// <summary>The line of the tariff that fits best; null when the shop knows none.</summary>
    public TariffLine? LineFor(string hs) => Best(Tariff, hs);

    internal static TariffLine? Best(ImmutableArray<TariffLine> lines, string hs) =>
        lines.Where(line => HarmonizedSystem.IsUnder(hs, line.Hs)).MaxBy(line => line.Hs.Length);
}

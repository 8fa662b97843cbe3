using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Looks for what cannot be true in a destination's rules, so that no parcel finds a slip first.</summary>
internal sealed class CustomsCheck(CustomsLaw law)
{
    private readonly List<string> faults = [];

    public IReadOnlyList<string> Run()
    {
        Expect(law.Country.Length == 2 && law.Country.All(char.IsAsciiLetterUpper), "country is not ISO 3166 alpha-2");
        Expect(WallClock.Knows(law.Zone), $"there is no time zone {law.Zone}");
        Said(law.TariffSource, "tariffSource");
        Lines(law.Tariff, "tariff");
        Expect(law.Versions.Length > 0, "there are no versions");
        InTurn();
        foreach (var rules in law.Versions) Version(rules);
        foreach (var screen in law.Screens) Screen(screen);
        return faults;
    }

    // One day has one set of rules; between two sets there may be days of which nothing is known.
    private void InTurn()
    {
        foreach (var (earlier, later) in law.Versions.Zip(law.Versions.Skip(1)))
            Expect(earlier.Until <= later.From, $"{earlier.Id} must end before {later.Id} begins");
        Expect(law.Versions.DistinctBy(rules => rules.Id).Count() == law.Versions.Length, "two versions share an id");
    }

    private void Version(CustomsRules rules)
    {
        string id = rules.Id;
        Expect(id == $"{law.Country.ToLowerInvariant()}-{rules.From:yyyy-MM-dd}", $"{id} is not country and first day");
        Expect(!(rules.Until <= rules.From), $"{id} ends before it begins");
        Said(rules.Source, id);
        Said(rules.Tax.Source, $"{id} tax");
        Percent(rules.Tax.Percent, $"{id} tax");
        foreach (var rate in rules.Tax.Reduced) Part(rate.Source, $"{id} reduced tax", rate.Percent, [rate.Hs]);
        foreach (var relief in rules.Reliefs) Part(relief.Source, $"{id} relief", 0, relief.Except);
        foreach (var added in rules.AddedDuties) Part(added.Source, $"{id} {added.Name}", added.Percent, added.Except);
        foreach (var lower in rules.Preferences)
            Part(lower.Source, $"{id} {lower.Agreement}", lower.Percent, lower.Except);
        foreach (var excise in rules.Excises) Part(excise.Source, $"{id} {excise.Name}", 0, [excise.Hs]);
        foreach (var fee in rules.Fees) Fee(fee, id);
        if (rules.FlatDuty is { } flat) Part(flat.Source, $"{id} flat duty", 0, []);
        if (rules.SimpleTariff is not { } simple) return;
        Part(simple.Source, $"{id} simple tariff", simple.Percent, simple.Except);
        Lines(simple.Lines, $"{id} simple tariff");
    }

    private void Fee(BorderFee fee, string id)
    {
        Part(fee.Source, $"{id} {fee.Name}", fee.Percent, []);
        Expect(!(fee.UpTo <= fee.Over), $"{id} {fee.Name} has a band without values");
        Expect(!(fee.Least > fee.Most), $"{id} {fee.Name} has a least above its most");
        Expect(fee.Amount >= 0, $"{id} {fee.Name} is negative");
    }

    private void Screen(Screen screen)
    {
        string what = $"screen {string.Join(",", screen.Hs)}{screen.Trait}";
        Part(screen.Source, what, 0, screen.Hs);
        Said(screen.Reason, what);
        Expect(screen.Hs.Length > 0 || screen.Trait is not null, $"{what} names neither headings nor a trait");
        Expect(screen.Outcome == ScreenOutcome.Needs == screen.Document is not null,
            $"{what}: a document is named exactly where one is needed");
    }

    private void Lines(ImmutableArray<TariffLine> lines, string where)
    {
        Expect(lines.Length > 0, $"{where} has no lines");
        foreach (var line in lines)
        {
            Prefix(line.Hs, where);
            Percent(line.Percent, $"{where} {line.Hs}");
            Expect(line.PerKilogram >= 0, $"{where} {line.Hs} has a negative duty by weight");
        }

        foreach (var twice in lines.CountBy(line => line.Hs).Where(pair => pair.Value > 1))
            faults.Add($"{where} has {twice.Key} twice");
    }

    private void Part(string source, string where, decimal percent, IEnumerable<string> prefixes)
    {
        Said(source, where);
        Percent(percent, where);
        foreach (string prefix in prefixes) Prefix(prefix, where);
    }

    private void Said(string text, string where) =>
        Expect(!string.IsNullOrWhiteSpace(text), $"{where} names no source or reason");

    private void Prefix(string hs, string where) =>
        Expect(HarmonizedSystem.IsPrefix(hs), $"{where}: '{hs}' is not the beginning of an HS 2022 code");

    private void Percent(decimal percent, string where) =>
        Expect(percent is >= 0 and <= 1000, $"{where} has {percent} per cent");

    private void Expect(bool holds, string fault)
    {
        if (!holds) faults.Add(fault);
    }
}

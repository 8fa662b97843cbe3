using System.Globalization;

namespace Serverless.Commerce;

/// <summary>Which duty goods have on one day: the tariff's, a partner's lower one, and what is added to it.</summary>
internal sealed class DutyRates(
    CustomsLaw law, CustomsRules rules, DateOnly day, Consignment sent, decimal goodsValue)
{
    public DutyRate Full(CustomsGoods one)
    {
        var line = law.LineFor(one.HsCode)!;
        var rate = Lower(one, line) ?? new DutyRate(line.Percent, line.PerKilogram, Basis(line));
        foreach (var added in rules.AddedDuties.Where(added => added.Covers(one.HsCode, one.Origin)))
        {
            var percent = added.FillsUp ? Math.Max(0, added.Percent - rate.Percent) : added.Percent;
            rate = rate with
            {
                Percent = rate.Percent + percent,
                Basis = $"{rate.Basis} + {Text(percent)} % {added.Name}",
            };
        }

        return rate;
    }

    /// <summary>By the short tariff; what is free in the full one stays free.</summary>
    public DutyRate Simple(CustomsGoods one, SimpleTariff simple)
    {
        var full = Full(one);
        bool free = law.LineFor(one.HsCode) is { Percent: 0, PerKilogram: 0 };
        if (free || HarmonizedSystem.Under(one.HsCode, simple.Except)) return full;
        var line = CustomsLaw.Best(simple.Lines, one.HsCode);
        var percent = line?.Percent ?? simple.Percent;
        return new(percent, 0, $"{Text(percent)} % ({line?.Line ?? "simplified tariff, other"})");
    }

    private DutyRate? Lower(CustomsGoods one, TariffLine line)
    {
        var best = rules.Preferences.Where(lower => Holds(lower, one)).MinBy(lower => lower.Percent);
        bool helps = best is not null && (best.Percent < line.Percent || line.PerKilogram > 0);
        return helps ? new(best!.Percent, 0, $"{Text(best.Percent)} % ({best.Agreement})") : null;
    }

    private bool Holds(Preference lower, CustomsGoods one) =>
        lower.Origins.Contains(one.Origin) && !HarmonizedSystem.Under(one.HsCode, lower.Except)
        && !(day >= lower.Until) && (sent.ProvesOrigin || goodsValue <= lower.ProofFreeUpTo);

    private string Basis(TariffLine line) => line.PerKilogram == 0
        ? $"{Text(line.Percent)} % ({line.Line})"
        : $"{Text(line.Percent)} % + {law.Currency} {Text(line.PerKilogram)} a kilogram ({line.Line})";

    private static string Text(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>A duty in per cent of the customs value and by weight, with how it came about.</summary>
internal sealed record DutyRate(decimal Percent, decimal PerKilogram, string Basis)
{
    public decimal On(decimal value, int weightGrams) => value * Percent / 100 + PerKilogram * weightGrams / 1000;
}

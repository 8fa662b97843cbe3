namespace Serverless.Sandbox;

/// <summary>What the sandbox's customs charge: a share of what goods and carriage are worth.</summary>
/// <remarks>
/// Near enough to the real one to be a plausible bill, and never quite what the shop has reckoned: so it is with bills.
/// </remarks>
internal static class Tariff
{
    private const int ElsewherePercent = 10;

    private static readonly Dictionary<string, (int Duty, int Tax)> Percents = new(StringComparer.Ordinal)
    {
        ["AU"] = (0, 10),
        ["DE"] = (3, 19),
        ["JP"] = (0, 0),
        ["PH"] = (5, 12),
        ["US"] = (10, 0),
    };

    /// <summary>What is charged for a parcel; null where the receiver pays customs herself.</summary>
    public static Charges? For(Declared? goods)
    {
        if (goods is not { Terms: "DDP" }) return null;
        var (duty, tax) = Percents.GetValueOrDefault(goods.Country, (ElsewherePercent, 0));
        return new(Part(goods, duty), Part(goods, tax), Part(goods, 0));
    }

    private static Amount Part(Declared goods, int percent) => new(goods.Worth * percent / 100, goods.Currency);
}

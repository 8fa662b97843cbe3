namespace Serverless.Commerce;

/// <summary>Rounds amounts, and spreads a sum over lines so that its parts add up to it exactly.</summary>
internal static class Spread
{
    /// <summary>In proportion to the weights; to all alike where none weighs anything.</summary>
    public static decimal[] Over(decimal sum, IReadOnlyList<decimal> weights, int digits)
    {
        bool alike = weights.Sum() == 0;
        decimal whole = alike ? weights.Count : weights.Sum();
        decimal upTo = 0, given = 0;
        var parts = new decimal[weights.Count];
        for (int at = 0; at < parts.Length; at++)
        {
            upTo += alike ? 1 : weights[at];
            parts[at] = Nearest(sum * upTo / whole, digits) - given;
            given += parts[at];
        }

        return parts;
    }

    /// <summary>Half away from zero, to so many digits after the point.</summary>
    public static decimal Nearest(decimal amount, int digits) =>
        Math.Round(amount, digits, MidpointRounding.AwayFromZero);

    /// <summary>Cut to a whole number of steps; with no step, the amount as it is.</summary>
    public static decimal Down(decimal amount, decimal step) =>
        step == 0 ? amount : Math.Floor(amount / step) * step;
}

namespace Serverless.Commerce;

/// <summary>Makes lots out of units and what all of them cost together.</summary>
public static class Lots
{
    /// <summary>One lot, or two whose unit costs differ by one minor unit, so that Σ is the cost exactly.</summary>
    public static IEnumerable<Lot> Splitting(string id, int quantity, Money cost, DateTimeOffset at)
    {
        long each = cost.Amount / quantity;
        int dearer = (int)(cost.Amount - each * quantity);
        if (dearer < quantity) yield return new($"{id}-1", quantity - dearer, cost with { Amount = each }, at);
        if (dearer > 0) yield return new($"{id}-2", dearer, cost with { Amount = each + 1 }, at);
    }
}

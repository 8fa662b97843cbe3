namespace Serverless.Commerce;

/// <summary>A shop as its merchant has set it up. Every version is kept, since what began under one ends under it.</summary>
/// <param name="Version">Counts from 1; a change makes the next.</param>
public sealed record Shop(Id<Shop> Id, int Version, ShopPolicy Policy)
{
    /// <summary>There is one in each storage account.</summary>
    public static readonly Id<Shop> TheOne = new("shop");

    /// <summary>Why the timeline has a version: the one cause of that number, so that of two changes one holds.</summary>
    public static string CauseOf(int version) => $"version-{version}";

    /// <summary>Makes the next version, for who has seen the present one.</summary>
    /// <param name="known">Null where nobody has set anything up.</param>
    /// <param name="seen">The version that the change was made from; 0 before the first.</param>
    /// <param name="policy">All of it, as it should be from now on.</param>
    public static Result<Shop> Set(Shop? known, int seen, ShopPolicy policy) =>
        (known?.Version ?? 0) == seen ? new Shop(TheOne, seen + 1, policy) : ShopRefusals.Changed;
}

/// <summary>Why the shop's settings stay as they are.</summary>
public static class ShopRefusals
{
    public static readonly Refusal Changed = new(
        Because.Conflict, "settings.changed",
        "Somebody else has changed the settings since you opened them. Nothing of yours was saved: look at theirs, and "
        + "save again.");
}

namespace Serverless.Runtime.DurableTask;

/// <summary>An instance as it was saved last, so that its next turn need not read and check the file.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Past">The pieces of its history; null where they are too large to be kept.</param>
/// <param name="IsInCode">Whether the code may have its orchestrator in memory.</param>
internal sealed record Session(Instance Instance, IReadOnlyList<byte[]>? Past, bool IsInCode)
{
    // Many instances are under way at once, and most histories are far shorter.
    private const int LargestPast = 32 * 1024;

    /// <summary>What is left of a turn that was saved; nothing where another begins from the file.</summary>
    public static Session? After(Turn turn, bool isInCode)
    {
        if (!turn.IsAnswered || turn.BeginsAgain || turn.After.HasEnded)
            return null;
        bool isSmall = turn.Past is { } past && past.Sum(piece => piece.Length) + turn.History.Length <= LargestPast;
        return new(turn.After, isSmall ? [.. turn.Past!, turn.History] : null, isInCode);
    }

    /// <summary>True where this is what the file has of an instance.</summary>
    public bool Holds(Instance other) => Instance.Run == other.Run && Instance.Turns == other.Turns;
}

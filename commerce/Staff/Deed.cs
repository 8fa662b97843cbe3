namespace Serverless.Commerce;

/// <summary>Something that one of staff asked the shop to do.</summary>
/// <param name="Id">Names it on the audit trail and on the timelines of what it changed.</param>
/// <param name="By">Who asked.</param>
/// <param name="What">The name of the function that was asked: <c>PutReturnApproval</c>.</param>
/// <param name="Record">What it was about: <c>returns/…</c>.</param>
/// <param name="From">The network that she came from; not the whole address.</param>
public sealed record Deed(string Id, DateTimeOffset At, Actor By, string What, string Record, string From)
{
    private readonly Lock door = new();
    private readonly List<Alteration> alterations = [];

    /// <summary>What it has changed at once; what a process does later stands on the record's timeline.</summary>
    public IReadOnlyList<Alteration> Alterations
    {
        get
        {
            lock (door) return [.. alterations];
        }
    }

    public void Note(IEnumerable<Alteration> changed)
    {
        lock (door) alterations.AddRange(changed);
    }
}

/// <summary>One value that was changed.</summary>
/// <param name="Path">Where it stands: <c>products/mat variants.0.price.amount</c>.</param>
/// <param name="Before">As JSON; null where there was none, and where it is personal.</param>
/// <param name="After">As JSON; null where there is none any more, and where it is personal.</param>
public sealed record Alteration(string Path, string? Before, string? After, bool IsPersonal);

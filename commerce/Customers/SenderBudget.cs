namespace Serverless.Commerce;

/// <summary>What one network has asked for in one hour: letters with codes, and codes that were wrong.</summary>
/// <remarks>
/// Generous, since thousands of telephones share one address of their carrier; it only keeps one sender from asking for
/// everybody's codes. Who is on a device of hers is not counted.
/// </remarks>
public sealed record SenderBudget(Id<SenderBudget> Id, int Count)
{
    public const int MostAnHour = 300;

    /// <summary>Counts one more, where there is room for it.</summary>
    public static Result<SenderBudget> Take(SenderBudget? budget, Id<SenderBudget> id)
    {
        budget ??= new(id, 0);
        return budget.Count < MostAnHour
            ? budget with { Count = budget.Count + 1 }
            : SignInRefusals.TooManyAsks;
    }
}

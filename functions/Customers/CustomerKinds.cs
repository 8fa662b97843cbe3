using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How what belongs to customers is kept.</summary>
public static class CustomerKinds
{
    /// <summary>Accounts whose points end, the next end first.</summary>
    public const string Expiring = "points.expiring";

    /// <summary>One entry on the timeline per change: the record keeps only the latest of them.</summary>
    public static readonly RecordKind<StoredValue> StoredValues = new("storedvalue")
    {
        Status = value => value.Entries.LastOrDefault()?.Kind.ToString() ?? "Opened",
        Fact = (value, before) => value.Entries.LastOrDefault() == before?.Entries.LastOrDefault()
            ? value.Holds.LastOrDefault()
            : value.Entries[^1],
        Lists = value => value.NextExpiry is { } at ? [new(Expiring, SortKey.Oldest(at))] : [],
    };

    /// <summary>The timeline says what changed and nothing of who she is, so that erasing her is one change.</summary>
    public static readonly RecordKind<Customer> Customers = new("customers")
    {
        Status = _ => "Known",
        Unsealed = customer => customer with { Profile = null, Notes = [], Factor = null },
        Forgotten = customer => customer.Forget(customer.Since).OrThrow(),
        Fact = (now, before) => new
        {
            Profile = now.Profile is not null && now.Profile != before?.Profile ? "Changed" : null,
            Consents = now.Consents.Except(before?.Consents ?? []),
            Purchases = now.Purchases.Except(before?.Purchases ?? []),
            SecondFactor = now.HasSecondFactor == (before?.HasSecondFactor == true) ? null
                : now.HasSecondFactor ? "On" : "Off",
            Notes = now.Notes.Except(before?.Notes ?? []).Select(note => note.Id),
        },
    };

    /// <summary>The proof that somebody was forgotten.</summary>
    public static readonly RecordKind<Erasure> Erasures = new("erasures")
    {
        Status = erasure => erasure.Status.ToString(),
        Fact = (erasure, _) => new { erasure.Erased, erasure.Waiting },
    };

    /// <summary>What the nights have deleted; the record keeps the last.</summary>
    public static readonly RecordKind<RetentionRun> RetentionRuns = new("retention") { Status = _ => "Removed" };

    public static readonly RecordKind<SignIn> SignIns = new("signins")
    {
        IsPassing = true,
        Status = signIn => signIn.EnteredAt is null ? "Asked" : "Entered",
        Fact = (_, _) => null,
    };

    public static readonly RecordKind<CodeBudget> CodeBudgets = new("codebudgets")
    {
        IsPassing = true,
        Status = _ => "Mailed",
        Fact = (_, _) => null,
    };

    public static readonly RecordKind<SenderBudget> SenderBudgets = new("senderbudgets")
    {
        Status = _ => "Counted",
        Fact = (_, _) => null,
        IsPassing = true,
    };

    public static readonly RecordKind<Companions> Companions = new("companions")
    {
        Status = _ => "Counted",
        Fact = (_, _) => null,
    };

    public static RecordKinds AddCustomers(this RecordKinds kinds) =>
        kinds.Add(StoredValues).Shard(Expiring, 8).Add(Customers).Add(SignIns).Add(CodeBudgets).Add(SenderBudgets)
            .Add(Companions).Add(Erasures).Add(RetentionRuns);
}

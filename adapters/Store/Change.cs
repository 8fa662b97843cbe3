using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>One change that somebody waits for: a rule to apply to a record, for a cause.</summary>
internal sealed class Change<T>(
    string cause, bool opens, bool needsRecord, Func<T?, Result<T>> rule, CancellationToken stop) where T : class
{
    private readonly TaskCompletionSource<Result<T>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> attempts = new(StringComparer.Ordinal);

    public string Cause { get; } = cause;

    /// <summary>Who of staff asked for it; null where nobody of them did.</summary>
    public string? By { get; } = Acting.Now?.ToString();

    /// <summary>What of the audit trail it is part of.</summary>
    public Deed? Deed { get; } = Acting.Doing;

    /// <summary>It makes the record, which must not exist.</summary>
    public bool Opens { get; } = opens;

    /// <summary>It changes a record, which must exist.</summary>
    public bool NeedsRecord { get; } = needsRecord;

    /// <summary>From then on nothing opens that was sealed with the record's key of before.</summary>
    public bool ReplacesKey { get; init; }

    public Task<Result<T>> Answer => answer.Task.WaitAsync(stop);

    /// <summary>Nobody waits for it and nothing was tried yet.</summary>
    public bool IsGivenUp => stop.IsCancellationRequested && attempts.Count == 0;

    /// <summary>Its cause stands on the timeline.</summary>
    public bool IsApplied { get; set; }

    public Result<T> Apply(T? record) => rule(record);

    public void Tried(string commit) => attempts.Add(commit);

    /// <summary>Whether the attempt was one of its own; then its change was saved though the answer was lost.</summary>
    public bool WasIn(string? commit) => commit is not null && attempts.Contains(commit);

    public void Say(Result<T> result) => answer.TrySetResult(result);

    public void Fail(Exception fault) => answer.TrySetException(fault);
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;

namespace Serverless.Runtime.DurableTask;

/// <summary>A step that has not ended yet, and the task by which the orchestrator waits for it.</summary>
internal abstract class Pending
{
    public abstract void Complete(string? json);

    public abstract void Fail(TaskFailed failed);
}

/// <summary>A step that gives something.</summary>
internal abstract class Pending<T> : Pending
{
    protected TaskCompletionSource<T> Source { get; } = new();

    public Task<T> Task => Source.Task;
}

/// <summary>A call as the orchestrator sees it.</summary>
internal sealed class PendingCall<T>(string name, Payloads payloads) : Pending<T>
{
    [SuppressMessage("Design", "CA1031", Justification = "What the result cannot be read as is told to the caller.")]
    public override void Complete(string? json)
    {
        T result;
        try
        {
            result = payloads.Read<T>(json)!;
        }
        catch (Exception unreadable)
        {
            Source.TrySetException(unreadable);
            return;
        }

        Source.TrySetResult(result);
    }

    public override void Fail(TaskFailed failed) =>
        Source.TrySetException(new TaskFailedException(name, failed.Step, failed.Failure));
}

/// <summary>A call that may be tried again.</summary>
internal sealed class PendingAttempt(string name) : Pending<string?>
{
    public override void Complete(string? json) => Source.TrySetResult(json);

    public override void Fail(TaskFailed failed) => Source.TrySetException(new CalledTaskFailed(name, failed));
}

internal sealed class PendingTimer : Pending<bool>
{
    public override void Complete(string? json) => Source.TrySetResult(true);

    public override void Fail(TaskFailed failed) => throw new InvalidOperationException("A timer does not fail.");

    public void TrySetCanceled(CancellationToken cancellation) => Source.TrySetCanceled(cancellation);
}

/// <summary>The failure of a task on its way to the retries.</summary>
internal sealed class CalledTaskFailed(string name, TaskFailed failed) : Exception(failed.Failure.ErrorMessage)
{
    public bool Lasting => failed.Lasting;

    public TaskFailureDetails Failure => failed.Failure;

    public TaskFailedException ToPublic() => new(name, failed.Step, failed.Failure);
}

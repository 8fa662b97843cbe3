using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;

namespace Serverless.Runtime.DurableTask;

/// <summary>Tries a failed task again, by a policy or by a handler; the pauses are durable timers.</summary>
internal sealed class Retries(Execution execution)
{
    /// <exception cref="TaskFailedException">It failed for good.</exception>
    public async Task<string?> Call(TaskOrchestrationContext context, TaskRetryOptions retry, Func<Task<string?>> call)
    {
        var first = execution.Now;
        for (var failures = 1; ; failures++)
        {
            CalledTaskFailed failed;
            try
            {
                return await call();
            }
            catch (CalledTaskFailed caught)
            {
                failed = caught;
            }

            if (failed.Lasting || !await Again(context, retry, failed.Failure, failures, first))
                throw failed.ToPublic();
        }
    }

    private async Task<bool> Again(
        TaskOrchestrationContext context,
        TaskRetryOptions retry,
        TaskFailureDetails failure,
        int failures,
        DateTime first)
    {
        if (retry.Handler is { } handler)
            return await handler(new(context, failures, failure, execution.Now - first, CancellationToken.None));
        if (retry.Policy is not { } policy || !IsWorth(policy, failure, failures, first))
            return false;
        await execution.Timer(execution.Now + Pause(policy, failures), CancellationToken.None);
        return true;
    }

    // A policy that throws while it judges a failure must not hide that failure.
    [SuppressMessage("Design", "CA1031", Justification = "See above.")]
    private bool IsWorth(RetryPolicy policy, TaskFailureDetails failure, int failures, DateTime first)
    {
        if (failures >= policy.MaxNumberOfAttempts)
            return false;
        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && execution.Now >= first + policy.RetryTimeout)
            return false;
        try
        {
            return policy.WorthAnotherAttempt(failure);
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static TimeSpan Pause(RetryPolicy policy, int failures)
    {
        var pause = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, failures - 1);
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan
            ? TimeSpan.MaxValue
            : policy.MaxRetryInterval;
        return pause < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(pause) : longest;
    }
}

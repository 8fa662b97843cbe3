namespace Microsoft.DurableTask;

/// <summary>How often, and after which pauses, a failed activity or sub-orchestration is tried again.</summary>
public class RetryPolicy
{
    /// <exception cref="ArgumentOutOfRangeException">
    /// No attempts, no first interval, a coefficient below 1, or a limit below the first interval.
    /// </exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        AtLeastTheFirst(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        AtLeastTheFirst(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    public int MaxNumberOfAttempts { get; }

    /// <summary>The pause between the first attempt and the second.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>What each pause is multiplied by to give the next.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest pause; an hour where nothing else was said.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>The time after which nothing is tried again; endless where nothing else was said.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether a failure is worth another attempt, within the number of attempts and the time.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure { init => WorthAnotherAttempt = value; }

    internal Func<TaskFailureDetails, bool> WorthAnotherAttempt { get; private init; } = static _ => true;

    private static void AtLeastTheFirst(TimeSpan? limit, TimeSpan first, string name)
    {
        if (limit < first && limit != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, limit, $"{name} must not be less than firstRetryInterval.");
    }
}

namespace Serverless.Runtime;

/// <summary>How long the host waits for a worker before it acts.</summary>
internal sealed record WorkerPatience
{
    /// <summary>For a program to call the host, and for each answer until its functions are loaded.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For a function that was told to stop to say that it has; then its worker counts as hung.</summary>
    public TimeSpan Cancel { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For a program that was told to end.</summary>
    public TimeSpan End { get; init; } = TimeSpan.FromSeconds(10);
}

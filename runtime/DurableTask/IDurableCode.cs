using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>
/// The orchestrators and activities that the engine has run, by name; letter case does not matter. What decides inside
/// of them (replay, determinism, retries, the order of events) is whoever stands behind this, not the engine.
/// </summary>
public interface IDurableCode
{
    bool HasOrchestrator(string name);

    bool HasActivity(string name);

    /// <summary>Runs one turn of an orchestrator and gives the actions that it took.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="turn">What it is to hear.</param>
    /// <param name="stop">Cancelled when the engine gives up draining.</param>
    /// <exception cref="CodeAwayException">Nobody is there to run it, or whoever ran it is gone: ask again.</exception>
    /// <remarks>Any other exception says that the turn cannot be run: the instance fails with it.</remarks>
    Task<OrchestratorResponse> Turn(string name, TurnRequest turn, CancellationToken stop);

    /// <summary>Runs an activity. Called again where the process ended before its result was saved.</summary>
    /// <returns>Its result as JSON; null where it gave none.</returns>
    /// <exception cref="CodeAwayException">Nobody is there to run it, or whoever ran it is gone: ask again.</exception>
    /// <exception cref="ActivityFailedException">The activity threw; the details are its failure.</exception>
    Task<string?> Act(string name, ActivityRequest activity, CancellationToken stop);
}

/// <summary>One turn, as it is handed to the code.</summary>
/// <param name="InstanceId">Whose turn it is.</param>
/// <param name="Request">An <see cref="OrchestratorRequest"/> as protobuf bytes.</param>
/// <param name="Trace">The W3C traceparent of the turn's span; null where there is none.</param>
public sealed record TurnRequest(string InstanceId, byte[] Request, string? Trace);

/// <summary>One activity, as it is handed to the code.</summary>
/// <param name="InstanceId">The instance that called it.</param>
/// <param name="Input">Its input as JSON, the value itself; null where it was given none.</param>
/// <param name="Trace">The W3C traceparent of the activity's span; null where there is none.</param>
public sealed record ActivityRequest(string InstanceId, string? Input, string? Trace);

/// <summary>Nobody could be asked, or who was asked is gone without an answer: asking again is right.</summary>
public sealed class CodeAwayException(string message, Exception? inner = null) : Exception(message, inner)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait before it is asked again, the longer the more often it was asked in vain.</summary>
    internal static TimeSpan Pause(int failures) =>
        failures > 10 || First * (1 << failures) > Longest ? Longest : First * (1 << failures);
}

/// <summary>An activity threw.</summary>
public sealed class ActivityFailedException(TaskFailureDetails failure) : Exception(failure.ErrorMessage)
{
    public TaskFailureDetails Failure { get; } = failure;
}

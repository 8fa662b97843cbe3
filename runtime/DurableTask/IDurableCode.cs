using Microsoft.DurableTask;

namespace Serverless.Runtime.DurableTask;

/// <summary>The orchestrators and activities that the engine runs, by name; letter case does not matter.</summary>
public interface IDurableCode
{
    bool HasOrchestrator(string name);

    bool HasActivity(string name);

    /// <summary>Runs an orchestrator from its beginning: one replay. Its result is the instance's output.</summary>
    /// <remarks>
    /// Called on the turn's own synchronisation context; an await of anything but the context's tasks fails the
    /// instance.
    /// </remarks>
    Task<object?> Orchestrate(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity; what it throws is its failure. Called again where the process ended before.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="instanceId">The instance that called it.</param>
    /// <param name="inputJson">Its input as JSON; null where it was given none.</param>
    /// <param name="stop">Cancelled when the engine gives up draining.</param>
    Task<object?> Act(string name, string instanceId, string? inputJson, CancellationToken stop);
}

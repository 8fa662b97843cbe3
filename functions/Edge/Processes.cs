using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Starts processes so that an id is one process for ever, whatever is retried.</summary>
public static class Processes
{
    /// <summary>How long an answer waits for a process that is done in a moment, as a rule.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long one waits at first before looking whether it is done; twice as long each time.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan LongestGlance = TimeSpan.FromMilliseconds(640);

    /// <summary>A short process that has lived so long has met a fault again and again.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(1);

    // The engine's default would silently run a finished process again.
    private static readonly OrchestrationRuntimeStatus[] EveryStatus =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>Tells a process what was heard; false when it is over or never was, and nobody listens.</summary>
    public static async Task<bool> Tell<T>(
        DurableTaskClient client, string instance, Signal<T> signal, T news, CancellationToken stop)
        where T : class, ISignal
    {
        if (await client.GetInstanceAsync(instance, stop) is not { IsCompleted: false }) return false;
        await client.RaiseEventAsync(instance, signal.Name, news, stop);
        return true;
    }

    /// <summary>What a short process answers; null when it takes too long to wait for.</summary>
    /// <remarks>
    /// It has no record on which staff could see that it needs them: who asks again lets it go on. The client's own
    /// waiting looks every two seconds on Azure Storage, and no setting changes that; so it is looked at from here.
    /// </remarks>
    public static async Task<Result<T>?> Outcome<T>(DurableTaskClient client, string id, CancellationToken stop)
    {
        if (await client.GetInstanceAsync(id, stop) is { IsCompleted: false } begun
            && begun.LastUpdatedAt - begun.CreatedAt > Stuck)
            await Tell(client, id, Flow.Resumed, new Resumption($"asked-{begun.LastUpdatedAt.UtcTicks}"), stop);
        var watch = Stopwatch.StartNew();
        for (var pause = Glance; watch.Elapsed < Patience; pause *= pause < LongestGlance ? 2 : 1)
        {
            if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, stop) is { IsCompleted: true } ended)
                return ended.ReadOutputAs<Result<T>>()!;
            await Task.Delay(pause, stop);
        }

        return null;
    }

    /// <summary>Starts a process; one of this id with the same content counts as this one.</summary>
    public static async Task<Result<bool>> Start<T>(
        DurableTaskClient client, string name, string id, T input, Func<T, T, bool> same, Refusal taken)
        where T : class
    {
        try
        {
            var options = new StartOrchestrationOptions(id).WithDedupeStatuses(EveryStatus);
            await client.ScheduleNewOrchestrationInstanceAsync(name, input, options);
            return true;
        }
        catch (DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException)
        {
            var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true);
            bool mine = instance?.Name == name && instance.ReadInputAs<T>() is { } first && same(first, input);
            return mine ? true : taken;
        }
    }
}

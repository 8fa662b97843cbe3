using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Runtime.DurableTask;

/// <summary>The client of the engine in this process.</summary>
internal sealed class EngineClient(DurableEngine engine) : DurableTaskClient("")
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(orchestratorName.Name, nameof(orchestratorName));
        cancellation.ThrowIfCancellationRequested();
        var id = string.IsNullOrEmpty(options?.InstanceId) ? NewId() : options.InstanceId;
        var json = engine.Payloads.Write(input, $"The input of the orchestration '{orchestratorName}'");
        var refused = Refused(options?.DedupeStatuses);
        var now = engine.Clock.GetUtcNow().UtcDateTime;
        var at = options?.StartAt is { } later && later.UtcDateTime > now ? later.UtcDateTime : (DateTime?)null;
        var tags = options?.Tags is { Count: > 0 } given
            ? JsonSerializer.Serialize(new Dictionary<string, string>(given), HistoryJson.Plain.DictionaryStringString)
            : null;
        using var span = Telemetry.Source.StartActivity($"start {orchestratorName.Name}", ActivityKind.Producer);
        span?.SetTag("durabletask.task.instance_id", id);
        var trace = Telemetry.Here;
        await engine.Change((file, next) =>
        {
            var there = file.Find(id);
            MustBeFree(there, refused);
            var run = file.Next();
            TurnSave.Begin(file, new Instance
            {
                Id = id,
                Run = run,
                Born = run,
                Name = orchestratorName.Name,
                Version = options?.Version?.Version ?? engine.DefaultVersion,
                Status = OrchestrationRuntimeStatus.Pending,
                Created = now,
                Updated = now,
                Input = json,
                Tags = tags,
                Trace = trace,
            }, there, at, next);
            return true;
        });
        return id;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var json = engine.Payloads.Write(eventPayload, $"The event '{eventName}'");
        using var span = Telemetry.Source.HasListeners()
            ? Telemetry.Source.StartActivity($"signal {eventName}", ActivityKind.Producer)
            : null;
        span?.SetTag("durabletask.task.instance_id", instanceId);
        await Tell(instanceId, new EventRaised(eventName, json, Trace: Telemetry.Here), cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var json = engine.Payloads.Write(options?.Output, $"The output of the terminated instance '{instanceId}'");
        return Tell(instanceId, new Terminated(json, options?.Recursive ?? false), cancellation);
    }

    public override Task SuspendInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Tell(instanceId, new Suspended(reason), cancellation);
    }

    public override Task ResumeInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Tell(instanceId, new Resumed(reason), cancellation);
    }

    public override Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var found = engine.Read(reader => reader.Find(instanceId));
        return Task.FromResult(found is null ? null : Public(found, getInputsAndOutputs));
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitFor(
            instanceId, status => status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitFor(instanceId, status => status.HasEnded(), getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new InstancePages(engine, filter ?? new OrchestrationQuery());

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Purge([instanceId], options);
    }

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellation.ThrowIfCancellationRequested();
        var statuses = filter.Statuses?.Where(status => status.HasEnded());
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, statuses);
        var found = InstancePages.Find(engine, query, "", int.MaxValue).Where(one => one.HasEnded);
        return Purge([.. found.Select(one => one.Id)], options);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static OrchestrationMetadata Public(DurableEngine engine, Instance one, bool whole) =>
        new(one.Name, one.Id)
        {
            RuntimeStatus = one.Status,
            CreatedAt = one.Created,
            LastUpdatedAt = one.Updated,
            SerializedInput = whole ? one.Input : null,
            SerializedOutput = whole ? one.Output : null,
            SerializedCustomStatus = whole ? one.CustomStatus : null,
            FailureDetails = whole ? HistoryJson.ReadFailure(one.Failure) : null,
            Tags = Tags(one.Tags),
            Json = whole ? engine.Payloads.Options : null,
        };

    private OrchestrationMetadata Public(Instance one, bool whole) => Public(engine, one, whole);

    // Of one time they lie beside each other in the file's index.
    private string NewId() => Guid.CreateVersion7(engine.Clock.GetUtcNow()).ToString("N");

    private static IReadOnlyDictionary<string, string> Tags(string? json) => json is null
        ? ImmutableDictionary<string, string>.Empty
        : JsonSerializer.Deserialize(json, HistoryJson.Plain.DictionaryStringString)!;

    private static HashSet<OrchestrationRuntimeStatus>? Refused(IReadOnlyList<string>? names) => names is null
        ? null
        : [.. names.Select(name => Enum.TryParse<OrchestrationRuntimeStatus>(name, true, out var status)
            ? status
            : throw new ArgumentException($"'{name}' is not a status that can be refused."))];

    private static void MustBeFree(Instance? there, HashSet<OrchestrationRuntimeStatus>? refused)
    {
        if (there is null || !(refused?.Contains(there.Status) ?? !there.HasEnded))
            return;
        throw new OrchestrationAlreadyExistsException(
            $"An orchestration with the id '{there.Id}' already exists; it is {there.Status}.");
    }

    // Who does not exist or has ended hears nothing, and nobody is told so.
    private Task<bool> Tell(string id, HistoryEvent told, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return engine.Change((file, next) =>
        {
            if (file.Find(id) is { HasEnded: false } there)
                next.Add(new Delivery(id, file.Post(there, told)));
            return true;
        });
    }

    private async Task<OrchestrationMetadata> WaitFor(
        string id, Func<OrchestrationRuntimeStatus, bool> reached, bool whole, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var waiter = engine.Watch.Wait(id, reached);
            var found = engine.Read(reader => reader.Find(id))
                ?? throw new InvalidOperationException($"There is no orchestration with the id '{id}'.");
            if (reached(found.Status))
                return Public(found, whole);
            // What is told may be the end of one that was there before, late.
            if (await waiter.Told.WaitAsync(cancellation) is { } told && told.Born >= found.Born)
                return Public(told, whole);
        }
    }

    private async Task<PurgeResult> Purge(IReadOnlyList<string> ids, PurgeInstanceOptions? options)
    {
        var purged = await engine.Change((file, _) =>
        {
            List<string> gone = [];
            var asked = new Queue<string>(ids);
            while (asked.TryDequeue(out var id))
            {
                if (file.Find(id) is not { HasEnded: true } ended)
                    continue;
                if (options?.Recursive == true)
                    file.Children(id).ForEach(asked.Enqueue);
                file.Forget(ended);
                gone.Add(id);
            }

            return gone;
        });
        purged.ForEach(engine.Watch.Gone);
        return new PurgeResult(purged.Count);
    }
}

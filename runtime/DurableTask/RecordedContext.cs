using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime.DurableTask;

/// <summary>The context that an orchestrator of this engine is given.</summary>
internal sealed class RecordedContext(
    Execution execution, Instance instance, Payloads payloads, ILoggerFactory loggers, string defaultVersion)
    : TaskOrchestrationContext
{
    private readonly Retries retries = new(execution);
    private int guids;

    public override TaskName Name => instance.Name;

    public override string InstanceId => instance.Id;

    public override string Version => instance.Version;

    public override DateTime CurrentUtcDateTime => execution.Now;

    public override bool IsReplaying => execution.IsReplaying;

    public override ParentOrchestrationInstance? Parent =>
        instance.Parent is { } parent ? new(parent.Name, parent.Id) : null;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default => payloads.Read<T>(instance.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null)
    {
        execution.MustBeHere();
        MustBeInput(input, options);
        var json = payloads.Write(input, $"The input of the activity '{name}'");
        var result = await retries.Call(
            this, options?.Retry, () => execution.Call(step => new ActivityStep(step, name, json), name));
        return payloads.Read<TResult>(result)!;
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        execution.MustBeHere();
        MustBeInput(input, options);
        var sub = options as SubOrchestrationOptions;
        var id = sub?.InstanceId ?? NewGuid().ToString("N");
        var version = sub?.Version?.Version ?? defaultVersion;
        var json = payloads.Write(input, $"The input of the sub-orchestration '{orchestratorName}'");
        var result = await retries.Call(this, options?.Retry, () => execution.Call(
            step => new SubOrchestrationStep(step, orchestratorName, id, json, version), orchestratorName));
        return payloads.Read<TResult>(result)!;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        execution.Timer(fireAt.ToUniversalTime(), cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        execution.MustBeHere();
        return execution.Ears.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        var json = payloads.Write(payload, $"The event '{eventName}'");
        execution.Send(step => new SendStep(step, instanceId, eventName, json));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        execution.MustBeHere();
        execution.CustomStatus = (true, payloads.Write(customStatus, $"The custom status of '{instance.Name}'"));
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions
        {
            NewInput = newInput,
            PreserveUnprocessedEvents = preserveUnprocessedEvents,
        });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        execution.MustBeHere();
        var json = payloads.Write(options.NewInput, $"The new input of '{instance.Name}'");
        execution.Continuation = new(json, options.PreserveUnprocessedEvents, options.NewVersion);
    }

    public override Guid NewGuid()
    {
        var time = execution.Now.ToString("o", CultureInfo.InvariantCulture);
        return NameGuid.Of(string.Create(CultureInfo.InvariantCulture, $"{instance.Id}_{time}_{guids++}"));
    }

    // Options in the place of the input are an easy slip, and would be sent as data.
    private static void MustBeInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
            throw new ArgumentException("Task options were given as the input.", nameof(input));
    }
}

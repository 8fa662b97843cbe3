using System.Diagnostics.CodeAnalysis;
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

    [SuppressMessage("Design", "CA1031", Justification = "What refuses the call is told to whoever awaits it.")]
    public override Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null)
    {
        try
        {
            MustBeInput(input, options);
            var step = new ActivityStep(
                execution.Next, name, payloads.Write(input, $"The input of the activity '{name}'"));
            return options?.Retry is { } retry
                ? Retry<TResult>(retry, step, step.Name)
                : execution.Call(step, new PendingCall<TResult>(step.Name, payloads));
        }
        catch (Exception refused)
        {
            return Task.FromException<TResult>(refused);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "What refuses the call is told to whoever awaits it.")]
    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        try
        {
            MustBeInput(input, options);
            var sub = options as SubOrchestrationOptions;
            var step = new SubOrchestrationStep(
                execution.Next,
                orchestratorName,
                sub?.InstanceId ?? NewGuid().ToString("N"),
                payloads.Write(input, $"The input of the sub-orchestration '{orchestratorName}'"),
                sub?.Version?.Version ?? defaultVersion);
            return options?.Retry is { } retry
                ? Retry<TResult>(retry, step, step.Name)
                : execution.Call(step, new PendingCall<TResult>(step.Name, payloads));
        }
        catch (Exception refused)
        {
            return Task.FromException<TResult>(refused);
        }
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
        execution.Send(new SendStep(execution.Next, instanceId, eventName, json));
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

    private async Task<T> Retry<T>(TaskRetryOptions retry, Step step, string name) => payloads.Read<T>(
        await retries.Call(
            this, retry, () => execution.Call(step with { Number = execution.Next }, new PendingAttempt(name))))!;

    // Options in the place of the input are an easy slip, and would be sent as data.
    private static void MustBeInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
            throw new ArgumentException("Task options were given as the input.", nameof(input));
    }
}

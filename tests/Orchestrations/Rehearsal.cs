using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

/// <summary>
/// An orchestration rehearsed without its engine: activities answer what the test says, signals are given by the test,
/// time is moved by hand. Everything happens on the test's thread, so that a rehearsal stands still when it waits.
/// </summary>
/// <remarks>What goes in and out of an activity passes through JSON, as it does in earnest.</remarks>
internal sealed class Rehearsal(string orchestration, string instance) : TaskOrchestrationContext
{
    private static readonly DateTime Start = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    private readonly Dictionary<string, Func<string, string>> cast = [];
    private readonly Dictionary<string, List<string>> inputs = [];
    private readonly Ears ears = new();
    private readonly Clock clock = new(Start);
    private int guids;

    /// <summary>What was called, in order.</summary>
    public List<string> Calls { get; } = [];

    public override TaskName Name => orchestration;

    public override string InstanceId => instance;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => clock.Now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    /// <summary>Says what an activity answers; a <see cref="Fault"/> is a step whose retries were in vain.</summary>
    public void On<TIn, TOut>(Activity<TIn, TOut> activity, Func<TIn, Result<TOut>> answer) => cast[activity.Name] =
        input => JsonSerializer.Serialize(answer(JsonSerializer.Deserialize<TIn>(input)!));

    /// <summary>Says what an activity answers the first time, the second time and so on; the last stays.</summary>
    public void On<TIn, TOut>(Activity<TIn, TOut> activity, params Func<Result<TOut>>[] answers)
    {
        int asked = 0;
        On(activity, _ => answers[Math.Min(asked++, answers.Length - 1)]());
    }

    /// <summary>Says what a sub-orchestration answers.</summary>
    public void OnSub<TIn, TOut>(string name, Func<TIn, TOut> answer) => cast[name] =
        input => JsonSerializer.Serialize(answer(JsonSerializer.Deserialize<TIn>(input)!));

    /// <summary>What an activity was given, each time.</summary>
    public IReadOnlyList<TIn> Given<TIn, TOut>(Activity<TIn, TOut> activity) =>
        [.. inputs.GetValueOrDefault(activity.Name, []).Select(input => JsonSerializer.Deserialize<TIn>(input)!)];

    /// <summary>Begins; comes back when the orchestration is over or waits.</summary>
    public Task<T> Play<T>(Func<TaskOrchestrationContext, Task<T>> run) => Quietly(() => run(this));

    /// <summary>How a rehearsal that is over ended.</summary>
    public static T End<T>(Task<T> run)
    {
        Assert.True(run.IsCompleted, "It still waits.");
        return run.GetAwaiter().GetResult();
    }

    /// <summary>A signal arrives.</summary>
    public void Hear<T>(Signal<T> signal, T news) where T : class, ISignal => Quietly(() =>
    {
        ears.Hear(signal.Name, JsonSerializer.Serialize(news));
        return true;
    });

    /// <summary>Time passes; what is due on the way happens at its time.</summary>
    public void Pass(TimeSpan time) => Quietly(() =>
    {
        clock.Pass(time, ears.DropCancelled);
        return true;
    });

    public override Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null)
    {
        Assert.NotNull(options?.Retry);
        return Call<TResult>(name.Name, input);
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        Assert.Equal(Orchestrators.InputOf(orchestratorName.Name), input?.GetType());
        Assert.NotNull((options as SubOrchestrationOptions)?.InstanceId);
        return Call<TResult>(orchestratorName.Name, input);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        clock.At(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        ears.Listen<T>(eventName, cancellationToken);

    public override Guid NewGuid() => new(++guids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public override T GetInput<T>() => throw new NotSupportedException("Inputs are parameters.");

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        throw new NotSupportedException("Nobody signals from within.");

    public override void SetCustomStatus(object? customStatus) =>
        throw new NotSupportedException("What is true stands on records.");

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        throw new NotSupportedException("Every process comes to an end.");

    private async Task<TResult> Call<TResult>(string name, object? input)
    {
        Calls.Add(name);
        var sent = JsonSerializer.Serialize(input);
        Assert.InRange(sent.Length, 0, 16 * 1024);
        if (!inputs.TryGetValue(name, out var known)) inputs[name] = known = [];
        known.Add(sent);
        try
        {
            var act = cast.GetValueOrDefault(name) ?? throw new InvalidOperationException($"Nobody plays {name}.");
            return await Task.FromResult(JsonSerializer.Deserialize<TResult>(act(sent))!);
        }
        catch (Fault fault)
        {
            throw new TaskFailedException(name, Calls.Count, fault);
        }
    }

    // Continuations run at once and here, and not somewhere later on xunit's own threads.
    private T Quietly<T>(Func<T> act)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var result = act();
            while (ears.DropCancelled())
            {
            }

            return result;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}

/// <summary>A step that failed, and its retries too.</summary>
internal sealed class Fault() : Exception("The world did not answer.");

using System.Text.Json;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Runtime.DurableTask;
using ActivityRequest = Serverless.Runtime.DurableTask.ActivityRequest;

namespace Serverless.Tests.Runtime;

/// <summary>
/// Orchestrators and activities that a test writes down as it goes; the genuine worker's runner runs the former.
/// </summary>
internal sealed class Code : IDurableCode, IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, Func<string, string?, CancellationToken, Task<object?>>> activities =
        new(StringComparer.OrdinalIgnoreCase);

    private ExtendedSessionsCache sessions = new();
    private readonly ServiceProvider services;

    public Code(ILoggerFactory? loggers = null) => services = new ServiceCollection()
        .AddSingleton(new DurableTaskShimFactory(
            new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(Json) },
            loggers ?? NullLoggerFactory.Instance))
        .BuildServiceProvider();

    /// <summary>Awaited before each turn and activity; what it throws comes in the place of an answer.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>Asked after each turn and activity whether its answer is lost on the way.</summary>
    public Func<bool> Loses { get; set; } = () => false;

    /// <summary>What the last turn was sent.</summary>
    public OrchestratorRequest? Asked { get; private set; }

    public Code Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> body)
    {
        orchestrators[name] = async context => await body(context);
        return this;
    }

    public Code Orchestrator(string name, Func<TaskOrchestrationContext, Task> body)
    {
        orchestrators[name] = async context =>
        {
            await body(context);
            return null;
        };
        return this;
    }

    public Code ActivityAsync<TInput, TOutput>(string name, Func<TInput, Task<TOutput>> body)
    {
        activities[name] = async (_, json, _) => await body(Read<TInput>(json));
        return this;
    }

    public Code Activity<TInput, TOutput>(string name, Func<TInput, TOutput> body) =>
        ActivityAsync<TInput, TOutput>(name, input => Task.FromResult(body(input)));

    public Code Activity<TOutput>(string name, Func<string, CancellationToken, Task<TOutput>> body)
    {
        activities[name] = async (instance, _, stop) => await body(instance, stop);
        return this;
    }

    /// <summary>Loses the orchestrators that it keeps in memory, as a worker does that was started anew.</summary>
    public void Forget() => sessions = new();

    public bool HasOrchestrator(string name) => orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => activities.ContainsKey(name);

    public async Task<OrchestratorResponse> Turn(string name, TurnRequest turn, CancellationToken stop)
    {
        if (Before is { } before)
            await before(name, stop);
        Asked = OrchestratorRequest.Parser.ParseFrom(turn.Request);
        var answer = GrpcOrchestrationRunner.LoadAndRun(
            Convert.ToBase64String(turn.Request), new Written(orchestrators[name]), sessions, services);
        return Loses()
            ? throw new CodeAwayException("The answer was lost.")
            : OrchestratorResponse.Parser.ParseFrom(ByteString.FromBase64(answer));
    }

    public async Task<string?> Act(string name, ActivityRequest activity, CancellationToken stop)
    {
        if (Before is { } before)
            await before(name, stop);
        object? result;
        try
        {
            result = await activities[name](activity.InstanceId, activity.Input, stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            throw new ActivityFailedException(Failures.Of(failure));
        }

        if (Loses())
            throw new CodeAwayException("The answer was lost.");
        return result is null ? null : JsonSerializer.Serialize(result, result.GetType(), Json);
    }

    public void Dispose()
    {
        sessions.Dispose();
        services.Dispose();
    }

    private static T Read<T>(string? json) => json is null ? default! : JsonSerializer.Deserialize<T>(json, Json)!;

    private sealed class Written(Func<TaskOrchestrationContext, Task<object?>> body) : ITaskOrchestrator
    {
        public Type InputType => typeof(JsonElement?);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
            body(new ReadingContext(context, input as JsonElement?, Json));
    }
}

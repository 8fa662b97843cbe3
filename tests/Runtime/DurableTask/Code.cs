using System.Text.Json;
using Microsoft.DurableTask;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>Orchestrators and activities that a test writes down as it goes.</summary>
internal sealed class Code : IDurableCode
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, Func<string, string?, CancellationToken, Task<object?>>> activities =
        new(StringComparer.OrdinalIgnoreCase);

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

    public bool HasOrchestrator(string name) => orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => activities.ContainsKey(name);

    public Task<object?> Orchestrate(string name, TaskOrchestrationContext context) => orchestrators[name](context);

    public Task<object?> Act(string name, string instanceId, string? inputJson, CancellationToken stop) =>
        activities[name](instanceId, inputJson, stop);

    private static T Read<T>(string? json) => json is null ? default! : JsonSerializer.Deserialize<T>(json, Json)!;
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime;

/// <summary>Gives the engine the app's orchestrators and activities.</summary>
internal sealed class DurableFunctions(
    FunctionCatalog catalog, Invocations invocations, IServiceScopeFactory scopes) : IDurableCode
{
    private readonly Dictionary<string, AppFunction> orchestrators = ByName(
        catalog.With<OrchestrationTriggerAttribute>().Select(each => (each.Trigger.Orchestration, each.Function)));

    private readonly Dictionary<string, AppFunction> activities = ByName(
        catalog.With<ActivityTriggerAttribute>().Select(each => (each.Trigger.Activity, each.Function)));

    public bool HasOrchestrator(string name) => orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => activities.ContainsKey(name);

    // Runs on the turn's own thread, so it awaits nothing that is not the orchestrator's.
    public async Task<object?> Orchestrate(string name, TaskOrchestrationContext context)
    {
        using var services = new LateScope(scopes);
        return await invocations.Replay(orchestrators[name], context, services);
    }

    public Task<object?> Act(string name, string instanceId, string? inputJson, CancellationToken stop) =>
        invocations.Run(activities[name], inputJson, stop);

    private static Dictionary<string, AppFunction> ByName(
        IEnumerable<(string? Name, AppFunction Function)> functions) =>
        functions.ToDictionary(
            each => string.IsNullOrEmpty(each.Name) ? each.Function.Name : each.Name,
            each => each.Function,
            StringComparer.OrdinalIgnoreCase);

    // Most replays end in the middle of a wait and never get to their end: what they did not open need not be closed.
    private sealed class LateScope(IServiceScopeFactory scopes) : IServiceProvider, IDisposable
    {
        private IServiceScope? scope;

        public object? GetService(Type serviceType) =>
            (scope ??= scopes.CreateScope()).ServiceProvider.GetService(serviceType);

        public void Dispose() => scope?.Dispose();
    }
}

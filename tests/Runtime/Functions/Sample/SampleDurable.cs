using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public sealed record Wish(string Name, int Times);

public static class SampleOrchestrations
{
    [Function("Granting")]
    public static async Task<string> Grant([OrchestrationTrigger] TaskOrchestrationContext context, Wish wish)
    {
        var granted = new List<string>();
        for (int time = 1; time <= wish.Times; time++)
            granted.Add(await context.CallActivityAsync<string>("Grant", wish with { Times = time }));
        return string.Join(", ", granted);
    }

    [Function("Waiting")]
    public static async Task<int> Wait([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromDays(3), CancellationToken.None);
        return await context.WaitForExternalEvent<int>("Answer");
    }

    [Function("BaseTyped")]
    public static string Name([OrchestrationTrigger] TaskOrchestrationContext context, Animal animal) =>
        context.IsReplaying ? "" : animal?.GetType().Name ?? "nothing";
}

[System.Text.Json.Serialization.JsonDerivedType(typeof(Dog), "dog")]
public record Animal(string Name);

public sealed record Dog(string Name) : Animal(Name);

public sealed class SampleActivities(Notebook notebook, Visit visit, SampleGate gate)
{
    [Function("Grant")]
    public string Grant([ActivityTrigger] Wish wish, FunctionContext context)
    {
        notebook.Write($"visit {visit.Id} {context.FunctionDefinition.Name}");
        return $"{wish.Name} {wish.Times}";
    }

    [Function("Dawdle")]
    public async Task<string> Dawdle([ActivityTrigger] string name, CancellationToken stop)
    {
        notebook.Write("dawdling");
        await gate.Opened.WaitAsync(stop);
        return "dawdled " + name;
    }

    [Function("Dawdling")]
    public static Task<string> Dawdling([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>("Dawdle", context.InstanceId);
}

public static class SampleDurableHttp
{
    [Function("StartGranting")]
    public static async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "wishes/{name}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string name,
        CancellationToken gone)
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync(
            "Granting", new Wish(name, request.Query.Count), new StartOrchestrationOptions(name), gone);
        return Results.Accepted($"/api/wishes/{id}");
    }
}

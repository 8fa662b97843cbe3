using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Serverless.Tests.Trouble;

/// <summary>Functions that note when they begin and end, and hold still until they are let go.</summary>
public sealed class TroubleFunctions(Diary diary)
{
    private const string Go = "go";

    [Function("Who")]
    public static IResult Who([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        Results.Text($"{Environment.ProcessId} {request.Method} {request.QueryString}");

    [Function("Hold")]
    public async Task<IResult> Hold(
        [HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken stop)
    {
        await Hold("hold " + request.Method, stop);
        return Results.Text("held");
    }

    [Function("Deaf")]
    public async Task<IResult> Deaf([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
    {
        diary.Write("deaf " + request.Method);
        await diary.Wait(Go, CancellationToken.None);
        return Results.Text("heard after all");
    }

    [Function("Letter")]
    public async Task Letter([QueueTrigger("letters")] string text, CancellationToken stop)
    {
        await Hold("letter " + text, stop);
        diary.Write("read " + text);
    }

    [Function("Labour")]
    public async Task<string> Labour([ActivityTrigger] string what, CancellationToken stop)
    {
        await Hold("labour " + what, stop);
        return "did " + what;
    }

    [Function("Labouring")]
    public static Task<string> Labouring([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>("Labour", context.InstanceId);

    private async Task Hold(string what, CancellationToken stop)
    {
        diary.Write(what);
        try
        {
            await diary.Wait(Go, stop);
        }
        catch (OperationCanceledException)
        {
            diary.Write("cancelled " + what);
            throw;
        }
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>Functions that look behind the curtain of the worker's packages.</summary>
public static class SampleSecrets
{
    [Function("Ids")]
    public static IResult Ids(
        [HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context) =>
        Results.Text($"{context.InvocationId} {request.Headers["x-ms-invocation-id"]}");

    [Function("Failing")]
    public static async Task<string> Failing([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync("Fail");
            return "";
        }
        catch (TaskFailedException failure)
        {
            var (outer, inner) = (failure.FailureDetails, failure.FailureDetails.InnerFailure!);
            return $"{outer.ErrorType}: {outer.ErrorMessage} < {inner.ErrorType}: {inner.ErrorMessage}";
        }
    }

    [Function("Fail")]
    public static void Fail([ActivityTrigger] FunctionContext context) => throw new InvalidOperationException(
        context.FunctionDefinition.Name == "Fail" ? "outer" : "", new TimeoutException("inner"));

    [Function("EchoingWords")]
    public static Task<string> Echoing([OrchestrationTrigger] TaskOrchestrationContext context, string[] words) =>
        context.CallActivityAsync<string>("EchoWords", words);

    [Function("EchoWords")]
    public static string Echo([ActivityTrigger] string[] words) => JsonSerializer.Serialize(words);
}

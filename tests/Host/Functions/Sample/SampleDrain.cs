using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Tests.Runtime;

public sealed class SampleDrain(SampleGate gate, Notebook notebook)
{
    [Function("Waits")]
    public async Task<IResult> Waits([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        notebook.Write("waiting");
        await gate.Opened;
        return Results.Text(request.Method == "GET" ? "finished" : "");
    }

    [Function("Free")]
    public static IResult Free([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Text(request.Method);
}

/// <summary>Holds functions back until a test opens it.</summary>
public sealed class SampleGate
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => opened.Task;

    public void Open() => opened.TrySetResult();
}

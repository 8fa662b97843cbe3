using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Tests.Runtime;

public sealed class SampleHttp(Visit visit, Notebook notebook, SampleGate gate)
{
    [Function("Hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        new OkObjectResult(new { Greeting = "hello", request.Method });

    [Function("GetThing")]
    public static IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id:guid}")] HttpRequest request,
        Guid id) => Results.Json(new { request.Path.Value, id });

    [Function("PutThing")]
    public static async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "things/{id:guid}")] HttpRequest request,
        string id)
    {
        using var reader = new StreamReader(request.Body);
        return Results.Text($"{id}={await reader.ReadToEndAsync()}");
    }

    [Function("LatestThing")]
    public static IResult Latest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/latest")] HttpRequest request) =>
        Results.Text("latest" + request.QueryString);

    [Function("Page")]
    public static IResult Page(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{number}/{size?}")] HttpRequest request,
        int number,
        int? size) => Results.Text($"{request.Method} {number} {size?.ToString() ?? "default"}");

    [Function("Rest")]
    public static IResult Rest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request,
        string path) => Results.Text($"{request.Method} {path}");

    [Function("Plain")]
    public static string Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        request.Method;

    [Function("Broken")]
    public static Task<IResult> Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException($"secret {request.Method}");

    [Function("BrokenInTheMiddle")]
    public static async Task<IResult> Torn([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("half");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("the other half");
    }

    [Function("Probe")]
    public static IResult Probe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "head", "options", Route = "probe")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.Append("X-Probe", request.Method);
        return Results.NoContent();
    }

    [Function("Stream")]
    public async Task Stream([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        foreach (string part in (string[])["first ", "second"])
        {
            await request.HttpContext.Response.WriteAsync(part);
            await request.HttpContext.Response.Body.FlushAsync();
            await gate.Opened;
        }
    }

    [Function("Locked")]
    public static IResult Locked([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) =>
        Results.Text("open " + request.Method);

    [Function("VisitIds")]
    public IResult Visits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        var same = context.InstanceServices.GetRequiredService<Visit>();
        var own = request.HttpContext.RequestServices.GetRequiredService<Visit>();
        return Results.Json(new { injected = visit.Id, context = same.Id, request = own.Id });
    }

    [Function("Slow")]
    public async Task<IResult> Slow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken gone)
    {
        notebook.Write("slow begins " + request.Method);
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(5), gone);
        }
        catch (OperationCanceledException)
        {
            notebook.Write("slow gives up");
        }

        return Results.Ok();
    }

    [Function("Endless")]
    public static async Task<IResult> Endless(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        return Results.Text(request.Method);
    }

    [Function("Definition")]
    public static IResult Definition(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        var definition = context.FunctionDefinition;
        return Results.Json(new
        {
            definition.Name,
            definition.EntryPoint,
            Bindings = definition.InputBindings.Values.Select(binding => $"{binding.Name} {binding.Type}"),
            Same = context.GetHttpContext()!.Request == request,
            HasId = Guid.TryParse(context.InvocationId, out _),
        });
    }
}

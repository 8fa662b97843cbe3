using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Tests.Runtime;

public static class TwiceRouted
{
    [Function("ByName")]
    public static IResult First(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "things/{name}")] HttpRequest request) =>
        Results.Text(request.Method);

    [Function("ById")]
    public static IResult Second(
        [HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "Things/{id}")] HttpRequest request) =>
        Results.Text(request.Method);
}

public static class Unbound
{
    [Function("Stranger")]
    public static IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, string? stranger, Uri? address) =>
        Results.Text($"{request.Method} {stranger ?? "nobody"} {address?.Host ?? "nowhere"}");
}

public static class NoTrigger
{
    [Function("Idle")]
    public static void Run(FunctionContext context) => ArgumentNullException.ThrowIfNull(context);
}

public static class KeptRoute
{
    [Function("Admin")]
    public static IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "admin/all")] HttpRequest request) =>
        Results.Text(request.Method);
}

public static class BadRoute
{
    [Function("BadRoute")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{b")] HttpRequest request) =>
        Results.Text(request.Method);
}

public static class CloudLevel
{
    [Function("CloudLevel")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) =>
        Results.Text(request.Method);
}

public static class BadQueueName
{
    [Function("BadQueueName")]
    public static void Run([QueueTrigger("No_Such_Name")] string message) => ArgumentNullException.ThrowIfNull(message);
}

public static class BadTimer
{
    [Function("BadTimer")]
    public static void Run([TimerTrigger("every day")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);
}

public static class UnknownSetting
{
    [Function("UnknownSetting")]
    public static void Run([QueueTrigger("%NoSuchSetting%")] string message) =>
        ArgumentNullException.ThrowIfNull(message);
}

public static class Outer
{
    public static class Nested
    {
        [Function("Nested")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            Results.Text(request.Method);
    }
}

public static class TwiceWritten
{
    [Function("Alone")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        Results.Text(request.Method);

    [Function("WithContext")]
    public static IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context) =>
        Results.Text(request.Method + context.InvocationId);
}

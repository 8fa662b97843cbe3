using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>
/// The middleware that writes what HTTP functions return. As on the Functions host, anything but an action result or
/// a result is not written: the caller gets 200 with an empty body.
/// </summary>
internal static class HttpResults
{
    /// <summary>Under this key the request is among the items of an invocation.</summary>
    public const string ItemKey = "HttpRequestContext";

    public static FunctionExecutionDelegate Write(FunctionExecutionDelegate next) => async context =>
    {
        if (context is not InvocationContext { Trigger: HttpContext http } invocation)
        {
            await next(context);
            return;
        }

        http.RequestServices = context.InstanceServices;
        invocation.Http = http;
        await next(context);
        if (context.InstanceServices.GetRequiredService<Stopping>().Killed)
            http.Abort();
        else if (!http.RequestAborted.IsCancellationRequested)
            await Write(http, invocation);
    };

    private static Task Write(HttpContext http, InvocationContext context)
    {
        switch (context.Result)
        {
            case IActionResult result:
                return result.ExecuteResultAsync(new(http, http.GetRouteData(), new ActionDescriptor()));
            case IResult result:
                return result.ExecuteAsync(http);
            default:
                context.InstanceServices.GetRequiredService<ILoggerFactory>().CreateLogger("Function")
                    .LogTrace("Function {Name} returned no HTTP response.", context.Function.Name);
                return Task.CompletedTask;
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>The HTTP functions as endpoints.</summary>
internal sealed class HttpFunctions(
    FunctionCatalog catalog, HostSettings settings, FunctionKeys keys, Invocations invocations, Stopping stopping)
{
    /// <summary>Adds routing and every function's route; a mistake in a route is told at start.</summary>
    public void Map(WebApplication app, List<string> problems)
    {
        app.UseRouting();
        app.Use(NotFoundForOtherMethods);
        foreach (var function in catalog.Of("http"))
        {
            try
            {
                Map(app, function, HttpTrigger.Of(function));
            }
            catch (Exception exception) when (exception is RoutePatternException or StartException)
            {
                problems.Add($"Function '{function.Name}': {exception.Message}");
            }
        }

        problems.AddRange(HttpRoutes.SameTwice(catalog));
    }

    private void Map(WebApplication app, AppFunction function, HttpTrigger trigger)
    {
        HttpRoutes.Check(trigger);
        var pattern = RoutePatternFactory.Parse(HttpRoutes.Template(settings.RoutePrefix, trigger));
        var endpoint = app.Map(pattern, http => Answer(http, function, trigger.Level));
        endpoint.WithDisplayName(function.Name);
        if (trigger.Methods is { Length: > 0 } methods)
            endpoint.WithMetadata(new HttpMethodMetadata(methods.Select(method => method.ToUpperInvariant())));
    }

    // The Functions host knows no 405: what has no function for its method is not there, HEAD and OPTIONS included.
    private static Task NotFoundForOtherMethods(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is RouteEndpoint)
            return next(http);
        http.SetEndpoint(null);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task Answer(HttpContext http, AppFunction function, HttpLevel level)
    {
        if (!keys.Admit(function, level, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await invocations.Run(
                function, request => Fill(request, function, http), (worker, id) => worker.Program.Forward(http, id),
                http.RequestAborted, stopping.OutOfPatience);
            if (stopping.Killed)
                http.Abort();
        }
        catch (Exception) when (http.Response.HasStarted || stopping.Killed)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
        }
        catch (Exception)
        {
            // Told by the invocation's log line; the caller learns nothing of it.
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    // The request itself goes to the worker's own server: here it is only named, with the values of its route.
    private static void Fill(InvocationRequest request, AppFunction function, HttpContext http)
    {
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = new() { Http = new() } });
        foreach (var (name, value) in http.Request.RouteValues)
        {
            if (value?.ToString() is { } text)
                request.TriggerMetadata[name] = new() { String = text };
        }
    }
}

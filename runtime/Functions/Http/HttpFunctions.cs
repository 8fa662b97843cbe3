using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

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
        foreach (var (function, trigger) in catalog.With<HttpTriggerAttribute>())
        {
            try
            {
                Map(app, function, trigger);
            }
            catch (Exception exception) when (exception is RoutePatternException or StartException)
            {
                problems.Add($"Function '{function.Name}': {exception.Message}");
            }
        }

        problems.AddRange(HttpRoutes.SameTwice(catalog));
    }

    private void Map(WebApplication app, AppFunction function, HttpTriggerAttribute trigger)
    {
        HttpRoutes.Check(trigger);
        var pattern = RoutePatternFactory.Parse(HttpRoutes.Template(settings.RoutePrefix, function, trigger));
        var endpoint = app.Map(pattern, http => Answer(http, function, trigger.AuthLevel));
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

    private async Task Answer(HttpContext http, AppFunction function, AuthorizationLevel level)
    {
        if (!keys.Admit(function, level, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await invocations.Run(function, http, http.RequestAborted, stopping.OutOfPatience);
        }
        catch (Exception) when (http.Response.HasStarted)
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
}

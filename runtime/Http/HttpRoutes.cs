using Microsoft.AspNetCore.Routing.Patterns;

namespace Serverless.Runtime;

/// <summary>The routes of HTTP functions.</summary>
internal static class HttpRoutes
{
    /// <summary>The whole template: prefix, and route or name.</summary>
    public static string Template(string prefix, HttpTrigger trigger) =>
        $"/{prefix}/{trigger.Route.TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal);

    /// <summary>Refuses what the Functions host refuses.</summary>
    public static void Check(HttpTrigger trigger)
    {
        if (trigger.Level == HttpLevel.User)
            throw new StartException("AuthorizationLevel.User is known in the cloud only; use another level.");
        string route = trigger.Route;
        if (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase)
            || route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
            throw new StartException($"route '{route}' begins with admin or runtime, which the Functions host keeps.");
    }

    /// <summary>A sentence for each two functions that would answer the same requests.</summary>
    public static IEnumerable<string> SameTwice(FunctionCatalog catalog)
    {
        var routes = catalog.Of("http").Select(each => (Function: each, Trigger: HttpTrigger.Of(each))).ToArray();
        return
            from first in routes
            from second in routes
            where string.CompareOrdinal(first.Function.Name, second.Function.Name) < 0
                && Shape(first.Trigger) is { } shape
                && shape == Shape(second.Trigger)
                && Overlap(first.Trigger.Methods, second.Trigger.Methods)
            select $"Functions '{first.Function.Name}' and '{second.Function.Name}' have the same route and method.";
    }

    private static bool Overlap(string[] first, string[] second) =>
        first is [] || second is []
        || first.Intersect(second, StringComparer.OrdinalIgnoreCase).Any();

    // What a parameter is called makes no difference to which requests match; what it must look like does.
    private static string? Shape(HttpTrigger trigger)
    {
        try
        {
            var pattern = RoutePatternFactory.Parse(trigger.Route);
            return string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Part))));
        }
        catch (RoutePatternException)
        {
            return null;
        }
    }

    private static string Part(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.ParameterKind}:{Policies(parameter)}}}",
        _ => "",
    };

    private static string Policies(RoutePatternParameterPart parameter) =>
        string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content));
}

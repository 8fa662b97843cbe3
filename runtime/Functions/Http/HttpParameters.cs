using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Runtime;

/// <summary>The arguments of HTTP functions: the request, and route values by name.</summary>
internal static class HttpParameters
{
    public static ParameterSource? Source(AppFunction function, HttpTriggerAttribute trigger, ParameterInfo parameter)
    {
        if (function.IsTrigger(parameter))
            return parameter.ParameterType == typeof(HttpRequest)
                ? context => new(((HttpContext)context.Trigger!).Request)
                : null;
        return RouteNames(trigger).Contains(parameter.Name!, StringComparer.OrdinalIgnoreCase)
            ? context => new(RouteValue(parameter, context))
            : null;
    }

    private static IEnumerable<string> RouteNames(HttpTriggerAttribute trigger)
    {
        try
        {
            return RoutePatternFactory.Parse(trigger.Route ?? "").Parameters.Select(parameter => parameter.Name);
        }
        catch (RoutePatternException)
        {
            // The route itself is reported where endpoints are made.
            return [];
        }
    }

    private static object? RouteValue(ParameterInfo parameter, InvocationContext context)
    {
        if (((HttpContext)context.Trigger!).GetRouteValue(parameter.Name!) is { } value)
            return TextConversion.To(parameter, value.ToString()!, context);
        bool optional = !parameter.ParameterType.IsValueType
            || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
        if (optional)
            return null;
        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new FunctionInputConverterException(
                $"Function '{context.Function.Name}': the request has no value for parameter '{parameter.Name}'.");
    }
}

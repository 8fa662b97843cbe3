using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>One route under <c>/api/staff</c>, as the app declares it.</summary>
public sealed partial record StaffRoute(string Function, HttpMethod Method, string Route)
{
    /// <summary>All of them, found in the app itself, so that none is forgotten.</summary>
    public static IReadOnlyList<StaffRoute> All { get; } =
    [
        .. from type in typeof(CartFunctions).Assembly.GetTypes()
           from method in type.GetMethods()
           where method.GetCustomAttribute<FunctionAttribute>() is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Route?.StartsWith("staff/", StringComparison.Ordinal) == true
           from verb in trigger.Methods ?? []
           orderby trigger.Route
           select new StaffRoute(
               method.GetCustomAttribute<FunctionAttribute>()!.Name, HttpMethod.Parse(verb), trigger.Route!),
    ];

    /// <summary>An address of it, of things that are not there.</summary>
    public string Address => "/api/" + Hole().Replace(Route, _ => Guid.NewGuid().ToString());

    public override string ToString() => $"{Method} {Route}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}

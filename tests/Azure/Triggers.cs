using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>One trigger of one function, as reflection shows it.</summary>
internal sealed record Trigger(string Function, ParameterInfo Parameter, Attribute Attribute)
{
    public Type Message => Parameter.ParameterType;

    /// <summary>Every trigger of a type.</summary>
    public static IReadOnlyList<(Trigger Trigger, T Attribute)> All<T>() where T : Attribute =>
        [.. Everything.Where(trigger => trigger.Attribute is T).Select(trigger => (trigger, (T)trigger.Attribute))];

    /// <summary>The triggers on the bus: what is said of their function, of the queue and of the connection.</summary>
    public static IReadOnlyList<(Trigger Trigger, string Queue, string? Connection)> Bus =>
        [.. Everything.Where(one => one.Attribute.GetType().Name == "ServiceBusTriggerAttribute")
            .Select(one => (one, Said(one, "QueueName")!, Said(one, "Connection")))];

    /// <summary>Every trigger of every function, those on the bus among them.</summary>
    public static IReadOnlyList<Trigger> Everything { get; } =
    [
        .. from type in typeof(StockFunctions).Assembly.GetTypes().Concat(BusBuild.Assembly.GetTypes())
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           from attribute in parameter.GetCustomAttributes()
           where attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal)
           select new Trigger(function.Name, parameter, attribute),
    ];

    // The attribute is compiled while the tests run, so that only reflection knows it.
    private static string? Said(Trigger trigger, string property) =>
        trigger.Attribute.GetType().GetProperty(property)!.GetValue(trigger.Attribute) as string;
}

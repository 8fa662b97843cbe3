using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>One trigger of one function, as reflection shows it.</summary>
internal sealed record Trigger(string Function, ParameterInfo Parameter, Attribute Attribute)
{
    public Type Message => Parameter.ParameterType;

    /// <summary>Every trigger of a type in both builds.</summary>
    public static IReadOnlyList<(Trigger Trigger, T Attribute)> All<T>() where T : Attribute =>
        [.. Everything.Where(trigger => trigger.Attribute is T).Select(trigger => (trigger, (T)trigger.Attribute))];

    /// <summary>What is compiled here in the place of the Azure build.</summary>
    private static IEnumerable<Type> OnlyInAzure => typeof(BusFunctions).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(BusFunctions).Namespace);

    /// <summary>Every trigger of every function in both builds.</summary>
    public static IReadOnlyList<Trigger> Everything { get; } =
    [
        .. from type in typeof(StockFunctions).Assembly.GetTypes().Concat(OnlyInAzure)
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           from attribute in parameter.GetCustomAttributes()
           where attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal)
           select new Trigger(function.Name, parameter, attribute),
    ];
}

using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Serverless.Runtime;

/// <summary>All functions of an app, found and checked at its start.</summary>
internal sealed class FunctionCatalog
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance |
        BindingFlags.DeclaredOnly;

    private FunctionCatalog(ImmutableArray<AppFunction> functions) => Functions = functions;

    /// <summary>In the order of their names; without those that settings have switched off.</summary>
    public ImmutableArray<AppFunction> Functions { get; }

    /// <summary>Those with one kind of trigger.</summary>
    public IEnumerable<(AppFunction Function, T Trigger)> With<T>()
        where T : TriggerBindingAttribute =>
        from function in Functions
        where function.Trigger is T
        select (function, (T)function.Trigger);

    /// <summary>Finds the functions of some types; every mistake in them is told at once.</summary>
    public static FunctionCatalog Of(IEnumerable<Type> types, Func<string, bool> isDisabled)
    {
        var problems = new List<string>();
        var found = ImmutableArray.CreateBuilder<AppFunction>();
        var methods = from type in types
                      from method in type.GetMethods(Any)
                      let attribute = method.GetCustomAttribute<FunctionAttribute>()
                      where attribute is not null
                      orderby attribute.Name
                      select (attribute.Name, method);
        foreach (var (name, method) in methods)
        {
            if (Problem(name, method) is { } problem)
                problems.Add(problem);
            else
                found.Add(Function(name, method, problems));
        }

        problems.AddRange(
            from function in found
            group function by function.Name.ToUpperInvariant() into same
            where same.Count() > 1
            select $"Two functions are named '{same.First().Name}': " +
                string.Join(" and ", same.Select(function => function.EntryPoint)) + ".");
        return problems.Count == 0
            ? new([.. found.Where(function => !isDisabled(function.Name))])
            : throw new StartException(string.Join(Environment.NewLine, problems));
    }

    private static AppFunction Function(string name, MethodInfo method, List<string> problems)
    {
        var (parameter, trigger) = Triggers(method).Single();
        var function = new AppFunction(name, method, parameter, trigger);
        var sources = ImmutableArray.CreateBuilder<ParameterSource>();
        foreach (var each in method.GetParameters())
        {
            if (Parameters.Source(function, each) is { } source)
                sources.Add(source);
            else
                problems.Add(
                    $"Function '{name}': nothing binds parameter '{each.Name}' of type {each.ParameterType.Name}.");
        }

        function.Sources = sources.ToImmutable();
        return function;
    }

    private static string? Problem(string name, MethodInfo method)
    {
        var type = method.DeclaringType!;
        string at = $"Function '{name}' ({type.FullName}.{method.Name})";
        int triggers = Triggers(method).Count();
        return
            type.IsNested ? $"{at} is in a nested class, which the Functions host does not load." :
            !type.IsPublic || !method.IsPublic ? $"{at} is not public, so it would never run." :
            type.ContainsGenericParameters || method.IsGenericMethod ? $"{at} is generic, which is not possible." :
            type.IsAbstract && !method.IsStatic ? $"{at} is on an abstract class." :
            triggers == 0 ? $"{at} has no parameter with a trigger." :
            triggers > 1 ? $"{at} has more than one trigger." :
            null;
    }

    private static IEnumerable<(ParameterInfo Parameter, TriggerBindingAttribute Trigger)> Triggers(
        MethodInfo method) =>
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()
        where trigger is not null
        select (parameter, trigger);
}

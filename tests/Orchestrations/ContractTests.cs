using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

/// <summary>Names and types that the engine knows only as strings, so that the compiler cannot check them.</summary>
public sealed class ContractTests
{
    private static readonly ILookup<string, MethodInfo> Functions = Assembly.Load("Serverless.Functions").GetTypes()
        .SelectMany(type => type.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
        .ToLookup(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);

    private static readonly MethodInfo[] Performed =
        [.. Functions.SelectMany(same => same).Where(method => Trigger<ActivityTriggerAttribute>(method) is not null)];

    [Fact]
    public void Every_activity_has_exactly_one_function_of_its_types() => Assert.All(Named(typeof(Activity<,>)), one =>
    {
        var types = one.Type.GetGenericArguments();
        var function = Assert.Single(Functions[one.Name]);
        Assert.Equal(types[0], Trigger<ActivityTriggerAttribute>(function)?.ParameterType);
        Assert.Equal(typeof(Task<>).MakeGenericType(typeof(Result<>).MakeGenericType(types[1])), function.ReturnType);
    });

    [Fact]
    public void Every_activity_function_is_called_by_somebody() => Assert.Empty(Performed
        .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name)
        .Except(Named(typeof(Activity<,>)).Select(one => one.Name)));

    [Fact]
    public void No_two_functions_have_one_name() => Assert.Empty(Functions
        .Select(same => (Name: same.Key, Count: same.Count()))
        .Concat(Orchestrators.All.Keys.Select(name => (Name: name, Count: 1)))
        .GroupBy(one => one.Name, one => one.Count, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Sum() > 1)
        .Select(same => same.Key));

    [Fact]
    public void An_activity_has_one_name_in_the_code_and_it_is_the_one_on_the_wire() => Assert.All(
        Named(typeof(Activity<,>)), one => Assert.Equal(one.Field, one.Name));

    [Fact]
    public void A_signal_has_one_name_and_one_type_wherever_it_is_heard() => Assert.All(
        Named(typeof(Signal<>)).GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase), same =>
        {
            Assert.Single(same.Select(one => one.Type).Distinct());
            Assert.All(same, one => Assert.Equal(one.Field, one.Name));
        });

    [Fact]
    public void A_process_hears_each_of_its_signals_under_a_name_of_its_own() => Assert.All(
        Named(typeof(Signal<>)).GroupBy(one => one.Owner), signals =>
        {
            var names = signals.Select(one => one.Name).Append(Flow.Resumed.Name).ToList();
            if (signals.Key == typeof(Flow)) names.Remove(Flow.Resumed.Name);
            Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        });

    [Fact]
    public void An_orchestrator_is_static_named_after_its_file_and_takes_its_start_as_a_record() => Assert.All(
        Orchestrators.All, one =>
        {
            var (name, method) = one;
            Assert.True(method.IsStatic);
            Assert.Equal(method.DeclaringType!.Name, name);
            var parameters = method.GetParameters();
            Assert.Equal(typeof(TaskOrchestrationContext), parameters[0].ParameterType);
            Assert.NotNull(parameters[0].GetCustomAttribute<OrchestrationTriggerAttribute>());

            // A binder gives null, without a word, where the type is not exactly the input's.
            Assert.Equal(2, parameters.Length);
            Assert.True(parameters[1].ParameterType is { IsSealed: true, IsClass: true, IsGenericType: false });
            Assert.EndsWith("Start", parameters[1].ParameterType.Name, StringComparison.Ordinal);
        });

    private static ParameterInfo? Trigger<T>(MethodInfo method) where T : Attribute =>
        method.GetParameters().SingleOrDefault(parameter => parameter.GetCustomAttribute<T>() is not null);

    private static List<(Type Owner, string Field, string Name, Type Type)> Named(Type kind)
    {
        var found = from owner in typeof(Flow).Assembly.GetTypes()
                    from field in owner.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    let type = field.FieldType
                    where type.IsGenericType && type.GetGenericTypeDefinition() == kind
                    let name = (string)type.GetProperty("Name")!.GetValue(field.GetValue(null))!
                    select (owner, field.Name, name, type);
        return [.. found];
    }
}

using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime;

/// <summary>The arguments that the durable engine gives: client, context, and inputs.</summary>
internal static class DurableParameters
{
    private static readonly MethodInfo TypedRead =
        typeof(DurableParameters).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static ParameterSource? Source(AppFunction function, ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<DurableClientAttribute>() is not null)
            return parameter.ParameterType == typeof(DurableTaskClient)
                ? context => new(context.InstanceServices.GetRequiredService<DurableTaskClient>())
                : null;
        bool isTrigger = function.IsTrigger(parameter);
        return function.Trigger switch
        {
            ActivityTriggerAttribute when isTrigger => context => new(ActivityInput(parameter, context)),
            OrchestrationTriggerAttribute when isTrigger && IsContext(parameter) => context => new(context.Trigger),
            OrchestrationTriggerAttribute when !isTrigger && CanBeInput(parameter.ParameterType) => Input(parameter),
            _ => null,
        };
    }

    private static bool IsContext(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TaskOrchestrationContext);

    // Only a type that a value can be exactly of: the genuine binding leaves every other silently null.
    private static bool CanBeInput(Type type) =>
        !type.IsInterface && !type.IsAbstract && Nullable.GetUnderlyingType(type) is null;

    private static ParameterSource Input(ParameterInfo parameter)
    {
        var read = TypedRead.MakeGenericMethod(parameter.ParameterType)
            .CreateDelegate<Func<TaskOrchestrationContext, object?>>();
        return context =>
        {
            var input = read((TaskOrchestrationContext)context.Trigger!);
            if (input?.GetType() == parameter.ParameterType)
                return new(input);
            return parameter.ParameterType.IsValueType
                ? throw new FunctionInputConverterException(
                    $"Orchestrator '{context.Function.Name}' was given no input for parameter '{parameter.Name}'.")
                : new((object?)null);
        };
    }

    private static object? Read<T>(TaskOrchestrationContext context) => context.GetInput<T>();

    private static object? ActivityInput(ParameterInfo parameter, InvocationContext context)
    {
        var json = (string?)context.Trigger;
        if (json is null)
            return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                ? throw Unreadable(parameter, context, null)
                : null;
        var options = context.InstanceServices.GetRequiredService<DurableEngineOptions>().JsonSerializerOptions;
        try
        {
            return JsonSerializer.Deserialize(json, parameter.ParameterType, options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw Unreadable(parameter, context, exception);
        }
    }

    private static FunctionInputConverterException Unreadable(
        ParameterInfo parameter, InvocationContext context, Exception? cause) =>
        new($"Activity '{context.Function.Name}': its input cannot be read as {parameter.ParameterType.Name}.", cause!);
}

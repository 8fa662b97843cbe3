using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Runtime;

/// <summary>Calls a method and awaits what it returns; all reflection is done once.</summary>
internal sealed class FunctionCall
{
    private static readonly MethodInfo OfTask = Own(nameof(TaskResult));
    private static readonly MethodInfo OfValueTask = Own(nameof(ValueTaskResult));

    private readonly MethodInvoker method;
    private readonly ObjectFactory? instance;
    private readonly Func<object?, Task<object?>> result;

    public FunctionCall(MethodInfo method)
    {
        this.method = MethodInvoker.Create(method);
        instance = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
        result = Result(method.ReturnType);
    }

    public Task<object?> On(IServiceProvider services, object?[] arguments) =>
        result(method.Invoke(instance?.Invoke(services, null), arguments.AsSpan()));

    private static Func<object?, Task<object?>> Result(Type type)
    {
        if (type == typeof(Task))
            return async returned =>
            {
                await (Task)returned!;
                return null;
            };
        if (type == typeof(ValueTask))
            return async returned =>
            {
                await (ValueTask)returned!;
                return null;
            };
        var awaited = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var reader = awaited == typeof(Task<>) ? OfTask : awaited == typeof(ValueTask<>) ? OfValueTask : null;
        return reader is null
            ? Task.FromResult
            : reader.MakeGenericMethod(type.GetGenericArguments()[0]).CreateDelegate<Func<object?, Task<object?>>>();
    }

    private static async Task<object?> TaskResult<T>(object? returned) => await (Task<T>)returned!;

    private static async Task<object?> ValueTaskResult<T>(object? returned) => await (ValueTask<T>)returned!;

    private static MethodInfo Own(string name) =>
        typeof(FunctionCall).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}

using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Serverless.Runtime;

/// <summary>A function of the app: its method, what triggers it, and where its arguments come from.</summary>
internal sealed class AppFunction : FunctionDefinition
{
    private readonly FunctionCall call;

    public AppFunction(string name, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    {
        (Name, Method, TriggerParameter, Trigger) = (name, method, triggerParameter, trigger);
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        InputBindings = method.GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<BindingAttribute>() is not null)
            .ToImmutableDictionary(parameter => parameter.Name!, BindingMetadata (parameter) => new Binding(parameter));
        call = new FunctionCall(method);
    }

    public override string Name { get; }

    public override string EntryPoint { get; }

    public override string Id => EntryPoint;

    public override string PathToAssembly => Method.Module.FullyQualifiedName;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
        ImmutableDictionary<string, BindingMetadata>.Empty;

    public MethodInfo Method { get; }

    public TriggerBindingAttribute Trigger { get; }

    public ParameterInfo TriggerParameter { get; }

    /// <summary>Whether a parameter of this function is the one with the trigger.</summary>
    // By place, since hosts that start at once may each be given an object of their own for the same parameter.
    public bool IsTrigger(ParameterInfo parameter) => parameter.Position == TriggerParameter.Position;

    /// <summary>One for each parameter, in order.</summary>
    public ImmutableArray<ParameterSource> Sources { get; set; } = [];

    /// <summary>Binds the arguments and runs the method, on an instance of its own where it is not static.</summary>
    public async Task<object?> Call(InvocationContext context)
    {
        var arguments = new object?[Sources.Length];
        for (int index = 0; index < arguments.Length; index++)
            arguments[index] = await Sources[index](context);
        return await call.On(context.InstanceServices, arguments);
    }

    private sealed class Binding(ParameterInfo parameter) : BindingMetadata
    {
        public override string Name => parameter.Name!;

        // OrchestrationTriggerAttribute -> orchestrationTrigger
        public override string Type { get; } =
            BindingTypes.Of(parameter.GetCustomAttribute<BindingAttribute>()!.GetType());

        public override BindingDirection Direction => BindingDirection.In;
    }
}

/// <summary>Gives one argument of an invocation.</summary>
internal delegate ValueTask<object?> ParameterSource(InvocationContext context);

/// <summary>The names of bindings as function metadata has them.</summary>
internal static class BindingTypes
{
    public static string Of(Type attribute)
    {
        string name = attribute.Name[..^"Attribute".Length];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}

using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function is: its method, its name and its bindings.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The assembly's file.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>Type and method, <c>Namespace.Type.Method</c>.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The same for every invocation of the function.</summary>
    public abstract string Id { get; }

    /// <summary>The name given with <see cref="FunctionAttribute"/>.</summary>
    public abstract string Name { get; }

    /// <summary>What it reads, by parameter name; the trigger among them.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>What it writes; the embedded host knows no output bindings, so none.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
}

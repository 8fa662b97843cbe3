using System.Collections.Immutable;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Runtime;

/// <summary>One invocation of a function of this app.</summary>
internal sealed class InvocationContext : FunctionContext
{
    public InvocationContext(
        AppFunction function, object? trigger, IServiceProvider services, CancellationToken cancellation)
    {
        (Function, Trigger, InstanceServices, CancellationToken) = (function, trigger, services, cancellation);
        Features.Set(new ResultSlot());
    }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => Function.Id;

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition => Function;

    public override BindingContext BindingContext => field ??= new TriggerData(Trigger);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    public AppFunction Function { get; }

    /// <summary>What the function runs for: a request, a message, a context; each trigger has its own type.</summary>
    public object? Trigger { get; }

    public object? Result
    {
        get => Features.Get<ResultSlot>()!.Value;
        set => Features.Get<ResultSlot>()!.Value = value;
    }
}

/// <summary>Holds what the function returned.</summary>
internal sealed class ResultSlot : InvocationResult
{
    public override object? Value { get; set; }
}

/// <summary>What is known of a message; of other triggers the function itself is given everything.</summary>
internal sealed class TriggerData(object? trigger) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData { get; } = trigger is QueueMessage message
        ? QueueParameters.Data(message)
        : ImmutableDictionary<string, object?>.Empty;
}

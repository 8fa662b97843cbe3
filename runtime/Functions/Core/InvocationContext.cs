using System.Collections.Immutable;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Runtime;

/// <summary>One invocation of a function of this app; what most never ask for is made when it is asked for.</summary>
internal sealed class InvocationContext(
    AppFunction function, object? trigger, IServiceProvider services, CancellationToken cancellation) : FunctionContext
{
    private readonly ResultSlot result = new();
    private IDictionary<object, object>? items;

    public override string InvocationId => field ??= Guid.NewGuid().ToString();

    public override string FunctionId => Function.Id;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => Function;

    public override BindingContext BindingContext => field ??= new TriggerData(Trigger);

    public override IDictionary<object, object> Items
    {
        get => items ??= Http is null ? [] : new Dictionary<object, object> { [HttpResults.ItemKey] = Http };
        set => items = value;
    }

    public override IInvocationFeatures Features => field ??= new InvocationFeatures(result);

    public override CancellationToken CancellationToken { get; } = cancellation;

    public AppFunction Function { get; } = function;

    /// <summary>What the function runs for: a request, a message, a context; each trigger has its own type.</summary>
    public object? Trigger { get; } = trigger;

    /// <summary>The request, from where in the pipeline middleware may have it.</summary>
    public HttpContext? Http
    {
        get;
        set
        {
            field = value;
            items?[HttpResults.ItemKey] = value!;
        }
    }

    public object? Result
    {
        get => result.Value;
        set => result.Value = value;
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

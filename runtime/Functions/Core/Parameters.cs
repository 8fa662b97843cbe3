using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Runtime;

/// <summary>Decides for each parameter of a function where its arguments come from.</summary>
internal static class Parameters
{
    /// <summary>The source, or null where there is none.</summary>
    public static ParameterSource? Source(AppFunction function, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
            return context => new(context);
        if (parameter.ParameterType == typeof(CancellationToken))
            return context => new(context.CancellationToken);
        if (DurableParameters.Source(function, parameter) is { } durable)
            return durable;
        return function.Trigger switch
        {
            HttpTriggerAttribute http => HttpParameters.Source(function, http, parameter),
            QueueTriggerAttribute => QueueParameters.Source(function, parameter),
            TimerTriggerAttribute => TimerParameters.Source(function, parameter),
            _ => null,
        };
    }
}

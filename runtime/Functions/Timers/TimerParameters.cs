using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Runtime;

/// <summary>The argument of timer functions.</summary>
internal static class TimerParameters
{
    public static ParameterSource? Source(AppFunction function, ParameterInfo parameter) =>
        function.IsTrigger(parameter) && parameter.ParameterType == typeof(TimerInfo)
            ? context => new(context.Trigger)
            : null;
}

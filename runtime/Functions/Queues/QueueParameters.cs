using System.Globalization;
using System.Reflection;
using Azure.Storage.Queues.Models;

namespace Serverless.Runtime;

/// <summary>The arguments of queue functions: the message, and what is known of it by name.</summary>
internal static class QueueParameters
{
    private static readonly Dictionary<string, (Type Type, Func<QueueMessage, object?> Value)> Known =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["id"] = (typeof(string), message => message.MessageId),
            ["popReceipt"] = (typeof(string), message => message.PopReceipt),
            ["dequeueCount"] = (typeof(long), message => message.DequeueCount),
            ["insertionTime"] = (typeof(DateTimeOffset), message => message.InsertedOn),
            ["expirationTime"] = (typeof(DateTimeOffset), message => message.ExpiresOn),
            ["nextVisibleTime"] = (typeof(DateTimeOffset), message => message.NextVisibleOn),
        };

    /// <summary>What middleware is told of a message, as the Functions host tells it: all of it as text.</summary>
    public static IReadOnlyDictionary<string, object?> Data(QueueMessage message) =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = message.Body.ToString(),
            ["Id"] = message.MessageId,
            ["PopReceipt"] = message.PopReceipt,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
        };

    public static ParameterSource? Source(AppFunction function, ParameterInfo parameter)
    {
        if (function.IsTrigger(parameter))
            return context => new(Argument(parameter, context));
        return Known.TryGetValue(parameter.Name!, out var known) && parameter.ParameterType == known.Type
            ? context => new(known.Value((QueueMessage)context.Trigger!))
            : null;
    }

    private static object? Argument(ParameterInfo parameter, InvocationContext context)
    {
        var message = (QueueMessage)context.Trigger!;
        if (parameter.ParameterType == typeof(QueueMessage))
            return message;
        return parameter.ParameterType == typeof(BinaryData)
            ? message.Body
            : TextConversion.To(parameter, message.Body.ToString(), context);
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Adapters;

/// <summary>Takes the trace of whoever sends a message to whoever hears it.</summary>
/// <remarks>
/// A Storage Queue message has no properties beside its text, and neither Azure's client nor the Functions host puts a
/// trace there (azure-functions-dotnet-worker #1126), so a message that is a JSON object carries it in a field more:
/// <c>traceparent</c> of W3C Trace Context. Who does not know the field, passes over it.
/// </remarks>
public static class MessageTrace
{
    /// <summary>The name of the source, for whoever collects spans.</summary>
    public const string Source = "Serverless.Messages";

    /// <summary>Where Service Bus has its place for it, and where the Functions host looks for it.</summary>
    /// <remarks>learn.microsoft.com/azure/service-bus-messaging/service-bus-end-to-end-tracing</remarks>
    public const string Property = "Diagnostic-Id";

    private const string Field = "traceparent";

    private static readonly ActivitySource Spans = new(Source);

    /// <summary>The W3C traceparent of what goes on here; null where nobody traces.</summary>
    public static string? Here => Activity.Current is { IdFormat: ActivityIdFormat.W3C } here ? here.Id : null;

    /// <summary>Begins the span of a consumer within the trace of the sender, beside the host's own.</summary>
    /// <returns>Null where nobody traces, or where the message has no trace.</returns>
    public static Activity? Continue(string consumer, string message) =>
        ActivityContext.TryParse(Read(message), null, isRemote: true, out var sender)
            ? Spans.StartActivity(
                $"hear {consumer}", ActivityKind.Consumer, sender,
                links: Activity.Current is { } host ? [new ActivityLink(host.Context)] : null)
            : null;

    internal static byte[] Write<T>(T message)
    {
        if (Here is not { } here || JsonSerializer.SerializeToNode(message, Json.Options) is not JsonObject json)
            return JsonSerializer.SerializeToUtf8Bytes(message, Json.Options);
        json[Field] = here;
        return JsonSerializer.SerializeToUtf8Bytes(json, Json.Options);
    }

    private static string? Read(string message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(Field, out var trace) && trace.ValueKind == JsonValueKind.String
                ? trace.GetString()
                : null;
        }
        catch (JsonException)
        {
            // What is no JSON is the consumer's to refuse.
            return null;
        }
    }
}

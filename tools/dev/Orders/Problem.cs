using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Dev;

/// <summary>Reads why something was refused: the shop's problem details, or the payment provider's error.</summary>
internal static class Problem
{
    public static (string Code, string Message)? Read(string body)
    {
        try
        {
            var problem = JsonNode.Parse(body) as JsonObject;
            if (problem?["error"] is JsonObject error)
                return (Text(error, "code") ?? "card_error", Text(error, "message") ?? body);
            return Text(problem, "code") is { } code
                ? (code, Text(problem, "detail") ?? Text(problem, "title") ?? code)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? thing, string name) =>
        thing?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

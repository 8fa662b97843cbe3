using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>One question to a shop's API.</summary>
internal static class Asking
{
    /// <param name="body">Sent as JSON, or as it is where it is bytes.</param>
    public static async Task<(HttpStatusCode Status, JsonNode? Answer)> Send(
        HttpClient client, HttpMethod method, string path, string? token, object? body,
        (string Name, string? Value) header)
    {
        using var request = new HttpRequestMessage(method, path);
        if (header is { Name: { } name, Value: { } value }) request.Headers.TryAddWithoutValidation(name, value);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is byte[] bytes) request.Content = new ByteArrayContent(bytes);
        else if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        bool isJson = $"{response.Content.Headers.ContentType?.MediaType}".EndsWith("json", StringComparison.Ordinal);
        return (response.StatusCode, text.Length > 0 && isJson ? JsonNode.Parse(text) : null);
    }
}

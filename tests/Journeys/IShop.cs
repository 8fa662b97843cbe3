using System.Net;
using System.Text.Json.Nodes;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>A shop that a person can use over HTTP, wherever its app runs.</summary>
public interface IShop
{
    SandboxApp Sandbox { get; }

    /// <summary>What an operator would be alarmed by.</summary>
    string Alarms { get; }

    /// <summary>Asks the API with a token; answers what came.</summary>
    Task<(HttpStatusCode Status, JsonNode? Answer)> Send(
        HttpMethod method, string path, string? token, object? body = null,
        (string Name, string? Value) header = default);

    /// <summary>Asks the staff's API, and expects it to do as told.</summary>
    Task<JsonNode> Staff(HttpMethod method, string path, object? body = null);

    /// <summary>Waits until something holds.</summary>
    Task Until(Func<Task<bool>> holds, Func<string> what, TimeSpan? step = null);
}

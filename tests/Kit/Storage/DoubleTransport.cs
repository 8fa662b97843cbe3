using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Tests;

/// <summary>Takes the requests of the genuine clients to a storage in memory, where others have a wire.</summary>
internal sealed class DoubleTransport(StorageDouble storage) : HttpPipelineTransport
{
    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message)
    {
        if (storage.Latency > TimeSpan.Zero) Thread.Sleep(storage.Latency);
        Answer(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        // What waits goes on elsewhere, as behind a real wire: else nothing in a test would ever happen at once.
        await Task.Yield();
        if (storage.Latency > TimeSpan.Zero) await Task.Delay(storage.Latency, message.CancellationToken);
        Answer(message);
    }

    private void Answer(HttpMessage message)
    {
        message.CancellationToken.ThrowIfCancellationRequested();
        var request = message.Request;
        var body = new MemoryStream();
        request.Content?.WriteTo(body, message.CancellationToken);
        string? Header(string name) => request.Headers.TryGetValue(name, out string? value) ? value : null;
        var address = request.Uri.ToUri();
        var ask = Ask.Of(request.Method.Method.ToUpperInvariant(), address, Header, body.ToArray()) with
        {
            Headers = [.. request.Headers.Select(header => (header.Name, header.Value))],
        };
        var reply = storage.Answer(address.Port, ask);
        message.Response = new DoubleResponse(reply, request.ClientRequestId);
    }
}

/// <summary>An answer as the clients' pipeline takes it.</summary>
internal sealed class DoubleResponse : Response
{
    private readonly Dictionary<string, string> headers;

    public DoubleResponse(Reply reply, string id)
    {
        (Status, ClientRequestId, headers) = (reply.Status, id, reply.Headers);
        ContentStream = new MemoryStream(reply.Body, 0, reply.Body.Length, writable: false, publiclyVisible: true);
        headers.TryAdd("Content-Length", $"{reply.Body.Length}");
        headers["x-ms-client-request-id"] = id;
        headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        headers["x-ms-version"] = "2025-11-05";
        headers["Date"] = Reply.Time(DateTimeOffset.UtcNow);
    }

    public override int Status { get; }

    public override string ReasonPhrase => ((System.Net.HttpStatusCode)Status).ToString();

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    // What it holds is memory alone, and the queues' client reads it after this.
    public override void Dispose()
    {
    }

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) =>
        headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        headers.Select(header => new HttpHeader(header.Key, header.Value));
}

/// <summary>Calls of the double by kind: <c>table GET orders</c>.</summary>
internal sealed class DoubleCalls
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Snapshot => new Dictionary<string, int>(counts);

    public void Add(string kind) => counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
}

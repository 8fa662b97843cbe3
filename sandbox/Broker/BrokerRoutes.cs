using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>The customs broker's API (<c>docs/customs-broker.md</c>): declarations and their documents.</summary>
internal sealed class BrokerRoutes(
    SandboxFile file, Declarations declarations, Webhooks webhooks, Agenda agenda, Faults faults, SandboxClock clock,
    SandboxLog log, SandboxOptions options)
{
    private const int MostBytes = 5 * 1024 * 1024;
    private static readonly TimeSpan KeyLasts = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestWaitForWebhook = TimeSpan.FromSeconds(10);
    private static readonly string[] MediaTypes = ["application/pdf", "image/jpeg", "image/png"];

    private readonly Shelf<BrokerMemory> memories = new(file, "broker key");
    private readonly ConcurrentDictionary<string, bool> underWay = [];

    public void Map(WebApplication app)
    {
        var api = app.MapGroup("/broker/v1/declarations");
        api.MapPost("/", http => Serve(http, Lodge));
        api.MapGet("/", http => Serve(http, List));
        api.MapGet("/{reference}", http => Serve(http, Look));
        api.MapPut("/{reference}/documents/{name}", http => Serve(http, Hand));
    }

    public void Clear() => memories.Clear();

    private async Task Serve(HttpContext http, Func<HttpRequest, Task<BrokerAnswer>> act)
    {
        var gone = http.RequestAborted;
        var fault = faults.Take(Declarations.Party, http.Request.Path);
        BrokerAnswer answer;
        try
        {
            await faults.Wait(fault, gone);
            answer = fault?.Kind == "error" ? Error(500, "The sandbox was told to say so.")
                : http.Request.Headers.Authorization == $"Bearer {options.BrokerApiKey}" ? await act(http.Request)
                : Error(401, "The API key is missing or wrong.");
            if (webhooks.MannersOf(Declarations.Party).BeforeResponse)
                await Task.WhenAny(
                    Task.WhenAll(answer.Sent.Select(agenda.Tried)), Task.Delay(LongestWaitForWebhook, gone));
        }
        catch (JsonException)
        {
            answer = Error(400, "The body is not JSON.");
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return;
        }
        bool drop = fault?.Kind == "drop";
        log.Say($"broker {http.Request.Method} {http.Request.Path} -> {(drop ? "dropped" : answer.Status)}");
        if (drop)
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = answer.Status;
        await http.Response.WriteAsJsonAsync(answer.Body, gone);
    }

    private async Task<BrokerAnswer> Lodge(HttpRequest request)
    {
        string key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > 255)
            return Error(400, "An Idempotency-Key of at most 255 characters is needed.");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var ask = JsonSerializer.Deserialize<JsonElement>(body.GetBuffer().AsSpan(0, (int)body.Length));
        if (Declared.Wrong(ask) is { } wrong)
            return Error(400, wrong);
        string print = Convert.ToHexStringLower(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
        if (!underWay.TryAdd(key, true))
            return Error(409, "A call with this Idempotency-Key is under way.");
        try
        {
            return Once(key, print, ask.GetProperty("shipment").GetString()!, Declared.Of(ask));
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }

    private BrokerAnswer Once(string key, string print, string shipment, Declared goods)
    {
        if (memories.Find(key) is { } known && clock.GetUtcNow() - known.At < KeyLasts)
            return known.Fingerprint == print
                ? Shape(declarations.Find(known.Reference)!)
                : Error(422, "This Idempotency-Key came with another body before.");
        var (declaration, sent) = declarations.Change(() =>
        {
            var lodged = declarations.Lodge(shipment, goods);
            memories.Put(key, new(print, lodged.Reference, clock.GetUtcNow()));
            return lodged;
        });
        return Shape(declaration, 201) with { Sent = sent };
    }

    private Task<BrokerAnswer> List(HttpRequest request)
    {
        string shipment = request.Query["shipment"].ToString();
        var items = declarations.All.Where(one => one.Shipment == shipment).OrderBy(one => one.LodgedAt);
        return Task.FromResult(new BrokerAnswer(200, new { items = items.Select(one => Shape(one).Body) }));
    }

    private Task<BrokerAnswer> Look(HttpRequest request) => Task.FromResult(
        Find(request) is { } declaration ? Shape(declaration) : Error(404, "There is no such declaration."));

    private async Task<BrokerAnswer> Hand(HttpRequest request)
    {
        if (Find(request) is null)
            return Error(404, "There is no such declaration.");
        if (!MediaTypes.Contains(request.ContentType))
            return Error(415, $"A document is one of {string.Join(", ", MediaTypes)}.");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (body.Length is 0 or > MostBytes)
            return Error(413, $"A document has from 1 to {MostBytes} bytes.");
        string print = Convert.ToHexStringLower(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
        string name = (string)request.RouteValues["name"]!;
        var (declaration, sent) = declarations.Change(() => declarations.Hand(Find(request)!, name, print));
        return Shape(declaration) with { Sent = sent };
    }

    private Declaration? Find(HttpRequest request) => declarations.Find((string)request.RouteValues["reference"]!);

    private static BrokerAnswer Shape(Declaration declaration, int status = 200) => new(status, new
    {
        reference = declaration.Reference,
        shipment = declaration.Shipment,
        version = declaration.Version,
        status = declaration.Status,
        asked = declaration.Asked,
        reason = declaration.Reason,
        charges = declaration.Charges,
        documents = declaration.Papers.Keys,
    });

    private static BrokerAnswer Error(int status, string detail) =>
        new(status, new { title = "The broker cannot do that", status, detail });
}

/// <summary>What the broker answers, and which webhooks tell of it.</summary>
internal sealed record BrokerAnswer(int Status, object Body)
{
    public IReadOnlyList<string> Sent { get; init; } = [];
}

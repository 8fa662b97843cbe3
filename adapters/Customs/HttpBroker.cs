using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Serverless.Adapters;

/// <summary>A customs broker over HTTP, in the format of <c>docs/customs-broker.md</c>.</summary>
/// <remarks>
/// Brokers have no format in common: this one is the shop's own, and whoever clears for the shop speaks it or gets an
/// adapter of its own beside this one.
/// </remarks>
public sealed class HttpBroker : ICustomsBroker, IDisposable
{
    /// <summary>The broker forgets a key after 24 hours; past this it is asked before it is told.</summary>
    public static readonly TimeSpan KeysAreTrustedFor = TimeSpan.FromHours(20);

    private readonly HttpClient http;
    private readonly BrokerOptions options;
    private readonly TimeProvider time;
    private readonly string root;

    public HttpBroker(BrokerOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        root = $"{options.BaseUrl}/v1/declarations";
        http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        { Timeout = options.TimeOut };
        http.DefaultRequestHeaders.Authorization = new("Bearer", options.ApiKey);
    }

    public async Task<BrokerAnswer> Lodge(
        Commerce.CustomsDeclaration declaration, DateTimeOffset firstTried, CancellationToken stop)
    {
        bool late = time.GetUtcNow() - firstTried > KeysAreTrustedFor;
        if (late && await Find(declaration.Shipment.Value, stop) is { } known) return known;
        using var request = new HttpRequestMessage(HttpMethod.Post, root);
        request.Headers.Add("Idempotency-Key", $"{declaration.Shipment}-lodge");
        request.Content = JsonContent.Create(BrokerWords.Declaration(declaration), options: Json.Options);
        return await Ask(request, stop);
    }

    public async Task<BrokerAnswer> Look(string reference, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{root}/{Uri.EscapeDataString(reference)}");
        return await Ask(request, stop);
    }

    public async Task<BrokerAnswer> Send(string reference, BrokerDocument document, CancellationToken stop)
    {
        string place = $"{Uri.EscapeDataString(reference)}/documents/{Uri.EscapeDataString(document.Name)}";
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{root}/{place}");
        request.Content = new ByteArrayContent(document.Content.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(document.MediaType);
        return await Ask(request, stop);
    }

    public CustomsNotice? Read(string body, string signature, DateTimeOffset now) =>
        options.WebhookSecret.Split(',', StringSplitOptions.TrimEntries)
            .Any(secret => BrokerSignature.Holds(body, signature, secret, now))
                ? BrokerWords.Notice(body)
                : null;

    public void Dispose() => http.Dispose();

    private async Task<BrokerAnswer?> Find(string shipment, CancellationToken stop)
    {
        using var response = await http.GetAsync($"{root}?shipment={Uri.EscapeDataString(shipment)}", stop);
        var found = await Read<BrokerList>(response, stop);
        return found.Items is [var first, ..] ? BrokerWords.Answer(first) : null;
    }

    private async Task<BrokerAnswer> Ask(HttpRequestMessage request, CancellationToken stop)
    {
        using var response = await http.SendAsync(request, stop);
        return BrokerWords.Answer(await Read<BrokerDeclaration>(response, stop));
    }

    private static async Task<T> Read<T>(HttpResponseMessage response, CancellationToken stop)
    {
        if (!response.IsSuccessStatusCode) throw Failure(response.StatusCode);
        return await response.Content.ReadFromJsonAsync<T>(Json.Options, stop)
            ?? throw new HttpRequestException("The customs broker said nothing.");
    }

    // 409 says that the same call is still under way, 429 that there are too many: both pass by themselves.
    private static Exception Failure(HttpStatusCode status) =>
        status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.Unauthorized or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests)
            ? new BrokerRefusedException((int)status)
            : new HttpRequestException($"The customs broker answered {(int)status}.", null, status);
}

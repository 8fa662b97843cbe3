using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Serverless.Dev;

/// <summary>A no from the shop, with its stable code.</summary>
internal sealed class RefusedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>The shop did not come to an end, or did not answer, for as long as the asker wanted to wait.</summary>
internal sealed class OutOfPatienceException(string message) : Exception(message);

/// <summary>How long one order may take from end to end.</summary>
internal sealed class Patience(TimeSpan length)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public TimeSpan Elapsed => _watch.Elapsed;

    public void RequireSome(string waitingFor)
    {
        if (_watch.Elapsed > length)
            throw new OutOfPatienceException($"after {Say.Time(length)}, still waiting for {waitingFor}");
    }
}

/// <summary>Speaks to the shop as a browser does; while it is away, asks again with the same ids.</summary>
internal sealed class ShopClient(HttpClient http, Uri site, Patience patience, CancellationToken stop)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public Patience Patience => patience;

    public async Task<T> Get<T>(string path, string? token = null)
    {
        using var answer = await Send(() => Request(HttpMethod.Get, path, token));
        return await Read<T>(answer);
    }

    /// <summary>The thing if it changed since the tag, else null, with its tag now.</summary>
    public async Task<(T? Thing, string? Tag)> GetIfChanged<T>(string path, string token, string? tag) where T : class
    {
        using var answer = await Send(() =>
        {
            var request = Request(HttpMethod.Get, path, token);
            if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            return request;
        });
        return answer.StatusCode == HttpStatusCode.NotModified
            ? (null, tag)
            : (await Read<T>(answer), answer.Headers.ETag?.ToString());
    }

    public async Task<T> Put<T>(string path, object body, string? token = null)
    {
        using var answer = await Put(path, body, token);
        return await Read<T>(answer);
    }

    /// <summary>Puts where the answer's body says nothing.</summary>
    public async Task Tell(string path, object body, string token) => (await Put(path, body, token)).Dispose();

    /// <summary>Puts a file.</summary>
    public async Task Hand(string path, byte[] file, string mediaType, string token) => (await Send(() =>
    {
        var request = Request(HttpMethod.Put, path, token);
        request.Content = new ByteArrayContent(file);
        request.Content.Headers.ContentType = new(mediaType);
        return request;
    })).Dispose();

    /// <summary>A form sent to another party than the shop.</summary>
    public async Task<T> PostForm<T>(Uri address, IReadOnlyDictionary<string, string> fields, string? key = null)
    {
        using var answer = await PostForm(address, fields, key);
        return await Read<T>(answer);
    }

    public Task<HttpResponseMessage> PostForm(Uri address, IReadOnlyDictionary<string, string> fields, string? key) =>
        Send(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Content = new FormUrlEncodedContent(fields);
            if (key is not null) request.Headers.Authorization = new("Bearer", key);
            return request;
        });

    public async Task<string> GetPage(Uri address)
    {
        using var answer = await Send(() => new HttpRequestMessage(HttpMethod.Get, address));
        return await answer.Content.ReadAsStringAsync(stop);
    }

    private Task<HttpResponseMessage> Put(string path, object body, string? token) => Send(() =>
    {
        var request = Request(HttpMethod.Put, path, token);
        // With its length told, as browsers send it.
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
        request.Content.Headers.ContentType = new("application/json");
        return request;
    });

    private HttpRequestMessage Request(HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, new Uri(site, "/api/" + path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> make)
    {
        while (true)
        {
            using var request = make();
            var answer = await TrySend(request);
            if (answer is not null && !IsAway(answer.StatusCode)) return await Accept(answer);
            var last = answer is null ? "no answer" : $"{(int)answer.StatusCode}";
            answer?.Dispose();
            patience.RequireSome($"{request.Method} {request.RequestUri} (last: {last})");
            await Task.Delay(Pause, stop);
        }
    }

    // A shop that is being started again refuses connections, breaks them off, or is a proxy's 502.
    private async Task<HttpResponseMessage?> TrySend(HttpRequestMessage request)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(RequestLimit);
        try
        {
            return await http.SendAsync(request, limit.Token);
        }
        catch (Exception away) when (away is HttpRequestException or IOException
            || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }

    private static bool IsAway(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    private async Task<HttpResponseMessage> Accept(HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode < 400) return answer;
        var body = await answer.Content.ReadAsStringAsync(stop);
        var (code, message) = Problem.Read(body) ?? ($"http.{(int)answer.StatusCode}", body);
        answer.Dispose();
        throw new RefusedException(code, message);
    }

    private async Task<T> Read<T>(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<T>(Json, stop)
        ?? throw new InvalidDataException("The answer's body is empty.");
}

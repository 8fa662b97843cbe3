using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>Where requests to the payment provider come in: keys, idempotency, errors, and what goes back.</summary>
internal sealed class StripeDoor(
    SandboxFile file, StripeBooks books, StripeEvents events, Webhooks webhooks, Agenda agenda, Faults faults,
    SandboxClock clock, SandboxLog log, SandboxOptions options)
{
    // Keys may be forgotten after they are at least 24 hours old (docs.stripe.com/api/idempotent_requests).
    public static readonly TimeSpan KeyLasts = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestWaitForWebhook = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string> underWay = [];

    /// <summary>Serves one call.</summary>
    /// <param name="browser">Whether the publishable key, which browsers know, is enough.</param>
    public async Task Serve(HttpContext http, Func<StripeCall, StripeAnswer> act, bool browser = false)
    {
        string request = StripeBooks.NewId("req");
        http.Response.Headers["Request-Id"] = request;
        http.Response.Headers["Stripe-Version"] = StripeShapes.ApiVersion;
        var visit = new Visit(http, act);
        StripeAnswer answer;
        try
        {
            CheckKey(http.Request, browser);
            var call = await Read(http.Request, request);
            answer = call.Key is null ? await Perform(call, visit) : await Once(call, call.Key, visit);
        }
        catch (StripeFault refusal)
        {
            answer = refusal.Answer(request);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        bool drop = visit.Fault?.Kind == "drop";
        log.Say($"stripe {http.Request.Method} {http.Request.Path} -> {(drop ? "dropped" : answer.Status)}");
        if (drop)
            http.Abort();
        else
            await Write(http.Response, answer);
    }

    /// <summary>The same key and parameters give the same answer; the work is done once.</summary>
    private async Task<StripeAnswer> Once(StripeCall call, string key, Visit visit)
    {
        visit.Http.Response.Headers["Idempotency-Key"] = key;
        string print = call.Fingerprint();
        if (!underWay.TryAdd(key, print))
            throw StripeFault.KeyInUse(key);
        try
        {
            if (Remembered(key) is not { } known)
                return await Perform(call, visit);
            if (known.Fingerprint != print)
                throw StripeFault.OtherParameters(key);
            visit.Http.Response.Headers["Idempotent-Replayed"] = "true";
            return new(known.Status, known.Body);
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }

    private RememberedAnswer? Remembered(string key) =>
        books.Answers.Find(key) is { } known && clock.GetUtcNow() - known.At < KeyLasts ? known : null;

    private async Task<StripeAnswer> Perform(StripeCall call, Visit visit)
    {
        var gone = visit.Http.RequestAborted;
        visit.Fault = faults.Take(StripeEvents.Party, call.Path);
        if (StripeFault.Of(visit.Fault) is { } refusal)
            throw refusal;
        await faults.Wait(visit.Fault, gone);
        var (answer, sent) = file.Change(() => Work(call, visit.Act));
        if (webhooks.MannersOf(StripeEvents.Party).BeforeResponse)
            await Task.WhenAny(Task.WhenAll(sent.Select(agenda.Tried)), Task.Delay(LongestWaitForWebhook, gone));
        return answer;
    }

    /// <summary>The work and what is remembered of it, in one change, so that a crash leaves both or neither.</summary>
    private (StripeAnswer, IReadOnlyList<string>) Work(StripeCall call, Func<StripeCall, StripeAnswer> act)
    {
        StripeAnswer answer;
        events.Begin();
        try
        {
            answer = act(call);
        }
        catch (StripeFault refusal) when (refusal.Remembered)
        {
            answer = refusal.Answer(call.Request);
        }
        answer = answer with { Body = JsonSerializer.Serialize(answer.Body) };
        if (call.Key is not null)
            books.Answers.Put(
                call.Key, new(call.Fingerprint(), answer.Status, (string)answer.Body, clock.GetUtcNow()));
        return (answer, events.Sent());
    }

    private void CheckKey(HttpRequest request, bool browser)
    {
        string? key = AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            ? header.Scheme switch
            {
                "Bearer" => header.Parameter,
                "Basic" => UserOf(header.Parameter ?? ""),
                _ => null,
            }
            : null;
        if (key == options.StripeSecretKey || (browser && key == options.StripePublishableKey))
            return;
        throw key == options.StripePublishableKey ? StripeFault.Forbidden() : StripeFault.WrongKey();
    }

    private static string? UserOf(string basic)
    {
        var bytes = new byte[basic.Length];
        return Convert.TryFromBase64String(basic, bytes, out int count)
            ? Encoding.UTF8.GetString(bytes, 0, count).Split(':')[0]
            : null;
    }

    private static async Task<StripeCall> Read(HttpRequest request, string id)
    {
        bool post = HttpMethods.IsPost(request.Method);
        if (post && !request.HasFormContentType && request.ContentLength > 0)
            throw StripeFault.Invalid("parameter_invalid", null, "Send the parameters form-encoded.");
        var fields = post && request.HasFormContentType
            ? (await request.ReadFormAsync()).Select(field => (field.Key, Value: field.Value.ToString()))
            : request.Query.Select(field => (field.Key, Value: field.Value.ToString()));
        string key = post ? request.Headers["Idempotency-Key"].ToString() : "";
        if (key.Length > 255)
            throw StripeFault.Invalid("parameter_invalid", null, "An idempotency key has at most 255 characters.");
        return new(
            id, request.Method, request.Path, key.Length == 0 ? null : key,
            fields.ToDictionary(field => field.Key, field => field.Value));
    }

    private static async Task Write(HttpResponse response, StripeAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        await response.WriteAsync(answer.Body as string ?? JsonSerializer.Serialize(answer.Body));
    }

    /// <summary>One request on its way through the door.</summary>
    private sealed class Visit(HttpContext http, Func<StripeCall, StripeAnswer> act)
    {
        public HttpContext Http { get; } = http;

        public Func<StripeCall, StripeAnswer> Act { get; } = act;

        public Fault? Fault { get; set; }
    }
}

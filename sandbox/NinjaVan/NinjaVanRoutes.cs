using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>The carrier's public API, as far as a shop needs it (api-docs.ninjavan.co).</summary>
internal sealed class NinjaVanRoutes(
    SandboxFile file, Parcels parcels, Faults faults, SandboxClock clock, SandboxLog log, SandboxOptions options)
{
    private static readonly TimeSpan TokenLasts = TimeSpan.FromSeconds(43_200);

    private readonly Shelf<NinjaVanToken> tokens = new(file, "carrier token");

    public void Map(WebApplication app)
    {
        var api = app.MapGroup("/ninjavan/{country:length(2)}");
        api.MapPost("/2.0/oauth/access_token", Open(LogIn));
        api.MapPost("/4.1/orders", Closed(Book));
        api.MapPost("/4.2/orders", Closed(Book));
        api.MapPost("/1.0/public/price", Closed(Price));
        api.MapGet("/1.0/orders/tracking-events/{tracking}", Closed(Track));
        api.MapGet("/2.0/reports/waybill", Closed(request => Task.FromResult(Print(request))));
        api.MapDelete("/2.2/orders/{tracking}", Closed(Cancel));
    }

    private RequestDelegate Open(Func<HttpRequest, Task<NinjaVanAnswer>> act) => http => Serve(http, open: true, act);

    /// <summary>Only with an access token.</summary>
    private RequestDelegate Closed(Func<HttpRequest, Task<NinjaVanAnswer>> act) =>
        http => Serve(http, open: false, act);

    private RequestDelegate Closed(Func<string, NinjaVanAnswer> act) =>
        Closed(request => Task.FromResult(act((string)request.RouteValues["tracking"]!)));

    public void Clear() => tokens.Clear();

    private async Task Serve(HttpContext http, bool open, Func<HttpRequest, Task<NinjaVanAnswer>> act)
    {
        var fault = faults.Take(Parcels.Party, http.Request.Path);
        NinjaVanAnswer answer;
        try
        {
            await faults.Wait(fault, http.RequestAborted);
            answer = fault?.Kind == "error" ? Error(500, "Internal Server Error", "The sandbox was told to say so.")
                : open || Known(http.Request) ? await act(http.Request)
                : Error(401, "Unauthorized", "The access token is missing, wrong or too old.");
        }
        catch (JsonException)
        {
            answer = Error(400, "Bad Request", "The body is not JSON.");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        bool drop = fault?.Kind == "drop";
        log.Say($"ninjavan {http.Request.Method} {http.Request.Path} -> {(drop ? "dropped" : answer.Status)}");
        if (drop)
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["x-nv-request-id"] = Guid.NewGuid().ToString();
        if (answer.Body is byte[] pdf)
        {
            http.Response.ContentType = "application/pdf";
            await http.Response.Body.WriteAsync(pdf, http.RequestAborted);
            return;
        }
        await http.Response.WriteAsJsonAsync(answer.Body, http.RequestAborted);
    }

    private async Task<NinjaVanAnswer> LogIn(HttpRequest request)
    {
        var ask = await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(request.Body) ?? [];
        if (ask.GetValueOrDefault("grant_type") != "client_credentials")
            return Error(400, "Bad Request", "grant_type must be client_credentials.");
        if (ask.GetValueOrDefault("client_id") != options.NinjaVanClientId
            || ask.GetValueOrDefault("client_secret") != options.NinjaVanClientSecret)
            return Error(401, "Unauthorized", "The client id or the client secret is wrong.");
        string token = $"nv{Guid.NewGuid():N}";
        var until = clock.GetUtcNow() + TokenLasts;
        tokens.Put(token, new(until));
        return new(200, new
        {
            access_token = token,
            expires = until.ToUnixTimeSeconds(),
            expires_in = (int)TokenLasts.TotalSeconds,
            token_type = "bearer",
        });
    }

    private bool Known(HttpRequest request) =>
        request.Headers.Authorization.ToString().Split(' ') is ["Bearer", var token]
        && tokens.Find(token) is { } known && clock.GetUtcNow() < known.Until;

    private async Task<NinjaVanAnswer> Book(HttpRequest request)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        var wrong = new List<object>();
        if (NinjaVanBooking.Read(body, clock.GetUtcNow(), wrong) is not { } parcel)
            return Error(400, "Bad Request", "Some fields cannot be used.", wrong);
        if (parcels.Book(parcel) is null)
            return Error(
                400, "Duplicate Tracking Number", "There is an order with this requested_tracking_number already.",
                [new { reason = "DUPLICATE", field = "requested_tracking_number", message = "is taken" }]);
        var answer = body.EnumerateObject().ToDictionary(field => field.Name, field => (object)field.Value);
        answer["tracking_number"] = parcel.Tracking;
        return new(200, answer);
    }

    private static async Task<NinjaVanAnswer> Price(HttpRequest request)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        var wrong = new List<object>();
        return NinjaVanTariff.Read(body, wrong) is { } fee
            ? new(200, new { data = new { total_fee = fee } })
            : Error(400, "Bad Request", "Some fields cannot be used.", wrong);
    }

    private NinjaVanAnswer Track(string tracking) => parcels.Find(tracking) is not { } parcel
        ? Error(404, "Not Found", "There is no such parcel.")
        : new(200, new
        {
            tracking_number = parcel.Tracking,
            is_full_history_available = true,
            events = parcel.Events.Prepend(new("Pending Pickup", "Pending Pickup", false, parcel.BookedAt))
                .DistinctBy(happened => (happened.Event, happened.At)).Select(happened => new
                {
                    tracking_number = parcel.Tracking,
                    shipper_order_ref_no = parcel.Reference,
                    timestamp = Parcels.Stamp(happened.At),
                    status = happened.Status,
                    is_parcel_on_rts_leg = happened.GoesBack,
                }),
        });

    private NinjaVanAnswer Print(HttpRequest request) =>
        parcels.Find(request.Query["tids"].ToString()) is not { IsCancelled: false } parcel
            ? Error(404, "Not Found", "There is no waybill for this parcel.")
            : new(200, NinjaVanWaybill.Print(parcel));

    private NinjaVanAnswer Cancel(string tracking) => parcels.Find(tracking) is not { } parcel
        ? Error(404, "Not Found", "There is no such parcel.")
        : parcels.Cancel(parcel)
            ? new(200, new { trackingId = tracking, status = "Cancelled", updatedAt = clock.GetUtcNow() })
            : Error(400, "Bad Request", "It was picked up already and cannot be cancelled.");

    private static NinjaVanAnswer Error(
        int status, string title, string message, IReadOnlyList<object>? details = null) =>
        new(status, new { error = new { title, message, request_id = Guid.NewGuid(), details = details ?? [] } });
}

/// <summary>What the carrier answers.</summary>
internal sealed record NinjaVanAnswer(int Status, object Body);

/// <summary>Until when an access token is good.</summary>
internal sealed record NinjaVanToken(DateTimeOffset Until);

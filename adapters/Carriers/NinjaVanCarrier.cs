using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Parcels through Ninja Van (api-docs.ninjavan.co: Order API 4.2, Tariff API 1.0, webhooks 2).</summary>
/// <remarks>
/// The account is one without a prefix, so the tracking number is the one that was asked for. It is made from the
/// shipment's id: booking again asks for the same number, which Ninja Van refuses as taken, and is then looked up.
/// </remarks>
public sealed class NinjaVanCarrier : ICarrier, IDisposable
{
    private readonly HttpClient http;
    private readonly NinjaVanLogin login;
    private readonly byte[] secret;
    private readonly string root;
    private readonly TimeProvider time;
    private readonly NinjaVanTiers tiers;
    private readonly Currency? currency;

    public NinjaVanCarrier(NinjaVanOptions options, TimeProvider time)
    {
        this.time = time;
        tiers = options.Tiers;
        currency = NinjaVanWords.CurrencyOf(options.Country);
        root = $"{options.ApiBase}/{options.Country}";
        secret = Encoding.UTF8.GetBytes(options.ClientSecret);
        http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        { Timeout = options.TimeOut };
        login = new(http, options, time);
    }

    public string Name => "Ninja Van";

    public IReadOnlyCollection<string> Methods => NinjaVanWords.Levels.Keys;

    public bool Quotes => !tiers.IsEmpty && currency is not null;

    public async Task<Money?> Quote(ParcelQuestion ask, CancellationToken stop)
    {
        if (currency is not { } quoted || tiers.Of(ask.FromProvince, ask.FromCity) is not { } from
            || tiers.Of(ask.ToProvince, ask.ToCity) is not { } to) return null;
        using var response = await Send(() => new(HttpMethod.Post, $"{root}/1.0/public/price")
        {
            Content = JsonContent.Create(NinjaVanWords.Question(ask, from, to)),
        }, stop);
        if (IsRefusal(response)) return null;
        if (!response.IsSuccessStatusCode) throw Failure(response);
        return NinjaVanWords.Fee(await Read<NinjaVanPrice>(response, stop), quoted);
    }

    public async Task<ParcelLabel> Book(ParcelOrder ask, CancellationToken stop)
    {
        string tracking = TrackingOf(ask.Shipment, ask.Edition);
        using var response = await Send(() => new(HttpMethod.Post, $"{root}/4.2/orders")
        {
            Content = JsonContent.Create(NinjaVanWords.Order(ask, tracking, time.GetUtcNow())),
        }, stop);
        if (response.IsSuccessStatusCode)
            return new((await Read<NinjaVanOrder>(response, stop)).TrackingNumber);
        // Booked by an earlier try whose answer was lost? Whatever the refusal says, the parcel itself knows.
        return IsRefusal(response) && await IsBooked(tracking, ask.Shipment, stop)
            ? new(tracking)
            : throw Failure(response);
    }

    // Until it is picked up an order can be cancelled; one that was never booked, or is cancelled, needs nothing.
    public async Task<bool> Cancel(string shipment, int edition, CancellationToken stop)
    {
        using var response = await Send(
            () => new(HttpMethod.Delete, $"{root}/2.2/orders/{TrackingOf(shipment, edition)}"), stop);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound) return true;
        return IsRefusal(response) ? false : throw Failure(response);
    }

    public async Task<BinaryData?> Waybill(string tracking, CancellationToken stop)
    {
        // With h=0 the sender stands on it, as a return to somebody needs it.
        using var response = await Send(
            () => new(HttpMethod.Get, $"{root}/2.0/reports/waybill?tids={Uri.EscapeDataString(tracking)}&h=0"), stop);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        if (!response.IsSuccessStatusCode) throw Failure(response);
        var paper = BinaryData.FromBytes(await response.Content.ReadAsByteArrayAsync(stop));
        return paper.ToMemory().Span.StartsWith("%PDF-"u8)
            ? paper
            : throw new HttpRequestException("The carrier's waybill is no PDF.");
    }

    public ParcelNotice? Read(string body, string signature)
    {
        byte[] expected = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(body));
        var given = new byte[expected.Length];
        bool genuine = Convert.TryFromBase64String(signature, given, out int count)
            && count == expected.Length && CryptographicOperations.FixedTimeEquals(given, expected);
        return genuine ? NinjaVanWords.Notice(body) : null;
    }

    public void Dispose()
    {
        login.Dispose();
        http.Dispose();
    }

    private async Task<bool> IsBooked(string tracking, string shipment, CancellationToken stop)
    {
        using var response = await Send(
            () => new(HttpMethod.Get, $"{root}/1.0/orders/tracking-events/{tracking}"), stop);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;
        if (!response.IsSuccessStatusCode)
            throw Failure(response);
        var history = await Read<NinjaVanHistory>(response, stop);
        return history.Events.Any(happened => happened.Reference == shipment);
    }

    /// <summary>Sends with a token; one that Ninja Van no longer takes is replaced once.</summary>
    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> make, CancellationToken stop)
    {
        for (bool again = false; ; again = true)
        {
            using var request = make();
            request.Headers.Authorization = new("Bearer", await login.Token(stop));
            var response = await http.SendAsync(request, stop);
            if (response.StatusCode != HttpStatusCode.Unauthorized || again)
                return response;
            response.Dispose();
            login.Forget();
        }
    }

    private static bool IsRefusal(HttpResponseMessage response) =>
        response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests);

    private static Exception Failure(HttpResponseMessage response) => IsRefusal(response)
        ? new CarrierRefusedException((int)response.StatusCode)
        : new HttpRequestException($"The carrier answered {(int)response.StatusCode}.", null, response.StatusCode);

    private static async Task<T> Read<T>(HttpResponseMessage response, CancellationToken stop) =>
        await response.Content.ReadFromJsonAsync<T>(stop)
            ?? throw new HttpRequestException("The carrier said nothing.");

    /// <summary>The same for the same packing: two letters, and 80 bits in Crockford's base 32.</summary>
    private static string TrackingOf(string shipment, int edition)
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(edition == 0 ? shipment : $"{shipment}~{edition}"));
        return "SL" + string.Concat(hash.Take(16).Select(part => Alphabet[part % 32]));
    }
}

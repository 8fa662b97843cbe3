using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Tests.Adapters;

/// <summary>Stands where the function app would: takes in whatever is posted, and answers as it was told to.</summary>
internal sealed class ShopDouble : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<Heard> heard = [];
    private readonly WebApplication app;

    private ShopDouble(WebApplication app) => this.app = app;

    /// <summary>How the next webhooks are answered.</summary>
    public int Status { get; set; } = 200;

    public string Address => app.Urls.First();

    public IReadOnlyList<Heard> All => [.. heard];

    public static async Task<ShopDouble> Open(Action<WebApplication>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var shop = new ShopDouble(builder.Build());
        shop.app.MapPost("/api/webhooks/{party}", (Delegate)shop.TakeIn);
        more?.Invoke(shop.app);
        await shop.app.StartAsync();
        return shop;
    }

    private async Task<IResult> TakeIn(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        string signature = headers["Stripe-Signature"].Concat(headers["X-Ninjavan-Hmac-Sha256"])
            .Concat(headers["X-Broker-Signature"]).First()!;
        heard.Enqueue(new(await reader.ReadToEndAsync(), signature, Status));
        return Results.StatusCode(Status);
    }

    /// <summary>Waits until so many webhooks that satisfy the condition were heard.</summary>
    public Task<IReadOnlyList<Heard>> Hear(int count, Func<Heard, bool> of) =>
        Eventually.Get(
            () => All.Where(of).ToList() is { } found && found.Count >= count ? (IReadOnlyList<Heard>)found : null,
            () => $"heard only: {string.Join(" | ", All.Select(one => one.Body[..Math.Min(90, one.Body.Length)]))}",
            Patience);

    public async Task<Heard> Hear(string text) => (await Hear(1, one => one.Says(text)))[0];

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>One webhook as it came in, and how it was answered.</summary>
internal sealed record Heard(string Body, string Signature, int Answered)
{
    public bool Says(string text) => Body.Contains(text, StringComparison.Ordinal);
}

/// <summary>Looks until it sees, with a deadline.</summary>
internal static class Eventually
{
    public static async Task<T> Get<T>(Func<T?> look, Func<string> missing, TimeSpan patience) where T : class
    {
        var deadline = DateTimeOffset.UtcNow + patience;
        while (DateTimeOffset.UtcNow < deadline)
        {
            if (look() is { } seen)
                return seen;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException(missing());
    }

    public static Task See(Func<bool> look, Func<string> missing, TimeSpan? patience = null) =>
        Get(() => look() ? "seen" : null, missing, patience ?? TimeSpan.FromSeconds(20));
}

using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Sandbox;
using Stripe;

namespace Serverless.Tests.Adapters;

/// <summary>The sandbox in this process, its clock moved by hand, and a double of the shop.</summary>
internal sealed class Outside : IAsyncDisposable
{
    public const string SecretKey = "sk_test_tests";
    public const string WebhookSecret = "whsec_tests";

    private Outside(ShopDouble shop, SandboxApp sandbox, FakeTimeProvider clock, ConcurrentQueue<string> log)
    {
        (Shop, Sandbox, Clock, Log) = (shop, sandbox, clock, log);
        Http = new() { BaseAddress = new(sandbox.Address) };
        Payments = new(Stripe, clock);
        Client = new(new StripeClientOptions
        {
            ApiKey = SecretKey,
            ApiBase = sandbox.Address,
            HttpClient = new SystemNetHttpClient(new HttpClient(), maxNetworkRetries: 0),
        });
    }

    public ShopDouble Shop { get; }

    public SandboxApp Sandbox { get; private set; }

    public FakeTimeProvider Clock { get; }

    public ConcurrentQueue<string> Log { get; }

    public HttpClient Http { get; }

    public StripePayments Payments { get; }

    /// <summary>Stripe's own client, without retries.</summary>
    public StripeClient Client { get; }

    public StripeOptions Stripe => new(SecretKey, WebhookSecret, "pk_test_tests", Sandbox.Address, "");

    public static async Task<Outside> Open(
        Func<SandboxOptions, SandboxOptions>? with = null, Action<WebApplication>? shopWith = null)
    {
        var clock = new FakeTimeProvider(new(2026, 11, 11, 3, 0, 0, TimeSpan.Zero));
        var shop = await ShopDouble.Open(shopWith);
        var log = new ConcurrentQueue<string>();
        var options = new SandboxOptions
        {
            Port = 0,
            SmtpPort = 0,
            FunctionsUrl = shop.Address,
            StripeSecretKey = SecretKey,
            StripePublishableKey = "pk_test_tests",
            StripeWebhookSecret = WebhookSecret,
            StaffKey = "staff",
            Robot = false,
            Time = clock,
            Log = log.Enqueue,
        };
        return new(shop, await SandboxApp.Start(with is null ? options : with(options)), clock, log);
    }

    public async Task Misbehave(string party, object how) =>
        (await Http.PutAsJsonAsync($"/sandbox/misbehaviour/{party}", how)).EnsureSuccessStatusCode();

    public async Task Fail(string party, object how) =>
        (await Http.PutAsJsonAsync($"/sandbox/faults/{party}", how)).EnsureSuccessStatusCode();

    public async Task<JsonElement> PaymentsOf(string order) =>
        await Http.GetFromJsonAsync<JsonElement>($"/sandbox/payments?order={order}");

    /// <summary>The only payment of an order.</summary>
    public async Task<JsonElement> PaymentOf(string order) =>
        Assert.Single((await PaymentsOf(order)).EnumerateArray());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Payments.Dispose();
        await Sandbox.DisposeAsync();
        await Shop.DisposeAsync();
    }
}

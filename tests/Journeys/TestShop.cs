using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Runtime.Testing;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>The whole shop in process: the app's own program over real Azurite, the outside world beside it.</summary>
public sealed class TestShop : IShop, IAsyncDisposable
{
    public const string ProfileKey = "another-key-of-at-least-thirty-two-characters";
    public const string SetupSecret = "a-setup-secret-of-thirty-two-characters";

    /// <summary>A key that may everything: each shop makes it as it opens.</summary>
    public const string StaffKey = $"skey_{StaffKeyId}_{StaffKeySecret}";
    public const string StaffKeyId = "5e1f2a3b-0000-4000-8000-000000000001";
    private const string StaffKeySecret = "a-secret-of-the-first-key-of-a-test-shop-1";
    private static readonly TimeSpan RealPatience = TimeSpan.FromMinutes(4);

    private readonly Func<Action<TestHostOptions>, Task<FunctionsTestHost>> start;
    private FunctionsTestHost host;

    private TestShop(
        Func<Action<TestHostOptions>, Task<FunctionsTestHost>> start, FunctionsTestHost host, SandboxApp sandbox,
        FakeTimeProvider? clock, HostLog log) =>
        (this.start, this.host, Sandbox, Clock, Log) = (start, host, sandbox, clock, log);

    /// <summary>What the app has logged.</summary>
    public HostLog Log { get; }

    public string Alarms => Log.Alarms;

    public SandboxApp Sandbox { get; }

    /// <summary>The clock of the app and the sandbox; null when both run on real time.</summary>
    public FakeTimeProvider? Clock { get; }

    public HttpClient Client => host.Client;

    public IServiceProvider Services => host.Services;

    public FunctionsTestHost Host => host;

    /// <summary>Starts a shop that sells nothing yet.</summary>
    /// <param name="movedClock">Whether time stands still until the test moves it.</param>
    /// <param name="configure">What else is other than usual.</param>
    /// <param name="isOpen">Whether staff have opened it before; else they do now.</param>
    /// <param name="storage">Where it keeps what it keeps; an account on the emulator by default.</param>
    public static async Task<TestShop> Start(
        bool movedClock = true, Func<SandboxOptions, SandboxOptions>? outside = null,
        Action<TestHostOptions>? configure = null, bool isOpen = false, StorageAccount? storage = null)
    {
        var account = storage ?? new AzuriteAccount();
        var clock = movedClock ? new FakeTimeProvider(new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero)) : null;
        int port = FreePorts.Next();
        var options = new SandboxOptions
        {
            Port = 0,
            SmtpPort = 0,
            FunctionsUrl = $"http://127.0.0.1:{port}",
            StaffKey = StaffKey,
            Time = (TimeProvider?)clock ?? TimeProvider.System,
            Log = _ => { },
        };
        var sandbox = await SandboxApp.Start(outside?.Invoke(options) ?? options);
        var log = new HostLog();
        var host = await Begin(_ => { });
        if (!isOpen)
        {
            await SetUp(host.Client);
            (await host.Services.GetRequiredService<Policies>().Set(0, DemoShop.Policy, default)).OrThrow();
        }

        return new(Begin, host, sandbox, clock, log);

        Task<FunctionsTestHost> Begin(Action<TestHostOptions> differently) =>
            FunctionsTestHost.Start<CartFunctions>(test =>
            {
                foreach (var (name, value) in SettingsFor(sandbox, options, account, port)) test.Settings[name] = value;
                test.Settings["Logging:LogLevel:Serverless"] = "Debug";
                test.Time = clock;
                if (account.Transport is { } wire)
                    (test.Wire, test.Services) = (wire, services => services.AddSingleton(wire));
                test.Logging = logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
                configure?.Invoke(test);
                differently(test);
            });
    }

    /// <summary>Ends the app and starts another in the same world, which remembers no process.</summary>
    /// <param name="between">What is done while none runs.</param>
    public async Task Replace(Action<TestHostOptions> differently, Func<Task> between)
    {
        KeptHistories.Keep(host);
        await host.DisposeAsync();
        await between();
        host = await start(differently);
    }

    /// <summary>Opens the shop with its setup secret; opened already is no harm.</summary>
    public static async Task SetUp(HttpClient client)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StaffKeySecret)));
        using var answer = await client.PutAsJsonAsync(
            $"/api/staff/setup/keys/{StaffKeyId}", new { secret = SetupSecret, name = "Tests", hash, days = 365 });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Has the keys of staff hold a year longer, for who lets that much time pass.</summary>
    public async Task RenewKeys() => (await Services.GetRequiredService<TableStore>().Update(
        StaffRoster.Id, $"renewed-{Guid.NewGuid()}", roster => roster with
        {
            Keys = [.. roster.Keys.Select(key => key with { ExpiresAt = key.ExpiresAt.AddYears(1) })],
        })).OrThrow();

    /// <summary>What the app is told about the world around it.</summary>
    public static Dictionary<string, string> SettingsFor(
        SandboxApp sandbox, SandboxOptions options, StorageAccount account, int port) => new()
        {
            ["port"] = $"{port}",
            ["AzureWebJobsStorage"] = account.ConnectionString,
            ["Backups"] = account.ConnectionString,
            ["Backups:Shop"] = "likha",
            ["SetupSecret"] = SetupSecret,
            ["TokenKey"] = "a-key-of-at-least-thirty-two-characters",
            ["ProfileKey"] = ProfileKey,
            ["SiteUrl"] = "http://localhost:8080",
            ["Oidc:sandbox:Name"] = "Sandbox ID",
            ["Oidc:sandbox:Authority"] = $"{sandbox.PublicUrl}/oidc",
            ["Oidc:sandbox:ClientId"] = options.OidcClientId,
            ["Oidc:sandbox:ClientSecret"] = options.OidcClientSecret,
            ["Oidc:sandbox:Factor"] = "amr=mfa",
            ["Stripe:SecretKey"] = options.StripeSecretKey,
            ["Stripe:WebhookSecret"] = options.StripeWebhookSecret,
            ["Stripe:PublishableKey"] = options.StripePublishableKey,
            ["Stripe:ApiBase"] = sandbox.Address,
            ["Stripe:ScriptUrl"] = $"{sandbox.Address}/v3/",
            ["NinjaVan:BaseUrl"] = $"{sandbox.Address}/ninjavan",
            ["NinjaVan:ClientId"] = options.NinjaVanClientId,
            ["NinjaVan:ClientSecret"] = options.NinjaVanClientSecret,
            ["NinjaVan:Country"] = "PH",
            ["NinjaVan:Tiers"] = DemoShop.Tiers,
            ["Broker:BaseUrl"] = $"{sandbox.Address}/broker",
            ["Broker:ApiKey"] = options.BrokerApiKey,
            ["Broker:WebhookSecret"] = options.BrokerWebhookSecret,
            ["Ecb:BaseUrl"] = $"{sandbox.Address}/ecb",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{sandbox.SmtpPort}",
            ["Smtp:From"] = "orders@likha.example",
        };

    /// <summary>Publishes one product in one variant, with units at a location.</summary>
    public async Task Sell(
        string product, string sku, int units, long price = 100_000, long cost = 40_000, string hsCode = "460219")
    {
        await Staff(HttpMethod.Put, $"products/{product}", Products.Plain(product, sku, price, hsCode));
        await Staff(HttpMethod.Put, $"publications/{Guid.NewGuid()}", new { });
        if (units > 0) await Receive(sku, units, cost);
        await Until(
            async () => await Status($"/api/products/{product}") == HttpStatusCode.OK, () => $"{product} is shown");
    }

    /// <summary>Takes units in, as one lot.</summary>
    public Task<JsonNode> Receive(string sku, int units, long cost, string location = "MNL") => Staff(
        HttpMethod.Put, $"receipts/{Guid.NewGuid()}",
        new { sku, location, quantity = units, unitCost = new { amount = cost, currency = "PHP" } });

    /// <summary>The warehouse's robot does nothing more: the test is its people.</summary>
    public async Task Rest()
    {
        using var outside = new HttpClient();
        using var answer = await outside.PutAsJsonAsync($"{Sandbox.Address}/sandbox/robot", new { on = false });
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>Picks and packs one parcel by hand, each as soon as the shop is ready for it.</summary>
    public async Task Pack(string shipment)
    {
        await Told($"shipments/{shipment}/picking", new { });
        await Told($"shipments/{shipment}/packing", new { weightGrams = 700 });

        Task Told(string path, object body) => Until(
            async () => (await Send(HttpMethod.Put, $"/api/staff/{path}", StaffKey, body)).Status
                == HttpStatusCode.Accepted,
            () => path);
    }

    /// <summary>Asks the staff's API, and expects it to do as told.</summary>
    public async Task<JsonNode> Staff(HttpMethod method, string path, object? body = null)
    {
        var (status, answer) = await Send(method, $"/api/staff/{path}", StaffKey, body);
        Assert.True((int)status < 300, $"{method} {path}: {status} {answer} {Log.Alarms}");
        return answer!;
    }

    /// <summary>Asks the API with a token; answers what came.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Answer)> Send(
        HttpMethod method, string path, string? token, object? body = null,
        (string Name, string? Value) header = default) => Asking.Send(Client, method, path, token, body, header);

    /// <summary>Lets so much time pass, once nothing is under way: what is to wait has begun to.</summary>
    public async Task Pass(TimeSpan time)
    {
        await Host.WhenIdle();
        Clock!.Advance(time);
    }

    /// <summary>Waits until something holds, moving the clock where it stands still.</summary>
    public async Task Until(Func<Task<bool>> holds, Func<string> what, TimeSpan? step = null)
    {
        var giveUp = DateTime.UtcNow + RealPatience;
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < giveUp, $"It did not come to this: {what()}.\n{Log.Alarms}");
            Clock?.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Delay(Clock is null ? 250 : 15);
        }
    }

    public async ValueTask DisposeAsync()
    {
        KeptHistories.Keep(host);
        await host.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private async Task<HttpStatusCode> Status(string path) => (await Send(HttpMethod.Get, path, null)).Status;
}

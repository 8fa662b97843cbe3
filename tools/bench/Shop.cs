using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Serverless.Tests;

namespace Serverless.Bench;

/// <summary>The shop itself, with the demo's products: its start, the list of its catalog, and its memory.</summary>
internal sealed class Shop : Measure
{
    private const string SetupSecret = "a-setup-secret-of-a-measured-shop";
    private const string KeyId = "5e1f2a3b-0000-4000-8000-000000000001";
    private const string KeySecret = "a-secret-of-a-key-of-a-measured-shop-here-1";
    private const string Gone = "http://127.0.0.1:9";
    private const string List = "/api/products?limit=20";
    private const int WarmUp = 10_000;
    private const string One = "one process";
    private const string Two = "two processes";

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private static readonly string Program =
        Path.Combine(Approved.Root, "tools", "host", "bin", "Release", "net10.0", "serverless.dll");

    private readonly Lazy<Task<AzuriteAccount>> filled = new(Fill);

    public override string Name => "catalog";

    // Each run begins a process anew, and asks it often before it measures.
    public override int WarmUps => 0;

    public override string? Missing =>
        !File.Exists(Program) ? "The shop is not built: `dotnet build --configuration Release tools/host` does it."
        : QueueMessages.HasAzurite ? null
        : "Azurite is not installed: `./dev test` installs it.";

    public override IReadOnlyList<Side> Sides => [new(One, () => Run(0)), new(Two, () => Run(1))];

    public override IReadOnlyList<Line> Lines =>
    [
        new("the shop's start to its first answer", "ms", read => read[One, "start"], Target: "≤ 2,000"),
        new("the same, the worker a child", "ms", read => read[Two, "start"]),
        new("GET /api/products?limit=20, 16 connections", "/s", read => read[One, "per second"], Target: "≥ 2,500"),
        new("the same, the worker a child", "/s", read => read[Two, "per second"]),
        new("processor time for a list", "ms", read => read[One, "work"]),
        new("p50", "ms", read => read[One, "p50"]),
        new("p99", "ms", read => read[One, "p99"]),
        new("memory under that load, one process", "MB", read => read[One, "MB"], Target: "≤ 400"),
        new("memory under that load, two processes", "MB", read => read[Two, "MB"]),
    ];

    private async Task<Dictionary<string, double>> Run(int workers)
    {
        var account = await filled.Value;
        var watch = Stopwatch.StartNew();
        await using var shop = await Start(account, workers);
        double start = watch.Elapsed.TotalMilliseconds;
        await Load.Warm(shop, List, WarmUp);
        var read = await Load.Run(shop, List, 16, Length);
        read["start"] = start;
        read["MB"] = shop.Megabytes;
        return read;
    }

    private static async Task<Served> Start(AzuriteAccount account, int workers)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "--workers", $"{workers}", "--port", "0"])
        {
            WorkingDirectory = Path.GetDirectoryName(Program),
        };
        foreach (var (name, value) in Settings(account))
            start.Environment[name] = value;
        var shop = await Served.Start(start);
        using var http = new HttpClient { BaseAddress = shop.Address };
        using var answer = await http.GetAsync("/api/products?limit=1");
        return shop;
    }

    // Once for all runs: what is measured is the list, not how it came to be.
    private static async Task<AzuriteAccount> Fill()
    {
        var account = new AzuriteAccount();
        await using var shop = await Start(account, 0);
        using var http = new HttpClient { BaseAddress = new(shop.Address, "/api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"skey_{KeyId}_{KeySecret}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeySecret)));
        await Put(http, $"staff/setup/keys/{KeyId}", new JsonObject
        {
            ["secret"] = SetupSecret,
            ["name"] = "bench",
            ["hash"] = hash,
            ["days"] = 1,
        });
        var file = Path.Combine(Approved.Root, "tools", "demo", "catalog.json");
        foreach (var product in JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsArray())
            await Put(http, $"staff/products/{product!["id"]}", product);
        await Put(http, $"staff/publications/{Guid.NewGuid()}", new JsonObject());
        while ((await http.GetFromJsonAsync<JsonNode>("products?limit=1"))?["total"]?.GetValue<int>() is null or 0)
            await Task.Delay(100);
        return account;
    }

    private static async Task Put(HttpClient http, string path, JsonNode body)
    {
        using var answer = await http.PutAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    // Nobody outside is called by what is measured.
    private static Dictionary<string, string> Settings(AzuriteAccount account) => new()
    {
        ["AzureWebJobsStorage"] = account.ConnectionString,
        ["Backups"] = account.ConnectionString,
        ["Backups__Shop"] = "likha",
        ["SetupSecret"] = SetupSecret,
        ["TokenKey"] = "a-key-of-at-least-thirty-two-characters",
        ["ProfileKey"] = "another-key-of-at-least-thirty-two-characters",
        ["SiteUrl"] = "http://localhost:8080",
        ["Stripe__SecretKey"] = "sk_test_of_a_measured_shop",
        ["Stripe__WebhookSecret"] = "whsec_of_a_measured_shop",
        ["Stripe__PublishableKey"] = "pk_test_of_a_measured_shop",
        ["Stripe__ApiBase"] = Gone,
        ["Stripe__ScriptUrl"] = $"{Gone}/v3/",
        ["NinjaVan__BaseUrl"] = Gone,
        ["NinjaVan__ClientId"] = "measured",
        ["NinjaVan__ClientSecret"] = "measured",
        ["NinjaVan__Country"] = "PH",
        ["NinjaVan__Tiers"] = "",
        ["Broker__BaseUrl"] = Gone,
        ["Broker__ApiKey"] = "measured",
        ["Broker__WebhookSecret"] = "measured",
        ["Ecb__BaseUrl"] = Gone,
        ["Smtp__Host"] = "127.0.0.1",
        ["Smtp__Port"] = "9",
        ["Smtp__From"] = "orders@likha.example",
        ["DOTNET_gcServer"] = "0",
    };
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>The app is killed again and again while orders are under way; nothing is lost or doubled.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Units = 40;
    private const long Cost = 40_000;

    private static readonly (string Product, string Sku, long Price, string HsCode)[] Goods =
    [
        ("plain-bowl", "BOWL", 100_000, "460219"), ("plain-vase", "VASE", 150_000, "460219"),
        // Of earthenware, a part is kept when it comes back.
        ("plain-mug", "MUG", 30_000, "691200"),
    ];

    /// <summary>Twenty orders: at home, across four borders, two of them held there, and four that come back.</summary>
    private static readonly string[] Wishes =
    [
        "--product plain-bowl --count 8",
        "--product plain-bowl --count 2 --country AU --hold",
        "--product plain-bowl --count 2 --country US",
        "--product plain-mug --count 2 --country DE",
        "--product plain-vase --count 2 --country JP",
        "--product plain-bowl --count 2 --return exchange",
        "--product plain-vase --count 1 --return credit",
        "--product plain-mug --count 1 --return fee",
    ];

    private static readonly Reckoning.Expected Expected = new(
        Orders: 20, Exchanged: 2, Returned: 4, Abroad: 8, Held: 2, [.. Goods.Select(one => one.Sku)], Units, "BOWL");

    [Fact]
    public async Task Twenty_orders_survive_twenty_kills()
    {
        int port = TestShop.FreePort();
        var options = new SandboxOptions
        {
            Port = 0,
            SmtpPort = 0,
            StaffToken = TestShop.StaffToken,
            FunctionsUrl = $"http://127.0.0.1:{port}",
            ParcelStepSeconds = 0.5,
            Log = _ => { },
        };
        await using var sandbox = await SandboxApp.Start(options);
        var settings = TestShop.SettingsFor(sandbox, options, new AzuriteAccount(), port);
        var folder = Directory.CreateTempSubdirectory("serverless-kill-");
        using var app = new FunctionProcess(settings, Path.Combine(folder.FullName, "durable.db"));
        await app.Start();
        using var staff = StaffClient(port);
        await Stock(staff);
        await Supply(staff);

        var watch = Stopwatch.StartNew();
        var shoppers = Wishes.Select(wish => new Terminal(wish, port, sandbox.Address)).ToList();
        await KillAgainAndAgain(app);
        foreach (var shopper in shoppers) output.WriteLine(await shopper.EndsWell());
        output.WriteLine($"{Expected.Orders} orders, {Kills} kills: {watch.Elapsed.TotalSeconds:F1} s");

        await using var backroom = new Backroom(settings);
        var reckoning = new Reckoning(backroom, sandbox, Expected);
        await reckoning.AllIsDone();
        await reckoning.EverythingAddsUp();
        shoppers.ForEach(shopper => shopper.Dispose());
        folder.Delete(recursive: true);
    }

    private static async Task KillAgainAndAgain(FunctionProcess app)
    {
        var random = new Random(20261111);
        for (int kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(100, 1500));
            await app.Kill();
            await app.Start();
        }
    }

    private static async Task Stock(HttpClient staff)
    {
        foreach (var (product, sku, price, hsCode) in Goods)
        {
            await Put(staff, $"products/{product}", Products.Plain(product, sku, price, hsCode));
            await Put(staff, $"receipts/{Guid.NewGuid()}", new
            {
                sku,
                location = "MNL",
                quantity = Units,
                unitCost = new { amount = Cost, currency = "PHP" },
            });
        }

        await Put(staff, $"publications/{Guid.NewGuid()}", new { });
    }

    private static Task Supply(HttpClient staff) => Put(staff, $"suppliers/{Guid.NewGuid()}", new
    {
        name = "Bikol Weavers",
        email = Buyer.Email,
        leadDays = 10,
        minimumOrder = new { amount = 0, currency = "PHP" },
        items = new[] { new { sku = "BOWL", price = new { amount = Cost, currency = "PHP" }, pack = 1 } },
    });

    private static async Task Put(HttpClient staff, string path, object body)
    {
        using var answer = await staff.PutAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static HttpClient StaffClient(int port)
    {
        var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/api/staff/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffToken);
        return client;
    }
}

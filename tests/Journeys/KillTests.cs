using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>The app is killed again and again while orders are under way; nothing is lost or doubled.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Orders = 20;
    private const int Kills = 20;
    private const int Units = 40;
    private const long Price = 100_000;
    private const long Cost = 40_000;

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
        var folder = Directory.CreateTempSubdirectory("serverless-kill-");
        using var app = new FunctionProcess(
            TestShop.SettingsFor(sandbox, options, new AzuriteAccount(), port),
            Path.Combine(folder.FullName, "durable.db"));
        await app.Start();
        using var staff = StaffClient(port);
        await Stock(staff);
        await Supply(staff);

        var watch = Stopwatch.StartNew();
        using var orders = PlaceOrders(port, sandbox.Address);
        var said = orders.StandardOutput.ReadToEndAsync();
        await KillAgainAndAgain(app);
        await orders.WaitForExitAsync();
        output.WriteLine(await said);
        output.WriteLine($"{Orders} orders, {Kills} kills: {watch.Elapsed.TotalSeconds:F1} s");

        Assert.Equal(0, orders.ExitCode);
        await EverythingAddsUp(staff, sandbox);
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

    private static async Task EverythingAddsUp(HttpClient staff, SandboxApp sandbox)
    {
        using var outside = new HttpClient();
        var payments = (await outside.GetFromJsonAsync<JsonArray>($"{sandbox.Address}/sandbox/payments"))!;
        var delivered = await Delivered(staff);
        Assert.Equal(Orders, delivered.Count);
        foreach (var order in delivered)
        {
            var mine = Assert.Single(payments, payment => payment!["order"]!.GetValue<string>() == order.Id)!;
            Assert.Single(mine["charges"]!.AsArray());
            Assert.Equal(order.Total, mine["captured"]!.GetValue<long>());
        }

        Assert.Equal(delivered.Count, payments.Count);
        var stock = await Get(staff, "stock/BOWL");
        int sold = delivered.Sum(order => order.Units);
        Assert.Equal(Units - sold, stock["onHand"]!.GetValue<int>());
        Assert.Equal(0, stock["held"]!.GetValue<int>() + stock["allocated"]!.GetValue<int>());

        var books = await Get(staff, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>(), books.ToJsonString());
        Assert.Equal((Units - sold) * Cost, Accounts.Of(books, "1200 Inventory"));
        await DemandIs(sold, staff);
        Assert.Equal(delivered.Sum(order => order.Total), Accounts.Of(books, "1010 Card clearing"));
    }

    /// <summary>Every sale is counted once, and what is low is proposed on one order only.</summary>
    private static async Task DemandIs(int sold, HttpClient staff)
    {
        var giveUp = DateTime.UtcNow.AddSeconds(60);
        JsonNode outlook;
        while ((outlook = (await Get(staff, "reorder-points/BOWL"))["locations"]![0]!)["units"]!.GetValue<int>() < sold)
        {
            Assert.True(DateTime.UtcNow < giveUp, $"{sold} were sold, and demand is {outlook}");
            await Task.Delay(250);
        }

        Assert.Equal(sold, outlook["units"]!.GetValue<int>());
        var proposed = await Get(staff, "purchase-orders?list=proposed");
        var order = Assert.Single(proposed["items"]!.AsArray())!;
        Assert.Equal("BOWL", Assert.Single(order["lines"]!.AsArray())!["sku"]!.GetValue<string>());
    }

    private static async Task<List<(string Id, long Total, int Units)>> Delivered(HttpClient staff)
    {
        var page = await Get(staff, "orders?list=delivered&limit=100");
        return
        [
            .. page["items"]!.AsArray().Select(order => (
                order!["id"]!.GetValue<string>(), order["total"]!["amount"]!.GetValue<long>(),
                order["lines"]!.AsArray().Sum(line => line!["quantity"]!.GetValue<int>()))),
        ];
    }

    private static async Task Stock(HttpClient staff)
    {
        await Put(staff, "products/plain-bowl", Products.Plain("plain-bowl", "BOWL", Price));
        await Put(staff, $"publications/{Guid.NewGuid()}", new { });
        await Put(staff, $"receipts/{Guid.NewGuid()}", new
        {
            sku = "BOWL",
            location = "MNL",
            quantity = Units,
            unitCost = new { amount = Cost, currency = "PHP" },
        });
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

    private static async Task<JsonNode> Get(HttpClient staff, string path) =>
        (await staff.GetFromJsonAsync<JsonNode>(path))!;

    private static HttpClient StaffClient(int port)
    {
        var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/api/staff/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffToken);
        return client;
    }

    /// <summary>The same command that a person would type.</summary>
    private static Process PlaceOrders(int port, string sandbox)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "dev.dll");
        var start = new ProcessStartInfo("dotnet",
            [tool, "order", "--count", $"{Orders}", "--site", $"http://127.0.0.1:{port}", "--sandbox", sandbox,
             "--staff-token", TestShop.StaffToken, "--patience", "240"])
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}

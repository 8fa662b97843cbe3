using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>The app is killed again and again while goods come back; each is worth what it is, once.</summary>
public sealed class ReturnKillTests(ITestOutputHelper output)
{
    private const int Each = 3;
    private const int Kills = 10;
    private const int Units = 40;
    private const long Cost = 40_000;
    private const long Bowl = 100_000;
    private const long Vase = 150_000;
    private const long Shipping = 12_000;

    private static readonly string[] Ways = ["refund", "exchange", "credit"];

    [Fact]
    public async Task Refunds_exchanges_and_credit_survive_kills()
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
        using var staff = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/api/staff/") };
        staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffToken);
        await Stock(staff);

        var watch = Stopwatch.StartNew();
        var shoppers = Ways.Select(way => SendBack(way, port, sandbox.Address)).ToList();
        var said = Task.WhenAll(shoppers.Select(one => one.StandardOutput.ReadToEndAsync()));
        await KillAgainAndAgain(app);
        foreach (var line in await said) output.WriteLine(line);
        output.WriteLine($"{Each * Ways.Length} returns, {Kills} kills: {watch.Elapsed.TotalSeconds:F1} s");
        foreach (var shopper in shoppers) await shopper.WaitForExitAsync();
        Assert.All(shoppers, shopper => Assert.Equal(0, shopper.ExitCode));

        await AllIsSold(staff);
        await EverythingAddsUp(staff, sandbox);
        shoppers.ForEach(shopper => shopper.Dispose());
        folder.Delete(recursive: true);
    }

    private static async Task KillAgainAndAgain(FunctionProcess app)
    {
        var random = new Random(20261112);
        for (int kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(200, 2500));
            await app.Kill();
            await app.Start();
        }
    }

    /// <summary>Replacements are orders, too: wait until they are where they go.</summary>
    private static async Task AllIsSold(HttpClient staff)
    {
        var giveUp = DateTime.UtcNow.AddSeconds(90);
        while ((await Get(staff, "orders?list=delivered&limit=100"))["items"]!.AsArray().Count < Each * 4)
        {
            Assert.True(DateTime.UtcNow < giveUp, "The replacements were not delivered.");
            await Task.Delay(500);
        }
    }

    private static async Task EverythingAddsUp(HttpClient staff, SandboxApp sandbox)
    {
        const int all = Each * 3;
        using var outside = new HttpClient();
        var payments = (await outside.GetFromJsonAsync<JsonArray>($"{sandbox.Address}/sandbox/payments"))!;
        long captured = payments.Sum(payment => payment!["captured"]!.GetValue<long>());
        long refunded = payments.Sum(payment => payment!["refunded"]!.GetValue<long>());
        Assert.Equal(all * (Bowl + Shipping) + Each * (Vase - Bowl), captured);
        Assert.Equal(Each * Bowl, refunded);

        var books = await Get(staff, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>(), books.ToJsonString());
        Assert.Equal(captured - refunded, Accounts.Of(books, "1010 Card clearing"));
        Assert.Equal(-Each * Bowl, Accounts.Of(books, "2210 Store credit owed"));
        Assert.Equal((2 * Units - Each) * Cost, Accounts.Of(books, "1200 Inventory"));
        await Lies(staff, "BOWL", Units);
        await Lies(staff, "VASE", Units - Each);
    }

    private static async Task Lies(HttpClient staff, string sku, int units)
    {
        var stock = await Get(staff, $"stock/{sku}");
        Assert.Equal(
            (sku, units, 0, 0),
            (sku, stock["onHand"]!.GetValue<int>(), stock["held"]!.GetValue<int>(),
                stock["allocated"]!.GetValue<int>()));
    }

    private static async Task Stock(HttpClient staff)
    {
        foreach (var (product, sku, price) in new[] { ("plain-bowl", "BOWL", Bowl), ("plain-vase", "VASE", Vase) })
        {
            await Put(staff, $"products/{product}", Products.Plain(product, sku, price));
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

    private static async Task Put(HttpClient staff, string path, object body)
    {
        using var answer = await staff.PutAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<JsonNode> Get(HttpClient staff, string path) =>
        (await staff.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>The same command that a person would type.</summary>
    private static Process SendBack(string way, int port, string sandbox)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "dev.dll");
        var start = new ProcessStartInfo("dotnet",
            [tool, "order", "--count", $"{Each}", "--return", way, "--product", "plain-bowl",
             "--site", $"http://127.0.0.1:{port}", "--sandbox", sandbox,
             "--staff-token", TestShop.StaffToken, "--patience", "300"])
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>The app is killed again and again while customs hold parcels (XB07); each is cleared once.</summary>
public sealed class CustomsKillTests
{
    private const int Orders = 5;
    private const int Kills = 8;

    [Fact]
    public async Task Five_held_parcels_survive_eight_kills()
    {
        int port = TestShop.FreePort();
        var options = new SandboxOptions
        {
            Port = 0,
            SmtpPort = 0,
            StaffToken = TestShop.StaffToken,
            FunctionsUrl = $"http://127.0.0.1:{port}",
            ParcelStepSeconds = 0.5,
            CustomsStepSeconds = 1,
            Log = _ => { },
        };
        await using var sandbox = await SandboxApp.Start(options);
        var folder = Directory.CreateTempSubdirectory("serverless-customs-");
        using var app = new FunctionProcess(
            TestShop.SettingsFor(sandbox, options, new AzuriteAccount(), port),
            Path.Combine(folder.FullName, "durable.db"));
        await app.Start();
        using var staff = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/api/staff/") };
        staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffToken);
        await Stock(staff);

        using var orders = PlaceOrders(port, sandbox.Address);
        var said = orders.StandardOutput.ReadToEndAsync();
        var random = new Random(20261124);
        for (int kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(500, 2500));
            await app.Kill();
            await app.Start();
        }

        await orders.WaitForExitAsync();
        Assert.True(orders.ExitCode == 0, await said);
        await EachWasClearedOnce(staff, sandbox);
        folder.Delete(recursive: true);
    }

    private static async Task EachWasClearedOnce(HttpClient staff, SandboxApp sandbox)
    {
        using var outside = new HttpClient();
        var declared = (await outside.GetFromJsonAsync<JsonArray>($"{sandbox.Address}/sandbox/declarations"))!;
        Assert.Equal(Orders, declared.Select(one => Text(one, "shipment")).Distinct().Count());
        Assert.Equal(Orders, declared.Count);
        foreach (var one in declared)
        {
            Assert.Equal("released", Text(one, "status"));
            var known = (await staff.GetFromJsonAsync<JsonNode>($"clearances/{Text(one, "shipment")}"))!;
            Assert.Equal(
                (Text(one, "reference"), "Released"),
                (Text(known["clearance"], "reference"), Text(known["clearance"], "status")));
            Assert.Single(known["timeline"]!.AsArray(), fact => Text(fact, "cause") == "lodged");
        }

        var books = (await staff.GetFromJsonAsync<JsonNode>("ledger/balance"))!;
        Assert.True(books["balanced"]!.GetValue<bool>(), books.ToJsonString());
        Assert.Empty((await staff.GetFromJsonAsync<JsonNode>("poison"))!["items"]!.AsArray());
    }

    private static async Task Stock(HttpClient staff)
    {
        await Put(staff, "products/plain-bowl", Products.Plain("plain-bowl", "BOWL", 100_000));
        await Put(staff, $"publications/{Guid.NewGuid()}", new { });
        await Put(staff, $"receipts/{Guid.NewGuid()}", new
        {
            sku = "BOWL",
            location = "MNL",
            quantity = 2 * Orders,
            unitCost = new { amount = 40_000, currency = "PHP" },
        });
    }

    private static async Task Put(HttpClient staff, string path, object body)
    {
        using var answer = await staff.PutAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static Process PlaceOrders(int port, string sandbox) => Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "dev.dll"), "order", "--count", $"{Orders}", "--country", "DE",
            "--hold", "--site", $"http://127.0.0.1:{port}", "--sandbox", sandbox, "--staff-token",
            TestShop.StaffToken, "--patience", "240",
        ])
    {
        RedirectStandardOutput = true,
    })!;

    private static string Text(JsonNode? said, string name) => said?[name]?.GetValue<string>() ?? "";
}

using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Journeys;

/// <summary>A shop that was told no key, a bad one, or another than people's data was sealed with.</summary>
public sealed class MasterKeyTests
{
    private const string OtherKey = "a-key-that-somebody-typed-by-mistake-one-day";

    private static readonly string[] Hers = ["maria", "Santos", "Mabini", "9171234567"];

    private readonly AzuriteAccount account = new();

    [Theory]
    [InlineData("", "The setting 'ProfileKey' is missing.")]
    [InlineData("too-short", "The setting ProfileKey needs at least 32 characters for every key.")]
    [InlineData("a-first-key-that-is-of-a-good-length-for-it,too-short", "at least 32 characters for every key.")]
    public async Task Without_a_good_key_the_shop_does_not_start_and_says_which_setting(string key, string sentence)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "serverless.dll")])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        await using var shop = await TestShop.Start(configure: With(null));
        foreach (var (name, value) in TestShop.SettingsFor(shop.Sandbox, new(), account, FreePorts.Next()))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ProfileKey"] = key;
        using var process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_another_key_nothing_is_read_nothing_is_lost_and_the_log_says_what_to_do()
    {
        Known her;
        await using (var shop = await TestShop.Start(configure: With(null))) her = await Shops(shop);
        var before = await Kept();

        // Opened it is, and nobody can see that it is.
        await using (var shop = await TestShop.Start(configure: With(OtherKey), isOpen: true))
        {
            await NothingOpens(shop, her);
            await NothingIsDone(shop, her);
            string said = Assert.Single(shop.Log.Lines.Where(line => line[0] == 'E').Distinct(), line =>
                line.Contains("GetStaffOrder:", StringComparison.Ordinal));
            Assert.Contains("add that behind the new one with a comma, and restart", said, StringComparison.Ordinal);
            string name = new TextSeal(TestShop.ProfileKey).Seal("", "").Key;
            Assert.Contains($"the key '{name}', which the setting ProfileKey does not hold", said);
            Assert.All(Hers, text => Assert.DoesNotContain(
                shop.Log.Lines, line => line.Contains(text, StringComparison.OrdinalIgnoreCase)));
        }

        Assert.Equal(before, await Kept());
        await using var again = await TestShop.Start(configure: With($"{OtherKey},{TestShop.ProfileKey}"));
        await AllIsThere(again, her);
    }

    private static async Task<Known> Shops(TestShop shop)
    {
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var (shopper, bag) = (new Shopper(shop), new Shopper(shop));
        await shopper.Buy("BOWL", quantity: 2);
        var back = await PersonTests.ComesBack(shop, shopper);
        var account = await Account.SignIn(shop);
        await account.Ask(HttpMethod.Put, "", new { email = "maria@example.com", name = "Maria Santos" });
        await bag.Fill("BOWL");
        await shop.Host.WhenIdle();
        return new(shopper.Order, shopper.OrderToken, bag.Cart, bag.CartToken, back, account.Id, account.Token);
    }

    private static async Task NothingOpens(TestShop shop, Known her)
    {
        await NotNow(HttpMethod.Get, $"orders/{her.Order}", her.OrderToken);
        await NotNow(HttpMethod.Get, $"staff/orders/{her.Order}", TestShop.StaffKey);
        await NotNow(HttpMethod.Get, $"carts/{her.Cart}", her.CartToken);
        await NotNow(HttpMethod.Put, $"carts/{her.Cart}/lines/BOWL", her.CartToken, new { quantity = 2 });
        await NotNow(HttpMethod.Get, $"returns/{her.Return}", her.OrderToken);
        await NotNow(HttpMethod.Get, $"returns/{her.Return}/credit-note", her.OrderToken);
        await NotNow(HttpMethod.Put, $"staff/returns/{her.Return}/note", TestShop.StaffKey, new { note = "Late." });
        await NotNow(HttpMethod.Get, $"customers/{her.Customer}", her.CustomerToken);
        await NotNow(HttpMethod.Get, $"customers/{her.Customer}/export", her.CustomerToken);
        await NotNow(HttpMethod.Get, $"staff/customers/{her.Customer}", TestShop.StaffKey);

        async Task NotNow(HttpMethod method, string path, string token, object? body = null)
        {
            var (status, answer) = await shop.Send(method, $"/api/{path}", token, body);
            Assert.Equal(
                (path, HttpStatusCode.ServiceUnavailable, "shop.key_unknown"),
                (path, status, answer?["code"]?.GetValue<string>()));
        }
    }

    /// <summary>What works on records by itself fails as well, and leaves them as they are.</summary>
    private static async Task NothingIsDone(TestShop shop, Known her)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var order = new Id<Order>(her.Order);
        await Assert.ThrowsAsync<KeyUnknownException>(() => store.Erase(order, "erasure-1"));
        await Assert.ThrowsAsync<KeyUnknownException>(() => store.Timeline(order));
        await Assert.ThrowsAsync<KeyUnknownException>(() => store.FindFact(order, "placed"));
        await Assert.ThrowsAsync<KeyUnknownException>(() => store.SealSome("orders", null));
        await Assert.ThrowsAsync<KeyUnknownException>(() => shop.Services.GetRequiredService<PrivateFiles>()
            .In(PrivateFiles.CreditNotesContainer).SealSome(null, default));
    }

    private static async Task AllIsThere(TestShop shop, Known her)
    {
        var order = await Seen($"staff/orders/{her.Order}", TestShop.StaffKey);
        Assert.Equal("maria@example.com", Text(order["email"]));
        var account = await Seen($"customers/{her.Customer}", her.CustomerToken);
        Assert.Equal("Maria Santos", Text(account["profile"]!["name"]));
        Assert.NotNull((await Seen($"carts/{her.Cart}", her.CartToken))["delivery"]);
        var back = await Seen($"staff/returns/{her.Return}", TestShop.StaffKey);
        Assert.Equal("Maria Santos called.", Text(back["note"]));

        async Task<JsonNode> Seen(string path, string token)
        {
            var (status, answer) = await shop.Send(HttpMethod.Get, $"/api/{path}", token);
            Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {answer}");
            return answer!;
        }
    }

    private Action<TestHostOptions> With(string? key) => test =>
    {
        test.Settings["AzureWebJobsStorage"] = account.ConnectionString;
        if (key is not null) test.Settings["ProfileKey"] = key;
    };

    /// <summary>The tags of all that is kept of people: one changes with every write.</summary>
    private async Task<SortedDictionary<string, string>> Kept()
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string table in new[] { "carts", "orders", "returns", "customers" })
        {
            var rows = new TableClient(account.ConnectionString, table).QueryAsync<TableEntity>();
            await foreach (var row in rows) kept.Add($"{table}/{row.PartitionKey}/{row.RowKey}", row.ETag.ToString());
        }

        foreach (string container in PrivateFiles.Containers)
        {
            var blobs = new BlobContainerClient(account.ConnectionString, container);
            if (!await blobs.ExistsAsync()) continue;
            await foreach (var blob in blobs.GetBlobsAsync())
                kept.Add($"{container}/{blob.Name}", blob.Properties.ETag.ToString()!);
        }

        Assert.InRange(kept.Count, 10, 500);
        return kept;
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    /// <summary>What is known of her, and what opens it.</summary>
    private sealed record Known(
        string Order, string OrderToken, string Cart, string CartToken, string Return, string Customer,
        string CustomerToken);
}

using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

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
        string order, orderToken, cart, cartToken, back, customer, customerToken;
        await using (var shop = await TestShop.Start(configure: With(null)))
        {
            await shop.Sell("plain-bowl", "BOWL", units: 9);
            var shopper = new Shopper(shop);
            await shopper.Buy("BOWL", quantity: 2);
            (order, orderToken) = (shopper.Order, shopper.OrderToken);
            back = await PersonTests.ComesBack(shop, shopper);
            var hers = await Account.SignIn(shop);
            (customer, customerToken) = (hers.Id, hers.Token);
            await hers.Ask(HttpMethod.Put, "", new { email = "maria@example.com", name = "Maria Santos" });
            var bag = new Shopper(shop);
            await bag.Fill("BOWL");
            (cart, cartToken) = (bag.Cart, bag.CartToken);
            await shop.Host.WhenIdle();
        }

        var before = await Kept();
        await using (var shop = await TestShop.Start(configure: With(OtherKey)))
        {
            await NotNow(HttpMethod.Get, $"orders/{order}", orderToken);
            await NotNow(HttpMethod.Get, $"staff/orders/{order}", TestShop.StaffToken);
            await NotNow(HttpMethod.Get, $"carts/{cart}", cartToken);
            await NotNow(HttpMethod.Put, $"carts/{cart}/lines/BOWL", cartToken, new { quantity = 2 });
            await NotNow(HttpMethod.Get, $"returns/{back}", orderToken);
            await NotNow(HttpMethod.Get, $"returns/{back}/credit-note", orderToken);
            await NotNow(HttpMethod.Put, $"staff/returns/{back}/note", TestShop.StaffToken, new { note = "Late." });
            await NotNow(HttpMethod.Get, $"customers/{customer}", customerToken);
            await NotNow(HttpMethod.Get, $"customers/{customer}/export", customerToken);
            await NotNow(HttpMethod.Get, $"staff/customers/{customer}", TestShop.StaffToken);
            // What works on records by itself fails as well, and leaves them as they are.
            var store = shop.Services.GetRequiredService<TableStore>();
            await Assert.ThrowsAsync<KeyUnknownException>(() => store.Erase(new Id<Order>(order), "erasure-1"));
            await Assert.ThrowsAsync<KeyUnknownException>(() => store.Timeline(new Id<Order>(order)));
            await Assert.ThrowsAsync<KeyUnknownException>(() => store.SealSome("orders", null));
            await Assert.ThrowsAsync<KeyUnknownException>(() => shop.Services.GetRequiredService<PrivateFiles>()
                .In(PrivateFiles.CreditNotesContainer).SealSome(null, default));

            string said = Assert.Single(shop.Log.Lines.Where(line => line[0] == 'E').Distinct(), line =>
                line.Contains("GetStaffOrder:", StringComparison.Ordinal));
            Assert.Contains("add that behind the new one with a comma, and restart", said, StringComparison.Ordinal);
            string name = new TextSeal(TestShop.ProfileKey).Seal("", "").Key;
            Assert.Contains($"the key '{name}', which the setting ProfileKey does not hold", said);
            Assert.All(Hers, text => Assert.DoesNotContain(
                shop.Log.Lines, line => line.Contains(text, StringComparison.OrdinalIgnoreCase)));
            Assert.Equal(before, await Kept());

            async Task NotNow(HttpMethod method, string path, string token, object? body = null)
            {
                var (status, answer) = await shop.Send(method, $"/api/{path}", token, body);
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "shop.key_unknown", path), (status, Code(answer), path));
            }
        }

        await using (var shop = await TestShop.Start(configure: With($"{OtherKey},{TestShop.ProfileKey}")))
        {
            Assert.Equal("maria@example.com", (await Seen($"staff/orders/{order}", TestShop.StaffToken))["email"]!
                .GetValue<string>());
            Assert.Equal("Maria Santos", (await Seen($"customers/{customer}", customerToken))["profile"]!["name"]!
                .GetValue<string>());
            Assert.NotNull((await Seen($"carts/{cart}", cartToken))["delivery"]);
            Assert.Equal("Maria Santos called.", (await Seen($"staff/returns/{back}", TestShop.StaffToken))["note"]!
                .GetValue<string>());

            async Task<JsonNode> Seen(string path, string token)
            {
                var (status, answer) = await shop.Send(HttpMethod.Get, $"/api/{path}", token);
                Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {answer}");
                return answer!;
            }
        }
    }

    private Action<Serverless.Runtime.Testing.TestHostOptions> With(string? key) => test =>
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

    private static string? Code(JsonNode? answer) => answer?["code"]?.GetValue<string>();
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>What a merchant has of her backups on the day on which she needs one.</summary>
public sealed class RestoreTests
{
    private const string Ana = "ana@example.com";

    // What is known of the one who asks to be forgotten; the town is the store's too.
    private static readonly string[] Hers = ["Maria Santos", "Mabini", "maria@example.com", "9171234567"];

    [Fact]
    public async Task A_restore_from_backup_brings_back_a_shop_that_reckons_equal_without_the_erased()
    {
        await using var shop = await Vaults.Start(out var vault);
        await shop.Sell("plain-bowl", "BOWL", units: 20);
        var (maria, back) = await ShopOfManyStates.Maria(shop);
        var states = await ShopOfManyStates.Of(shop, Ana);
        await Account.SignIn(shop);
        shop.Clock!.Advance(TimeSpan.FromHours(1));
        await states.GoToTheBank(shop, Ana);
        await shop.Pass(TimeSpan.FromMinutes(1));
        string folder = await Vaults.BackUp(shop);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        var (books, stock) = (await Books(shop), await Stock(shop));

        // Afterwards somebody buys, and somebody is forgotten.
        var late = new Shopper(shop);
        await ShopOfManyStates.Fill(shop, late, Ana);
        await late.Pay(Shopper.GoodCard);
        await late.Reach("Allocated");
        var account = await Account.SignIn(shop);
        string erasure = Guid.NewGuid().ToString();
        await account.Ask(HttpMethod.Put, $"/erasures/{erasure}", new { });
        await shop.Until(
            async () => (await account.TryLook($"/erasures/{erasure}"))?["status"]?.GetValue<string>() == "Done",
            () => "an erasure");

        var mark = await Vaults.Replace(shop, vault, folder);
        Assert.True(mark.Forgotten >= 4, $"{mark}");
        await Vaults.Opens(shop);

        Assert.Equal(books, await Books(shop));
        Assert.Equal(stock, await Stock(shop));
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Send(
            HttpMethod.Get, $"/api/staff/orders/{late.Order}", TestShop.StaffKey)).Status);
        await NothingIsKnownOf(account.Id, maria, back, shop);
        var hers = await shop.Staff(HttpMethod.Get, $"orders/{states.Unpacked.Order}");
        Assert.Equal(Ana, hers["email"]!.GetValue<string>());
        await states.GoOn(shop);
        var restored = (await shop.Staff(HttpMethod.Get, "backups"))["restored"]!["opening"]!;
        Assert.True(restored["isBalanced"]!.GetValue<bool>());
        Assert.Equal((0, 1), (restored["drifted"]!.GetValue<int>(), restored["reprinted"]!.GetValue<int>()));
        Assert.Equal(0, restored["revived"]!["for a person"]!.GetValue<int>());
        Assert.True((await shop.Staff(HttpMethod.Get, "ledger/balance"))["balanced"]!.GetValue<bool>());
    }

    [Fact]
    public async Task With_the_keys_gone_the_books_come_back_without_persons()
    {
        await using var shop = await Vaults.Start(out var vault);
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await PersonTests.ComesBack(shop, shopper);
        await Account.SignIn(shop);
        string folder = await Vaults.BackUp(shop);
        var books = await Books(shop);

        // The night of the thirtieth day deletes the keys, and leaves the rest for five days more.
        shop.Clock!.Advance(TimeSpan.FromDays(29));
        await Vaults.BackUp(shop);
        var refused = await Assert.ThrowsAsync<RestoreException>(() => Vaults.Restore(
            Vaults.SettingsOf(shop, new(), vault), shop.Clock, folder));
        Assert.Contains("--without-persons", refused.Message, StringComparison.Ordinal);

        var mark = await Vaults.Replace(shop, vault, folder, withoutPersons: true);
        await Vaults.Opens(shop);
        // The credit note, and the labels of the way there and back.
        Assert.True(mark is { WithoutPersons: true, Unopened: 3 }, $"{mark}");
        Assert.Equal(books, await Books(shop));
        var order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        Assert.Equal(("Delivered", Register.Forgotten), (Text(order["status"]), Text(order["email"])));

        // Six days later the whole backup is too old.
        await shop.RenewKeys();
        shop.Clock!.Advance(TimeSpan.FromDays(366));
        await Vaults.BackUp(shop);
        Assert.DoesNotContain(
            (await shop.Staff(HttpMethod.Get, "backups"))["items"]!.AsArray(), one => Text(one!["folder"]) == folder);
    }

    [Fact]
    public async Task What_cannot_be_restored_is_refused_before_anything_is_written_and_says_what_to_do()
    {
        await using var shop = await Vaults.Start(out var vault);
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        string folder = await Vaults.BackUp(shop);
        var other = new AzuriteAccount();

        await Refused("is not empty", settings => settings["AzureWebJobsStorage"] = Vaults.StorageOf(shop));
        await Refused("ProfileKey", settings => settings["ProfileKey"] = "a-key-that-another-shop-has-had-for-years");
        await Refused("of the shop likha", settings => settings["Backups:Shop"] = "other");

        var blobs = shop.Services.GetRequiredService<Vault>();
        var part = (await shop.Services.GetRequiredService<Serverless.Adapters.Backups>().Find(folder, default))!
            .Parts.First(one => one.Place == "tables/orders");
        var blob = blobs.Parts.GetBlobClient(part.Name);
        byte[] whole = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        var said = (await blob.GetPropertiesAsync()).Value.Metadata;
        whole[^9] ^= 1;
        await blob.UploadAsync(BinaryData.FromBytes(whole), overwrite: true);
        await blob.SetMetadataAsync(said);
        await Refused("is damaged or missing", _ => { });

        await blobs.Parts.DeleteBlobAsync($"{folder}/{Manifest.FileName}");
        Assert.Empty((await shop.Staff(HttpMethod.Get, "backups"))["items"]!.AsArray());

        // Nothing of all that has left a trace.
        var tables = new TableServiceClient(other.ConnectionString);
        Assert.Equal(0, await tables.QueryAsync().CountAsync());

        async Task Refused(string says, Action<Dictionary<string, string>> differently)
        {
            var settings = Vaults.SettingsOf(shop, other, vault);
            differently(settings);
            var refused = await Assert.ThrowsAsync<RestoreException>(
                () => Vaults.Restore(settings, shop.Clock!, folder));
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_shop_that_is_half_restored_answers_nobody()
    {
        await using var shop = await Vaults.Start(out _);
        var now = shop.Clock!.GetUtcNow();
        var other = new AzuriteAccount();
        await shop.Replace(
            test => test.Settings["AzureWebJobsStorage"] = other.ConnectionString,
            () => Vaults.Marks(other).Write(new("daily/x", RestoreStage.Restoring, now, now, now, 3), default));

        foreach (string path in new[] { "/api/health", "/api/products", "/api/staff/summary" })
        {
            var (status, answer) = await shop.Send(HttpMethod.Get, path, TestShop.StaffKey);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "shop.restoring"), (status, Text(answer!["code"])));
        }

        // A look that is begun ends as it began, and the next finds it open.
        await Vaults.Marks(other).Write(new("daily/x", RestoreStage.Opened, now, now, now, 3), default);
        await Vaults.Opens(shop);
    }

    private static async Task NothingIsKnownOf(string customer, Shopper maria, string back, TestShop shop)
    {
        string export = (await shop.Staff(HttpMethod.Get, $"customers/{customer}/export")).ToJsonString();
        Assert.All(Hers, text => Assert.DoesNotContain(text, export, StringComparison.Ordinal));

        var store = shop.Services.GetRequiredService<TableStore>();
        var order = new Id<Order>(maria.Order);
        string all = string.Join('\n', (await store.Timeline(order)).Select(fact => fact.Data.GetRawText()))
            + (await store.Find(order))!.Record + (await store.Find(new Id<Return>(back)))!.Record;
        Assert.All(Hers, text => Assert.DoesNotContain(text, all, StringComparison.Ordinal));

        // Nothing is left that a key could open: no box of before stands on her rows, only of what was forgotten anew.
        var rows = await shop.Services.GetRequiredService<TableServiceClient>().GetTableClient("orders")
            .QueryAsync<TableEntity>(row => row.PartitionKey == maria.Order).ToListAsync();
        Assert.True(rows.Count > 5);
        Assert.Empty(rows.Where(row => row.ContainsKey("Sealed") && row.RowKey != "record"
            && !row.RowKey.StartsWith("fact!erasure-", StringComparison.Ordinal)).Select(row => row.RowKey));
        var note = await shop.Services.GetRequiredService<CreditNotes>().Find(new Id<Return>(back), default);
        Assert.StartsWith("%PDF", Encoding.Latin1.GetString(note!.ToArray()), StringComparison.Ordinal);
    }

    private static async Task<string> Books(TestShop shop) =>
        (await shop.Staff(HttpMethod.Get, "ledger/balance")).ToJsonString();

    private static async Task<(int, int, Money)> Stock(TestShop shop)
    {
        var stock = (await shop.Services.GetRequiredService<TableStore>()
            .Find(Commerce.Stock.At("BOWL", "MNL")))!.Record;
        return (stock.OnHand, stock.Allocations.Length, stock.Value);
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}

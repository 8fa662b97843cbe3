using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What a person may ask: to see all that is known of her, and to be forgotten.</summary>
public sealed class PersonTests
{
    private const string Email = "maria@example.com";

    // What is known of her; the town is the store's too, and the telephone's beginning many a number's.
    private static readonly string[] Hers = ["Maria Santos", "Mabini", Email, "9171234567"];

    [Fact]
    public async Task What_is_known_of_a_person_is_nowhere_in_the_tables_in_the_clear()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await ReadsElsewhere(shop, shopper);
        await ComesBack(shop, shopper);
        await Account.SignIn(shop);

        // The search first proves that it would find her.
        var tables = shop.Services.GetRequiredService<TableServiceClient>();
        var planted = await tables.GetTableClient("orders").QueryAsync<TableEntity>().FirstAsync();
        planted.RowKey = "planted";
        planted["Data"] = Packed("""{"name":"Maria Santos"}""");
        await tables.GetTableClient("orders").AddEntityAsync(planted);
        Assert.Equal(["orders planted: Maria Santos"], await Leaks(tables));

        await tables.GetTableClient("orders").DeleteEntityAsync(planted.PartitionKey, planted.RowKey);
        Assert.Empty(await Leaks(tables));

        // Papers say who she is in packed streams: none of them is one that a reader would know.
        var blobs = shop.Services.GetRequiredService<StorageClients>().Blobs;
        var note = blobs.GetBlobContainerClient(PrivateFiles.CreditNotesContainer);
        var paper = Assert.Single(await note.GetBlobsAsync().ToListAsync());
        var kept = (await note.GetBlobClient(paper.Name).DownloadContentAsync()).Value.Content.ToArray();
        Assert.DoesNotContain("%PDF", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"/api/returns/{paper.Name[..36]}/credit-note");
        asked.Headers.Authorization = new("Bearer", shopper.OrderToken);
        using var answer = await shop.Client.SendAsync(asked);
        Assert.StartsWith("%PDF", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_to_be_forgotten_is_gone_from_everywhere_and_the_books_stay()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        await ReadsElsewhere(shop, shopper);
        var back = await ComesBack(shop, shopper);
        var account = await Account.SignIn(shop);
        await shop.Host.WhenIdle();
        var export = await account.Look("/export");
        string known = export.ToJsonString();
        Assert.All(Hers, text => Assert.Contains(text, known, StringComparison.Ordinal));
        // Of her parcel, and of what she sent back.
        var waybills = export["orders"]![0]!["waybills"]!.AsArray();
        Assert.Equal([$"{shopper.Order}-1", back], waybills.Select(one => Text(one!["parcel"])));
        Assert.All(waybills, one => Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(
            Convert.FromBase64String(Text(one!["pdf"])!)), StringComparison.Ordinal));
        var books = (await shop.Staff(HttpMethod.Get, "ledger/balance")).ToJsonString();

        string erasure = Guid.NewGuid().ToString();
        await account.Ask(HttpMethod.Put, $"/erasures/{erasure}", new { });
        await account.Ask(HttpMethod.Put, $"/erasures/{erasure}", new { });
        await Done(shop, account, erasure);

        string left = (await account.Look("/export")).ToJsonString();
        Assert.All(Hers, text => Assert.DoesNotContain(text, left, StringComparison.Ordinal));
        var order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        Assert.Equal(("Delivered", Register.Forgotten), (Text(order["status"]), Text(order["email"])));
        var was = (await shop.Services.GetRequiredService<TableStore>().Find(new Id<Order>(shopper.Order)))!
            .Record.Corrections!.Value.Single().Was;
        Assert.Equal((Register.Forgotten, Register.Forgotten), (was.Email, was.Address.Name));
        Assert.Equal(books, (await shop.Staff(HttpMethod.Get, "ledger/balance")).ToJsonString());
        var report = await account.Look($"/erasures/{erasure}");
        Assert.Equal(
            """{"account":1,"carts":1,"orders":1,"returns":1,"waybills":2}""", report["erased"]!.ToJsonString());
        var files = shop.Services.GetRequiredService<Waybills>();
        Assert.Equal(0, await files.Count(new(shopper.Order), default));
        Assert.Equal("Closed", Text((await shop.Staff(HttpMethod.Get, $"returns/{back}"))["status"]));

        // Asked once more, there is nothing left to forget.
        string again = Guid.NewGuid().ToString();
        await account.Ask(HttpMethod.Put, $"/erasures/{again}", new { });
        await Done(shop, account, again);
    }

    [Fact]
    public async Task What_is_under_way_ends_well_before_it_is_forgotten()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        var account = await Account.SignIn(shop);
        string erasure = Guid.NewGuid().ToString();
        await account.Ask(HttpMethod.Put, $"/erasures/{erasure}", new { });
        await shop.Until(async () => await StatusOf(account, erasure) == "Waiting", () => "an erasure that waits");
        Assert.Equal(Email, Text((await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["email"]));

        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");
        await shop.Pass(TimeSpan.FromHours(12));
        await Done(shop, account, erasure);

        var order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        Assert.Equal(Register.Forgotten, Text(order["email"]));
        Assert.True((await shop.Staff(HttpMethod.Get, "ledger/balance"))["balanced"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Nobody_sees_or_erases_another_and_nobody_without_a_fresh_sign_in()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        var (maria, other) = (await Account.SignIn(shop), await Account.SignIn(shop, "ana@example.com"));
        string erasure = $"erasures/{Guid.NewGuid()}";

        await Refused(404, "customer.not_signed_in", HttpMethod.Get, $"customers/{maria.Id}/export", other.Token);
        await Refused(404, "customer.not_signed_in", HttpMethod.Put, $"customers/{maria.Id}/{erasure}", other.Token);
        string staff = TestShop.StaffKey;
        await Refused(400, "request.fields", HttpMethod.Put, $"staff/customers/{maria.Id}/{erasure}", staff);
        await Refused(404, "customer.unknown", HttpMethod.Get, $"staff/customers/{Guid.NewGuid()}/export", staff);
        await Refused(404, "erasure.unknown", HttpMethod.Get, $"customers/{maria.Id}/{erasure}", maria.Token);

        shop.Clock!.Advance(TimeSpan.FromMinutes(16));
        await Refused(403, "customer.stale_sign_in", HttpMethod.Get, $"customers/{maria.Id}/export", maria.Token);
        await Refused(403, "customer.stale_sign_in", HttpMethod.Put, $"customers/{maria.Id}/{erasure}", maria.Token);

        async Task Refused(int status, string code, HttpMethod method, string path, string token)
        {
            var came = await shop.Send(method, $"/api/{path}", token, method == HttpMethod.Put ? new { } : null);
            Assert.Equal((status, code), ((int)came.Status, Text(came.Answer!["code"])));
        }
    }

    [Fact]
    public async Task By_night_what_was_kept_long_enough_is_deleted_and_staff_see_how_much()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var (bought, left, failed) = (new Shopper(shop), new Shopper(shop), new Shopper(shop));
        await bought.Buy("BOWL");
        await left.Fill("BOWL");
        await failed.Buy("BOWL", card: Shopper.DeclinedCard, until: "Failed");
        await Account.SignIn(shop);
        Assert.Equal((3, 1), (await Count(shop, "carts"), await Count(shop, "signins")));
        await Night(shop);
        Assert.Equal((3, 1), (await Count(shop, "carts"), await Count(shop, "signins")));

        shop.Clock!.Advance(TimeSpan.FromDays(2));
        await Night(shop);
        Assert.Equal((3, 0), (await Count(shop, "carts"), await Count(shop, "signins")));
        shop.Clock!.Advance(TimeSpan.FromDays(91));
        await Night(shop);
        Assert.Equal((0, 0), (await Count(shop, "carts"), await Count(shop, "signins")));
        Assert.Equal(
            [
                "answers of issuers", "carts", "counts of guesses", "counts of senders", "failed checkouts",
                "mailed codes", "passkey ceremonies", "sign-ins",
            ],
            (await shop.Staff(HttpMethod.Get, "retention"))["removed"]!.AsObject().Select(one => one.Key));

        Assert.Equal(HttpStatusCode.NotFound, (await shop.Send(
            HttpMethod.Get, $"/api/carts/{left.Cart}", left.CartToken)).Status);
        Assert.Equal(Register.Forgotten, Text((await shop.Staff(HttpMethod.Get, $"orders/{failed.Order}"))["email"]));
        Assert.Equal(Email, Text((await shop.Staff(HttpMethod.Get, $"orders/{bought.Order}"))["email"]));
    }

    private static Task Night(TestShop shop) => ActivatorUtilities
        .CreateInstance<RetentionFunctions>(shop.Services).Run(new(), CancellationToken.None);

    private static async Task<int> Count(TestShop shop, string table) =>
        await shop.Services.GetRequiredService<TableServiceClient>().GetTableClient(table)
            .QueryAsync<TableEntity>(row => row.RowKey == "record").CountAsync();

    /// <summary>Her letters go to another address from now on; the order keeps the one of before.</summary>
    private static Task<JsonNode> ReadsElsewhere(TestShop shop, Shopper shopper) => shop.Staff(
        HttpMethod.Put, $"orders/{shopper.Order}/corrections/{Guid.NewGuid()}",
        new { email = "maria.santos@example.com" });

    /// <summary>One bowl comes back and is settled, with a note of staff that names her.</summary>
    internal static async Task<string> ComesBack(TestShop shop, Shopper shopper)
    {
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/note", new { note = "Maria Santos called." });
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");
        return back;
    }

    private static Task Done(TestShop shop, Account account, string erasure) =>
        shop.Until(async () => await StatusOf(account, erasure) == "Done", () => "an erasure");

    private static async Task<string?> StatusOf(Account account, string erasure) => (await account.TryLook(
        $"/erasures/{erasure}"))?["status"]?.GetValue<string>();

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static async Task<List<string>> Leaks(TableServiceClient tables)
    {
        List<string> found = [];
        await foreach (var table in tables.QueryAsync())
        {
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
            {
                string all = string.Join('\n', row.SelectMany(Said));
                found.AddRange(Hers.Where(text => all.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Select(text => $"{table.Name} {row.RowKey}: {text}"));
            }
        }

        return found;
    }

    // As text in either encoding, and unpacked where it is packed.
    private static IEnumerable<string> Said(KeyValuePair<string, object> property)
    {
        if (property.Value is not byte[] bytes) return [$"{property.Value}"];
        List<string> said = [Encoding.UTF8.GetString(bytes), Encoding.Unicode.GetString(bytes)];
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var reader = new StreamReader(brotli);
            said.Add(reader.ReadToEnd());
        }
        catch (InvalidOperationException)
        {
            // Not packed.
        }

        return said;
    }

    private static byte[] Packed(string text)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}

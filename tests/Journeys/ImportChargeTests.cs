using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What was collected for customs, and what they charge at the release (XB02, XB07, RET10).</summary>
public sealed class ImportChargeTests
{
    [Theory]
    [InlineData("PHP", 50_000, 50_000L)]
    [InlineData("EUR", 700, null)]
    public async Task When_customs_let_a_parcel_in_what_was_collected_is_paid_out_and_the_difference_seen(
        string currency, long charged, long? worth)
    {
        await using var shop = await OpenShop();
        await Next(shop, "release", Charging(charged, currency));
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", "DE");
        long collected = Amount(cart["import"]);
        await Pay(shopper);
        await shopper.Reach("Delivered");

        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.Equal(0, Accounts.Of(books, "2300 Import charges payable"));
        Assert.Equal(-charged, Accounts.Of(books, "2310 Customs broker payable", currency));
        worth ??= -Accounts.Of(books, "1090 Currency exchange");
        Assert.InRange(worth.Value, 1, collected);
        Assert.Equal(worth - collected, Accounts.Of(books, "6210 Import charge differences"));
        var clearance = (await shop.Staff(HttpMethod.Get, $"clearances/{shopper.Order}-1"))["clearance"]!;
        Assert.Equal(charged, Amount(clearance["charges"]!["tax"]));
    }

    [Fact]
    public async Task A_parcel_that_comes_back_after_customs_let_it_in_costs_the_shop_what_they_keep()
    {
        await using var shop = await OpenShop();
        await Next(shop, "release", Charging(50_000, "PHP"));
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", "AU", place: "9998");
        await Pay(shopper);
        var order = await shopper.Reach("ReturnedToSender");

        Assert.Equal(Amount(cart["total"]), Amount(order["refunded"]));
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.Equal(0, Accounts.Of(books, "2300 Import charges payable"));
        Assert.Equal(-50_000, Accounts.Of(books, "2310 Customs broker payable"));
        Assert.Equal(Amount(cart["import"]), Accounts.Of(books, "6200 Import charges borne by the shop"));
    }

    [Fact]
    public async Task No_parcel_waits_for_a_broker_who_keeps_the_charges_to_himself_and_a_person_asks_him_in_the_end()
    {
        await using var shop = await OpenShop();
        await Next(shop, "release", new JsonObject { ["untold"] = true });
        var shopper = new Shopper(shop);
        await shopper.FillAbroad("BOWL", "DE");
        await Pay(shopper);
        await shopper.Reach("Delivered");
        JsonNode? attention = null;
        await shop.Until(
            async () => (attention = (await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["attention"])
                is not null,
            () => "somebody is asked");
        Assert.Equal("clearance.no_charges", Text(attention, "code"));
        Assert.NotEqual(0, Accounts.Of(
            await shop.Staff(HttpMethod.Get, "ledger/balance"), "2300 Import charges payable"));

        using var http = new HttpClient();
        var declared = await http.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/sandbox/declarations");
        string reference = Text(Assert.Single(declared!), "reference");
        await Put(shop, $"/sandbox/declarations/{reference}/charges", Charging(50_000, "PHP")["charges"]!);
        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/resumption", new { });

        JsonNode? books = null;
        await shop.Until(
            async () => Accounts.Of(
                books = await shop.Staff(HttpMethod.Get, "ledger/balance"), "2300 Import charges payable") == 0,
            () => "what was collected is paid out");
        Assert.Equal(-50_000, Accounts.Of(books!, "2310 Customs broker payable"));
    }

    [Fact]
    public async Task Of_a_split_order_each_parcel_pays_its_own_share_and_the_last_centavo_is_accounted_for()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 2);
        await shop.Receive("BOWL", 1, 40_000, "CEB");
        await Next(shop, "refuse", new JsonObject());
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", "DE", quantity: 3);
        long import = Amount(cart["import"]);
        await Pay(shopper);
        var order = await shopper.Reach("Delivered");

        // Of two parcels one was refused, whichever came to customs first: its share goes back and is owed no longer.
        var back = Assert.Single(
            order["shipments"]!.AsArray(), parcel => Text(parcel, "status") == "ReturnedToSender")!;
        int units = back["lines"]![0]!["quantity"]!.GetValue<int>();
        long refunded = Amount(order["refunded"]) - units * 100_000;
        Assert.InRange(refunded, import * units / 3 - 1, import * units / 3 + 1);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.Equal(0, Accounts.Of(books, "2300 Import charges payable"));
        Assert.Equal(
            import - refunded,
            -Accounts.Of(books, "2310 Customs broker payable") - Accounts.Of(books, "6210 Import charge differences"));
    }

    private static async Task<TestShop> OpenShop()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        return shop;
    }

    private static async Task Pay(Shopper shopper)
    {
        var (status, answer) = await shopper.Pay();
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
    }

    /// <summary>Customs will charge so much tax.</summary>
    private static JsonObject Charging(long tax, string currency) => new()
    {
        ["charges"] = new JsonObject
        {
            ["duty"] = new JsonObject { ["amount"] = 0, ["currency"] = currency },
            ["tax"] = new JsonObject { ["amount"] = tax, ["currency"] = currency },
            ["fees"] = new JsonObject { ["amount"] = 0, ["currency"] = currency },
        },
    };

    private static Task Next(TestShop shop, string outcome, JsonObject plan) =>
        Put(shop, $"/sandbox/broker/{outcome}", plan);

    private static async Task Put(TestShop shop, string path, JsonNode what)
    {
        using var http = new HttpClient();
        (await http.PutAsJsonAsync(shop.Sandbox.Address + path, what)).EnsureSuccessStatusCode();
    }

    private static string Text(JsonNode? said, string name) => said?[name]?.GetValue<string>() ?? "";

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}

using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>What people do to stock by hand shows in what can be bought, and in the books.</summary>
public sealed class StockDeskTests
{
    [Fact]
    public async Task Units_in_reserve_damaged_or_being_looked_at_are_not_for_sale()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 10);
        await shop.Staff(HttpMethod.Put, "stock/BOWL/safety", new { location = "MNL", units = 3 });
        await Adjust(shop, Guid.NewGuid(), "SetAside", "Damaged", 2, "Broken");
        await Adjust(shop, Guid.NewGuid(), "SetAside", "InControl", 1, "Inspection");

        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal("10 2 1 3 4", Say(stock));
        var (greedy, modest) = (new Shopper(shop), new Shopper(shop));
        await greedy.Fill("BOWL", quantity: 5);
        await greedy.SeesProblem("stock.too_few");
        await modest.Fill("BOWL", quantity: 4);
        await modest.SeesProblem(null);
    }

    [Fact]
    public async Task Staff_see_what_is_on_hand_committed_reserved_incoming_damaged_in_control_and_in_reserve()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 20);
        await shop.Rest();
        await shop.Staff(HttpMethod.Put, "stock/BOWL/safety", new { location = "MNL", units = 3 });
        await Adjust(shop, Guid.NewGuid(), "SetAside", "Damaged", 2, "Broken");
        await Adjust(shop, Guid.NewGuid(), "SetAside", "InControl", 1, "Inspection");
        await new Shopper(shop).Buy("BOWL", quantity: 4, until: "Allocated");
        await new Shopper(shop).Buy("BOWL", quantity: 5, card: Shopper.SecureCard, until: "AwaitingPayment");
        var buyer = new Buyer(shop);
        await buyer.Know(pack: 1, price: 30_000, "BOWL");
        await buyer.Order(("BOWL", 12));
        await shop.Until(
            async () => (await shop.Staff(HttpMethod.Get, "stock/BOWL"))["incoming"]!.GetValue<int>() == 12,
            () => "twelve on their way");

        // 20 are here: 2 broken, 1 looked at, 3 kept back, 4 promised, 5 held at a bank; 5 can be bought.
        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal("20 2 1 3 5", Say(stock));
        Assert.Equal((4, 5), (stock["allocated"]!.GetValue<int>(), stock["held"]!.GetValue<int>()));
    }

    [Fact]
    public async Task What_has_moved_stays_written_as_it_was_and_adds_up_to_what_is_there()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var store = shop.Services.GetRequiredService<TableStore>();
        await Adjust(shop, Guid.NewGuid(), "SetAside", "Damaged", 1, "Broken");
        var before = await Movements(store);
        Assert.Equal(["Receipt", "SettingAside"], before.Select(one => one.Kind));

        await Adjust(shop, Guid.NewGuid(), "WriteOff", "Damaged", 1, "Broken");
        await new Shopper(shop).Buy("BOWL", quantity: 2);
        await shop.Receive("BOWL", 3, cost: 50_000);
        var after = await Movements(store);
        Assert.Equal(before, after.Take(before.Count));
        Assert.Equal(["WritingOff", "Shipment", "Receipt"], after.Skip(before.Count)
            .Where(one => one.Change != 0).Select(one => one.Kind));
        int there = (await shop.Staff(HttpMethod.Get, "stock/BOWL"))["onHand"]!.GetValue<int>();
        Assert.Equal((5, 5), (there, after.Sum(one => one.Change)));
    }

    [Fact]
    public async Task A_sale_costs_what_the_oldest_goods_had_cost()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 1, cost: 40_000);
        shop.Clock!.Advance(TimeSpan.FromMinutes(1));
        await shop.Receive("BOWL", 5, cost: 60_000);
        await new Shopper(shop).Buy("BOWL", quantity: 3);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(40_000 + 2 * 60_000, Accounts.Of(books, "5000 Cost of goods sold"));
        await Accounts.Balance(shop, "BOWL", onHand: 3, inventory: 3 * 60_000, clearing: 300_000);
    }

    [Fact]
    public async Task What_is_written_off_leaves_the_shelf_and_the_books_once_however_often_it_is_said()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        await Adjust(shop, Guid.NewGuid(), "SetAside", "Damaged", 3, "Broken");
        var id = Guid.NewGuid();
        await Adjust(shop, id, "WriteOff", "Damaged", 2, "Broken");
        await Adjust(shop, id, "WriteOff", "Damaged", 2, "Broken");
        Assert.Equal("3 1 0 0 2", Say(await shop.Staff(HttpMethod.Get, "stock/BOWL")));
        await Accounts.Balance(shop, "BOWL", onHand: 3, inventory: 3 * 40_000, clearing: 0);

        var (status, answer) = await Ask(shop, Guid.NewGuid(), "WriteOff", "Damaged", 2, "Broken");
        Assert.Equal((HttpStatusCode.Conflict, "stock.not_aside"), (status, answer!["code"]!.GetValue<string>()));
        (status, answer) = await Ask(shop, id, "WriteOff", "Damaged", 1, "Broken");
        Assert.Equal((HttpStatusCode.Conflict, "adjustment.exists"), (status, answer!["code"]!.GetValue<string>()));
    }

    /// <summary>A short process has no record on which staff could see it: whoever had asked is its person.</summary>
    [Fact]
    public async Task What_could_not_be_booked_in_all_its_tries_is_booked_when_it_is_said_again()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var table = shop.Services.GetRequiredService<TableServiceClient>().GetTableClient("stock");
        var row = await table.QueryAsync<TableEntity>("RowKey eq 'record'").FirstAsync();
        var broken = new TableEntity(row) { ["Data"] = "{"u8.ToArray() };
        await table.UpdateEntityAsync(broken, row.ETag, TableUpdateMode.Replace);

        var id = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.Accepted, (await Ask(shop, id, "SetAside", "Damaged", 2, "Broken")).Status);
        await shop.Until(
            () => Task.FromResult(shop.Log.Alarms.Contains($"{id} needs a person", StringComparison.Ordinal)),
            () => "a plea", TimeSpan.FromSeconds(20));
        await table.UpdateEntityAsync(row, global::Azure.ETag.All, TableUpdateMode.Replace);

        await Adjust(shop, id, "SetAside", "Damaged", 2, "Broken");
        await Adjust(shop, id, "SetAside", "Damaged", 2, "Broken");
        Assert.Equal("5 2 0 0 3", Say(await shop.Staff(HttpMethod.Get, "stock/BOWL")));
    }

    private static async Task<List<(string Kind, int Change, string Whole)>> Movements(TableStore store) =>
    [
        .. (await store.Timeline(Stock.At("BOWL", "MNL"))).Select(fact => (
            fact.Status, fact.Data.GetProperty("change").GetInt32(), $"{fact.Version} {fact.Data.GetRawText()}")),
    ];

    private static string Say(JsonNode stock) =>
        $"{stock["onHand"]} {stock["damaged"]} {stock["inControl"]} {stock["safety"]} {stock["available"]}";

    private static async Task Adjust(
        TestShop shop, Guid id, string kind, string condition, int quantity, string reason)
    {
        var (status, answer) = await Ask(shop, id, kind, condition, quantity, reason);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {answer}");
    }

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Ask(
        TestShop shop, Guid id, string kind, string condition, int quantity, string reason) => shop.Send(
            HttpMethod.Put, $"/api/staff/adjustments/{id}", TestShop.StaffKey,
            new { sku = "BOWL", location = "MNL", kind, condition, quantity, reason });
}

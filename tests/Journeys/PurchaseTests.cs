using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What the shop buys: approved, mailed, delivered in parts, and in the books.</summary>
public sealed class PurchaseTests
{
    [Fact]
    public async Task An_order_to_a_supplier_comes_in_parts_and_never_more_than_the_tolerance()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 2);
        var buyer = new Buyer(shop);
        await buyer.Know(pack: 6, price: 30_000, "BOWL");

        var id = await buyer.Order(("BOWL", 20));
        await Mailed(shop, buyer);

        var first = Guid.NewGuid().ToString();
        var (status, some) = await buyer.Receive(id, first, ("BOWL", 8));
        Assert.Equal((HttpStatusCode.OK, "PartlyReceived"), (status, Status(some)));
        Assert.Equal((HttpStatusCode.OK, "PartlyReceived"), Told(await buyer.Receive(id, first, ("BOWL", 8))));
        Assert.Equal("receipt.exists", Code(await buyer.Receive(id, first, ("BOWL", 9))));
        Assert.Equal("purchase_order.too_many", Code(await buyer.Receive(id, New, ("BOWL", 200))));
        Assert.Equal("purchase_order.too_many", Code(await buyer.Receive(id, New, ("BOWL", 15))));
        Assert.Equal("request.fields", Code(await buyer.Receive(id, New, ("BOWL", -1))));
        Assert.Equal("purchase_order.not_ordered", Code(await buyer.Receive(id, New, ("MUG", 1))));
        Assert.Equal(12, (await buyer.Look(id))["lines"]![0]!["outstanding"]!.GetValue<int>());
        Assert.Equal((12, 10), await Coming(shop));

        Assert.Equal((HttpStatusCode.OK, "Received"), Told(await buyer.Receive(id, New, ("BOWL", 14))));
        Assert.Equal("purchase_order.not_now", Code(await buyer.Receive(id, New, ("BOWL", 1))));
        Assert.Equal((0, 24), await Coming(shop));
        await Accounts.Balance(shop, "BOWL", onHand: 24, inventory: 2 * 40_000 + 22 * 30_000, clearing: 0);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(-(2 * 40_000 + 22 * 30_000), Accounts.Of(books, "2010 Goods received, not invoiced"));
        Assert.Equal([id], (await buyer.List("received")).Select(order => order!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_delivery_that_is_late_stands_on_the_staffs_list_until_it_is_closed_short()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 0);
        var buyer = new Buyer(shop);
        await buyer.Know(pack: 1, price: 30_000, "BOWL");
        var id = await buyer.Order(("BOWL", 20));
        await buyer.Deliver(id, ("BOWL", 5));

        await buyer.Reach(id, order => order["lateSince"] is not null, "late", TimeSpan.FromHours(8));
        Assert.Equal([id], (await buyer.List("late")).Select(order => order!["id"]!.GetValue<string>()));
        await shop.Staff(HttpMethod.Put, $"purchase-orders/{id}/closure", new { });
        var closed = await buyer.Reach(id, order => Status(order) == "ClosedShort", "closed");
        Assert.Equal(0, closed["lines"]![0]!["outstanding"]!.GetValue<int>());
        Assert.Empty(await buyer.List("late"));
        await shop.Until(async () => await Coming(shop) == (0, 5), () => "nothing more on its way");
        Assert.Equal("purchase_order.not_now", Code(await buyer.Receive(id, New, ("BOWL", 1))));
    }

    [Fact]
    public async Task Goods_paid_in_dollars_come_in_at_the_rate_of_their_day()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 0);
        var buyer = new Buyer(shop);
        await buyer.Know("USD", pack: 1, price: 1_000, "BOWL");
        var id = await buyer.Order(("BOWL", 3));
        await buyer.Receive(id, New, ("BOWL", 3));

        var receipt = (await buyer.Look(id))["receipts"]![0]!;
        var sheet = (await shop.Send(HttpMethod.Get, "/api/rates", null)).Answer!;
        var (dollar, peso) = (Rate(sheet, "USD"), Rate(sheet, "PHP"));
        long each = (long)Math.Round(1_000 * peso / dollar, MidpointRounding.AwayFromZero);
        Assert.Equal(each, receipt["lines"]![0]!["unitCost"]!["amount"]!.GetValue<long>());
        await Accounts.Balance(shop, "BOWL", onHand: 3, inventory: 3 * each, clearing: 0);
    }

    [Fact]
    public async Task Sales_that_bring_the_stock_low_lead_to_one_proposal_and_to_full_shelves()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 12);
        var buyer = new Buyer(shop);
        await buyer.Know(pack: 6, price: 30_000, "BOWL");

        // Seven sold in the first week: one a day. Ten days of waiting and seven in reserve are more than five left.
        await new Shopper(shop).Buy("BOWL", quantity: 3);
        await new Shopper(shop).Buy("BOWL", quantity: 4);
        var proposal = await Proposed(shop, buyer);
        await HearAgain(shop, 7);
        int quantity = proposal["lines"]![0]!["quantity"]!.GetValue<int>();
        Assert.Equal((0, 1), (quantity % 6, proposal["lines"]!.AsArray().Count));

        var id = proposal["id"]!.GetValue<string>();
        await buyer.Approve(id);
        Assert.Equal("PartlyReceived", Told(await buyer.Receive(id, New, ("BOWL", 6))).Item2);
        Assert.Equal("Received", Told(await buyer.Receive(id, New, ("BOWL", quantity - 6))).Item2);
        long inventory = 4 * 40_000 + quantity * 30_000L;
        await Accounts.Balance(shop, "BOWL", 4 + quantity, inventory, clearing: 300_000 + 400_000 + 112_000);
        Assert.Empty(await buyer.List("proposed"));
    }

    [Fact]
    public async Task The_nightly_look_proposes_what_no_message_told_of_and_heeds_a_no_for_a_week()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 12);
        await new Shopper(shop).Buy("BOWL", quantity: 7);
        var buyer = new Buyer(shop);
        await shop.Until(() => IsCounted(shop, 7), () => "a demand of 7");
        await buyer.Know(pack: 6, price: 30_000, "BOWL");
        Assert.Empty(await buyer.List("proposed"));

        var hour = TimeSpan.FromHours(1);
        var first = await Proposed(shop, buyer, hour);
        await shop.Staff(HttpMethod.Put, $"purchase-orders/{first["id"]}/cancellation", new { });
        var said = (await buyer.Look(first["id"]!.GetValue<string>()))["closedAt"]!.GetValue<DateTimeOffset>();
        var second = await Proposed(shop, buyer, hour);
        Assert.True(second["proposedAt"]!.GetValue<DateTimeOffset>() >= said.AddDays(7), $"{said}: {second}");
    }

    /// <summary>Queues deliver more than once: what was heard is told again, and counts as before.</summary>
    private static async Task HearAgain(TestShop shop, int units)
    {
        await shop.Until(() => IsCounted(shop, units), () => $"a demand of {units}");
        var store = shop.Services.GetRequiredService<TableStore>();
        var messages = shop.Services.GetRequiredService<IMessages>();
        var left = (await store.Timeline(Stock.At("BOWL", "MNL"))).Where(fact => fact.Status == "Shipment").ToList();
        Assert.NotEmpty(left);
        foreach (var fact in left.Concat(left))
            await messages.Send(
                StockNews.Queue, new StockChanged(Stock.At("BOWL", "MNL"), 1) { Movement = fact.Cause });

        // What is told last is heard when the rest is: the demand of another sale says that all were heard.
        await new Shopper(shop).Buy("BOWL");
        await shop.Until(() => IsCounted(shop, units + 1), () => $"a demand of {units + 1}");
    }

    private static async Task<bool> IsCounted(TestShop shop, int units)
    {
        var outlook = await shop.Staff(HttpMethod.Get, "reorder-points/BOWL");
        return outlook["locations"]![0]!["units"]!.GetValue<int>() == units;
    }

    /// <summary>The one proposal that there is, once there is one.</summary>
    private static async Task<JsonNode> Proposed(TestShop shop, Buyer buyer, TimeSpan? step = null)
    {
        JsonArray proposals = [];
        await shop.Until(
            async () => (proposals = await buyer.List("proposed")).Count > 0, () => "a proposal to order again", step);
        return Assert.Single(proposals)!;
    }

    private static string New => Guid.NewGuid().ToString();

    /// <summary>What the shelf expects, and what it has.</summary>
    private static async Task<(int Incoming, int OnHand)> Coming(TestShop shop)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var stock = (await store.Find(Stock.At("BOWL", "MNL")))!.Record;
        return (stock.Incoming.Sum(incoming => incoming.Outstanding), stock.OnHand);
    }

    private static decimal Rate(JsonNode sheet, string currency) => sheet["rates"]![currency]!.GetValue<decimal>();

    [Fact]
    public async Task A_letter_that_cannot_be_sent_keeps_nobody_from_taking_goods_in()
    {
        await using var shop = await TestShop.Start(configure: test => test.Settings["Smtp:Port"] = "1");
        await shop.Sell("plain-bowl", "BOWL", units: 2);
        var buyer = new Buyer(shop);
        await buyer.Know(pack: 1, price: 30_000, "BOWL");
        var id = await buyer.Order(("BOWL", 5));
        await shop.Staff(HttpMethod.Put, $"purchase-orders/{id}/confirmation", new { due = "2026-12-24" });
        await buyer.Reach(
            id, order => order["dueAt"]!.GetValue<string>().StartsWith("2026-12-24", StringComparison.Ordinal),
            "due when the supplier said");
        Assert.Equal((HttpStatusCode.OK, "Received"), Told(await buyer.Receive(id, New, ("BOWL", 5))));
    }

    private static async Task Mailed(TestShop shop, Buyer buyer)
    {
        await shop.Until(async () => (await buyer.Mails()).Count > 0, () => "a mail to the supplier");
        var mail = Assert.Single(await buyer.Mails())!;
        Assert.Contains("20 × BOWL", mail["text"]!.GetValue<string>(), StringComparison.Ordinal);
        var file = (await buyer.FileOf(mail)).Split("\r\n");
        Assert.Equal("\"BOWL\",\"Plain plain-bowl (One)\",20,300.00,PHP", file[1]);
    }

    private static string? Status(JsonNode? order) => order?["status"]?.GetValue<string>();

    private static (HttpStatusCode, string?) Told((HttpStatusCode Status, JsonNode? Answer) said) =>
        (said.Status, Status(said.Answer));

    private static string? Code((HttpStatusCode Status, JsonNode? Answer) said) =>
        said.Answer?["code"]?.GetValue<string>();
}

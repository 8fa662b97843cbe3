using System.Net;
using System.Text.Json.Nodes;

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

        Assert.Equal((HttpStatusCode.OK, "Received"), Told(await buyer.Receive(id, New, ("BOWL", 14))));
        Assert.Equal("purchase_order.not_now", Code(await buyer.Receive(id, New, ("BOWL", 1))));
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
        await buyer.Receive(id, New, ("BOWL", 5));

        await buyer.Reach(id, order => order["lateSince"] is not null, "late", TimeSpan.FromHours(8));
        Assert.Equal([id], (await buyer.List("late")).Select(order => order!["id"]!.GetValue<string>()));
        await shop.Staff(HttpMethod.Put, $"purchase-orders/{id}/closure", new { });
        var closed = await buyer.Reach(id, order => Status(order) == "ClosedShort", "closed");
        Assert.Equal(0, closed["lines"]![0]!["outstanding"]!.GetValue<int>());
        Assert.Empty(await buyer.List("late"));
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

    private static string New => Guid.NewGuid().ToString();

    private static decimal Rate(JsonNode sheet, string currency) => sheet["rates"]![currency]!.GetValue<decimal>();

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

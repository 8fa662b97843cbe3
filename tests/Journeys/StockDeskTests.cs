using System.Net;
using System.Text.Json.Nodes;

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
        var cart = await new Shopper(shop).Fill("BOWL", quantity: 5);
        Assert.Equal("stock.too_few", cart["lines"]![0]!["problem"]!["code"]!.GetValue<string>());
        Assert.Null((await new Shopper(shop).Fill("BOWL", quantity: 4))["lines"]![0]!["problem"]);
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
            HttpMethod.Put, $"/api/staff/adjustments/{id}", TestShop.StaffToken,
            new { sku = "BOWL", location = "MNL", kind, condition, quantity, reason });
}

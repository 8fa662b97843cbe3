using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What a delivery costs, from the cart to the card: by zone, by weight, and as the courier says.</summary>
public sealed class DeliveryPriceTests
{
    private static readonly Person Dabawenya = Person.Maria with
    {
        City = "Davao City",
        Province = "Davao del Sur",
        Postcode = "8000",
    };

    [Fact]
    public async Task Mindanao_pays_by_weight_and_the_card_is_charged_that()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Dabawenya);
        Assert.Equal(16_500, Amount((await shopper.Fill("BOWL"))["shipping"]));
        // Four bowls of 300 g are past the first kilogram.
        var cart = await shopper.Put("BOWL", 4);
        Assert.Equal((21_000, 221_000), (Amount(cart["shipping"]), Amount(cart["total"])));
        await shopper.Pay();
        var order = await shopper.Reach("Delivered");
        Assert.Equal(221_000, Amount(order["total"]));
        await Accounts.Balance(shop, "BOWL", onHand: 96, inventory: 96 * 20_000, clearing: 221_000);
    }

    [Fact]
    public async Task What_is_too_heavy_for_every_step_is_said_and_not_sold()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Dabawenya);
        await new Merchant(shop).Change(settings =>
        {
            var steps = settings["deliveryMethods"]!.AsArray().Single(one => Is(one, "standard", "mindanao"))!["steps"]!;
            while (steps.AsArray().Count > 1) steps.AsArray().RemoveAt(1);
            steps.Parent!["freeFrom"] = new JsonArray();
        });
        var cart = await shopper.Fill("BOWL", quantity: 4);
        Assert.Equal("delivery.too_heavy", Text(cart["problem"]!["code"]));
        var (status, answer) = await shopper.Pay();
        Assert.Equal((HttpStatusCode.Conflict, "delivery.too_heavy"), (status, Text(answer!["code"])));
    }

    [Fact]
    public async Task The_couriers_price_is_asked_shown_kept_and_charged()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Dabawenya);
        await shopper.Fill("BOWL", quantity: 2);
        // 600 g from another tier: 1.5 times 140.00 and twice 32.50.
        var cart = await shopper.Choose("express");
        Assert.Equal((30_750, 130_750), (Amount(cart["shipping"]), Amount(cart["total"])));

        // More goods are another parcel; the courier goes home after it has been asked.
        cart = await shopper.Put("BOWL", 4);
        Assert.Equal(35_625, Amount(cart["shipping"]));
        await Silence(shop);
        await shopper.Pay();
        var order = await shopper.Reach("Delivered");
        Assert.Equal(235_625, Amount(order["total"]));
        await Accounts.Balance(shop, "BOWL", onHand: 96, inventory: 96 * 20_000, clearing: 235_625);
    }

    [Fact]
    public async Task A_courier_that_does_not_answer_is_not_offered_and_its_price_does_not_hold_for_ever()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Dabawenya);
        await shopper.Fill("BOWL");
        await Silence(shop);
        var (status, answer) = await shopper.TryToChoose("express");
        Assert.Equal((HttpStatusCode.Conflict, "delivery.no_quote"), (status, Text(answer!["code"])));
        Assert.Equal("standard", Text((await shopper.LookAtCart())["delivery"]!["method"]));

        await Speak(shop);
        await shopper.Choose("express");
        shop.Clock!.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("delivery.quote_over", Text((await shopper.LookAtCart())["problem"]!["code"]));
        (status, answer) = await shopper.Pay();
        Assert.Equal((HttpStatusCode.Conflict, "delivery.quote_over"), (status, Text(answer!["code"])));
        Assert.Null((await shopper.Choose("express"))["problem"]);
        (status, _) = await shopper.Pay();
        Assert.Equal(HttpStatusCode.Accepted, status);
        await shopper.Reach("Delivered");
    }

    [Fact]
    public async Task A_page_learns_the_zone_of_each_province_and_the_least_of_each_way()
    {
        await using var shop = await Open();
        var told = (await shop.Send(HttpMethod.Get, "/api/shop", null)).Answer!;
        var home = told["countries"]!.AsArray().Single(one => Text(one!["code"]) == "PH")!;
        var davao = home["provinces"]!.AsArray().Single(one => Text(one!["name"]) == "Davao del Sur")!;
        Assert.Equal("mindanao", Text(davao["zone"]));
        var mindanao = told["zones"]!.AsArray().Single(one => Text(one!["code"]) == "mindanao")!["shipping"]!.AsArray();
        Assert.Equal((16_500, true), (Amount(mindanao[0]!["price"]), mindanao[0]!["from"]!.GetValue<bool>()));
        Assert.Equal((null, "Courier"), (mindanao[1]!["price"], Text(mindanao[1]!["pricing"])));
        var standard = told["shipping"]![0]!;
        Assert.Equal((12_000, true), (Amount(standard["price"]), standard["from"]!.GetValue<bool>()));
        Assert.Equal("Mon-Fri", Text(told["stores"]![0]!["hours"]![0]!["days"]));
    }

    private static async Task<TestShop> Open()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 100, price: 50_000, cost: 20_000);
        return shop;
    }

    private static async Task Silence(TestShop shop)
    {
        using var outside = new HttpClient();
        using var answer = await outside.PutAsJsonAsync(
            $"{shop.Sandbox.Address}/sandbox/faults/ninjavan", new { kind = "error", calls = 1000, path = "price" });
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task Speak(TestShop shop)
    {
        using var outside = new HttpClient();
        using var answer = await outside.DeleteAsync(new Uri($"{shop.Sandbox.Address}/sandbox/faults"));
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static bool Is(JsonNode? method, string name, string zone) =>
        Text(method!["method"]) == name && Text(method["zone"]) == zone;

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}

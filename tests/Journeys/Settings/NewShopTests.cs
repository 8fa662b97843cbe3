using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A shop that nobody has set up: it says so, sells nothing, and opens with its first settings.</summary>
public sealed class NewShopTests
{
    [Fact]
    public async Task An_empty_shop_answers_sells_nothing_and_opens_with_its_first_settings()
    {
        await using var shop = await TestShop.Start(isOpen: true);
        await TestShop.SetUp(shop.Client);
        var merchant = new Merchant(shop);
        var told = (await shop.Send(HttpMethod.Get, "/api/shop", null)).Answer!;
        Assert.Equal(("", false), (told["name"]!.GetValue<string>(), told["isOpen"]!.GetValue<bool>()));
        Assert.Equal(HttpStatusCode.OK, (await shop.Send(HttpMethod.Get, "/api/products", null)).Status);
        var cart = $"/api/carts/{Guid.NewGuid()}";
        Is("shop.not_open", await shop.Send(HttpMethod.Put, cart, null, new { currency = "PHP" }));
        Is("shop.not_open", await shop.Send(
            HttpMethod.Put, "/api/staff/stock/BOWL/backorder", TestShop.StaffKey, new { cap = 1, promiseDays = 3 }));

        var empty = await merchant.Look();
        Assert.Equal((0, false), (empty["version"]!.GetValue<int>(), empty["isOpen"]!.GetValue<bool>()));
        Assert.Contains("countries", empty["faults"]!.AsArray().Select(fault => fault!["name"]!.GetValue<string>()));
        Assert.Equal(83, empty["choices"]!["provinces"]!["PH"]!.AsArray().Count);
        Assert.Equal(
            ["Fixed", "ByWeight", "Courier"],
            empty["choices"]!["pricings"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.BadRequest, (await merchant.Send(empty["settings"]!, 0)).Status);

        // What the demo's owner would send, and the very same once more.
        var demo = JsonNode.Parse(DemoShop.Text)!;
        var (status, opened) = await merchant.Send(demo, 0);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {opened}");
        Assert.Equal(HttpStatusCode.OK, (await merchant.Send(demo, 0)).Status);
        Assert.True(opened!["isOpen"]!.GetValue<bool>());
        Assert.Equal(
            HttpStatusCode.Created, (await shop.Send(HttpMethod.Put, cart, null, new { currency = "PHP" })).Status);
    }

    private static void Is(string code, (HttpStatusCode Status, JsonNode? Answer) came) =>
        Assert.Equal((HttpStatusCode.Conflict, code), (came.Status, came.Answer!["code"]!.GetValue<string>()));
}

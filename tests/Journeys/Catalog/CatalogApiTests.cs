using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>From a staff member's description to a shopper's page, over HTTP.</summary>
public sealed class CatalogApiTests
{
    [Fact]
    public async Task A_product_is_shown_when_it_was_published_and_not_before()
    {
        await using var shop = await TestShop.Start(movedClock: false);
        await shop.Staff(HttpMethod.Put, "products/hat-one", Products.Plain("hat-one", "HAT-1", 90_000));
        Assert.Equal((404, "product.unknown"), await Refused(shop, "/api/products/hat-one"));

        string id = Guid.NewGuid().ToString();
        var published = await shop.Staff(HttpMethod.Put, $"publications/{id}", new { });
        var again = await shop.Staff(HttpMethod.Put, $"publications/{id}", new { });

        Assert.Equal(published.ToJsonString(), again.ToJsonString());
        var page = await Get(shop, "/api/products/hat-one?currency=USD");
        Assert.Equal("Baguio", page["maker"]!["place"]!.GetValue<string>());
        var variant = page["variants"]!.AsArray().Single()!;
        Assert.Equal("""{"amount":1800,"currency":"USD"}""", variant["price"]!.ToJsonString());
        Assert.Equal("""{"Size":"One"}""", variant["options"]!.ToJsonString());
        Assert.Equal("none", variant["availability"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_list_is_searched_counted_and_paged()
    {
        await using var shop = await TestShop.Start(movedClock: false);
        for (int at = 0; at < 5; at++)
        {
            var lamp = Products.Plain($"lamp-{at}", $"LAMP-{at}", 100_000 + at);
            await shop.Staff(HttpMethod.Put, $"products/lamp-{at}", lamp);
        }

        await shop.Staff(HttpMethod.Put, $"publications/{Guid.NewGuid()}", new { });

        var first = await Get(shop, "/api/products?q=lamp&sort=-price&limit=3");
        var second = await Get(shop, $"/api/products?q=lamp&sort=-price&limit=3&cursor={first["cursor"]}");

        Assert.Equal(5, first["total"]!.GetValue<int>());
        Assert.Equal(["lamp-4", "lamp-3", "lamp-2"], Ids(first));
        Assert.Equal(["lamp-1", "lamp-0"], Ids(second));
        Assert.False(second.AsObject().ContainsKey("cursor"));
        var makers = first["facets"]!["maker"]!.AsArray();
        Assert.Equal("""{"value":"Test Makers","count":5}""", makers.Single()!.ToJsonString());
        var card = first["items"]![0]!;
        Assert.Equal(100_004, card["price"]!["amount"]!.GetValue<long>());
        Assert.Equal("/pictures/plain.svg", card["picture"]!.GetValue<string>());
        Assert.Equal("""{"Size":["One"]}""", card["options"]!.ToJsonString());
    }

    [Fact]
    public async Task Goods_that_come_in_make_a_variant_available_and_change_its_tag()
    {
        await using var shop = await TestShop.Start(movedClock: false);
        await shop.Sell("cap-one", "CAP-1", units: 0);
        string before = await Tag(shop, "/api/products/cap-one");
        Assert.Equal(HttpStatusCode.NotModified, await Status(shop, "/api/products/cap-one", before));

        await shop.Receive("CAP-1", 3, 40_000);

        await shop.Until(async () => await Word(shop) == "few", () => "three are few");
        Assert.Equal(HttpStatusCode.OK, await Status(shop, "/api/products/cap-one", before));
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused_with_a_code()
    {
        await using var shop = await TestShop.Start(movedClock: false);
        await shop.Sell("fan-one", "FAN-1", units: 0);

        Assert.Equal((400, "request.fields"), await Refused(shop, "/api/products?limit=0"));
        Assert.Equal((400, "request.fields"), await Refused(shop, "/api/products?limit=101"));
        Assert.Equal((400, "request.fields"), await Refused(shop, "/api/products?sort=colour"));
        Assert.Equal((400, "request.fields"), await Refused(shop, "/api/products?currency=ZZZ"));
        Assert.Equal((400, "request.cursor"), await Refused(shop, "/api/products?cursor=abc"));
        Assert.Equal((404, "product.unknown"), await Refused(shop, "/api/products/nothing-here"));
        Assert.Equal((400, "request.fields"), await Refused(shop, "/api/products/fan-one?currency=EUR"));
    }

    [Fact]
    public async Task A_bad_description_is_refused_field_by_field()
    {
        await using var shop = await TestShop.Start(movedClock: false);

        var (empty, said) = await shop.Send(HttpMethod.Put, "/api/staff/products/mat", TestShop.StaffKey, new { });
        Assert.Equal(HttpStatusCode.BadRequest, empty);
        Assert.Contains("hsCode", said!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>()));

        var number = new { variants = new[] { new { sku = 5 } } };
        var (typed, wrong) = await shop.Send(
            HttpMethod.Put, "/api/staff/products/mat", TestShop.StaffKey, number);
        Assert.Equal(HttpStatusCode.BadRequest, typed);
        Assert.Equal("variants[0].sku", wrong!["fields"]![0]!["name"]!.GetValue<string>());

        var (stranger, _) = await shop.Send(HttpMethod.Put, "/api/staff/products/mat", "no-token", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, stranger);
    }

    private static async Task<JsonNode> Get(TestShop shop, string path)
    {
        var (status, answer) = await shop.Send(HttpMethod.Get, path, null);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {answer}");
        return answer!;
    }

    private static async Task<(int Status, string? Code)> Refused(TestShop shop, string path)
    {
        var (status, answer) = await shop.Send(HttpMethod.Get, path, null);
        return ((int)status, answer?["code"]?.GetValue<string>());
    }

    private static IEnumerable<string> Ids(JsonNode page) =>
        page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>());

    private static async Task<string> Word(TestShop shop) =>
        (await Get(shop, "/api/products/cap-one"))["variants"]![0]!["availability"]!.GetValue<string>();

    private static async Task<string> Tag(TestShop shop, string path)
    {
        using var answer = await shop.Client.GetAsync(path);
        return answer.Headers.ETag!.Tag;
    }

    private static async Task<HttpStatusCode> Status(TestShop shop, string path, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await shop.Client.SendAsync(request);
        return answer.StatusCode;
    }
}

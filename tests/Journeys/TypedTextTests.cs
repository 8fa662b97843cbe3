using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What people type, as the running app keeps it and speaks of it.</summary>
public sealed class TypedTextTests(OpenShop open) : IClassFixture<OpenShop>
{
    private const string Decomposed = "Cre\u0300me Bru\u0302le\u0301e";
    private const string Composed = "Cr\u00E8me Br\u00FBl\u00E9e";
    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task A_text_typed_decomposed_is_kept_composed_and_found_by_both_spellings()
    {
        var draft = Draft("brulee", "BRULEE", $"\u00A0{Decomposed} ");
        await shop.Staff(HttpMethod.Put, "products/brulee", draft);
        var other = Draft("epices", "EPICES", "Something else");
        other["category"] = $"\u00C9pices";
        draft["category"] = $"E\u0301pices";
        await shop.Staff(HttpMethod.Put, "products/epices", other);
        await shop.Staff(HttpMethod.Put, "products/brulee", draft);
        await shop.Staff(HttpMethod.Put, $"publications/{Guid.NewGuid()}", new { });
        await shop.Until(async () => await Find(Composed) == 1, () => "it is found composed");

        var (_, product) = await shop.Send(HttpMethod.Get, "/api/products/brulee", null);
        Assert.Equal(Composed, product!["name"]!.GetValue<string>());
        Assert.Equal(1, await Find(Decomposed));
        var (_, spices) = await shop.Send(
            HttpMethod.Get, $"/api/products?category={Uri.EscapeDataString("E\u0301pices")}", null);
        Assert.Equal(2, spices!["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_coupons_category_is_kept_composed()
    {
        var coupon = await shop.Staff(HttpMethod.Put, "coupons/SPICE", new
        {
            name = "Spice",
            percent = 10,
            categories = new[] { new { name = "E\u0301pices" } },
        });
        Assert.Equal("\u00C9pices", coupon["categories"]![0]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/api/products?currency=EUR")]
    [InlineData("/api/products/plain-bowl?currency=EUR")]
    [InlineData("/api/products/plain-bowl/recommendations?currency=EUR")]
    [InlineData("/api/shop?currency=EUR")]
    [InlineData("/api/shop?currency=nonsense")]
    public async Task A_currency_that_the_shop_does_not_sell_in_is_refused(string path)
    {
        var (status, answer) = await shop.Send(HttpMethod.Get, path, null);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("currency", Assert.Single(answer!["fields"]!.AsArray())!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_field_that_is_wrong_is_told_one_thing()
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var (_, answer) = await shop.Send(HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken, new
        {
            email = new string('a', 300),
            method = new string('b', 50),
            address = new { name = new string('c', 101), country = "PHL", line1 = 7, phone = new string('9', 60) },
        });
        var names = answer!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>()).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("address.name", names);
    }

    [Fact]
    public async Task A_card_number_is_refused_by_its_fields_name_and_a_barcode_is_none()
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var (_, answer) = await shop.Send(HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken, new
        {
            email = "ana@example.com",
            method = "standard",
            address = new { name = "Ana", line1 = "1 Street", line2 = "4242.4242.4242.4242" },
        });
        Assert.Equal("request.card_number", answer!["code"]!.GetValue<string>());
        Assert.Equal("address.line2", answer["fields"]![0]!["name"]!.GetValue<string>());
        Assert.DoesNotContain("4242", answer.ToJsonString());

        (_, answer) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{Guid.NewGuid()}", null,
            new Dictionary<string, string> { ["4242424242424242"] = "x" });
        Assert.Equal("request.card_number", answer!["code"]!.GetValue<string>());
        Assert.DoesNotContain("4242", answer.ToJsonString());

        await shop.Staff(HttpMethod.Put, "products/barcoded", Draft("barcoded", "4800000010032", "Barcoded bowl"));
    }

    [Fact]
    public async Task A_letter_prints_no_brackets_where_there_is_nothing_to_choose()
    {
        await shop.Staff(HttpMethod.Put, "products/plainest", Draft("plainest", "PLAINEST", "Plainest bowl"));
        await shop.Staff(HttpMethod.Put, $"publications/{Guid.NewGuid()}", new { });
        await shop.Receive("PLAINEST", 5, 1000);
        var shopper = new Shopper(shop);
        await shop.Until(
            async () => (await shop.Send(HttpMethod.Get, "/api/products/plainest", null)).Status == HttpStatusCode.OK,
            () => "it is shown");
        await shopper.Fill("PLAINEST");
        await shopper.Pay();
        using var outside = new HttpClient();
        JsonNode? letter = null;
        await shop.Until(
            async () => (letter = await Letter(outside, shopper.Order)) is not null, () => "the letter came");
        Assert.Contains("1 × Plainest bowl  ", letter!["text"]!.GetValue<string>());
        Assert.DoesNotContain("()", letter.ToJsonString());
    }

    private async Task<JsonNode?> Letter(HttpClient outside, string order)
    {
        var letters = await outside.GetFromJsonAsync<JsonNode>($"{shop.Sandbox.Address}/mail/messages");
        return letters!.AsArray().FirstOrDefault(one => one!.ToJsonString().Contains(order));
    }

    private async Task<int> Find(string text)
    {
        var (_, page) = await shop.Send(HttpMethod.Get, $"/api/products?q={Uri.EscapeDataString(text)}", null);
        return page!["total"]!.GetValue<int>();
    }

    private static JsonObject Draft(string id, string sku, string name)
    {
        var draft = Products.Plain(id, sku, 100_000);
        var json = JsonSerializer.SerializeToNode(draft)!.AsObject();
        json["name"] = name;
        json["options"] = new JsonArray();
        json["variants"]![0]!["options"] = new JsonObject();
        return json;
    }
}

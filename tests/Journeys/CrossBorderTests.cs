using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Carts that go abroad: what the border asks is shown, paid, kept and owed (XB02, XB03, XB05).</summary>
public sealed class CrossBorderTests
{
    [Theory]
    [InlineData("AU", "au-2018-07-01", true)]
    [InlineData("DE", "de-2026-07-01", true)]
    [InlineData("JP", "jp-2019-10-01", false)]
    [InlineData("US", "us-2026-10-01", true)]
    public async Task What_the_cart_shows_is_what_the_order_keeps(string country, string rules, bool costs)
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", country);

        var landed = cart["landed"]!;
        Assert.Equal(rules, landed["rules"]!.GetValue<string>());
        Assert.Equal(costs, Amount(landed["total"]) > 0);
        Assert.Equal(Amount(landed["collected"]), Amount(cart["import"]));
        Assert.Equal(0, Amount(cart["tax"]));
        Assert.Equal(
            Amount(cart["subtotal"]) + Amount(cart["shipping"]) + Amount(cart["import"]), Amount(cart["total"]));

        var (status, answer) = await shopper.Pay();
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
        var order = await shopper.Reach("Allocated", "Picking", "Packed", "Shipped");
        Assert.Equal(Amount(cart["total"]), Amount(order["total"]));
        Assert.Equal(Amount(cart["import"]), Amount(order["import"]));
        Assert.Equal(landed["sheet"]!.GetValue<string>(), order["landed"]!["sheet"]!.GetValue<string>());
        Assert.Equal($"{landed["lines"]}", $"{order["landed"]!["lines"]}");
    }

    [Fact]
    public async Task Under_Dap_the_shop_collects_nothing_and_still_says_what_the_border_will_ask()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", "DE", terms: "Dap");
        Assert.Equal(0, Amount(cart["import"]));
        Assert.True(Amount(cart["landed"]!["total"]) > 0);
        Assert.Equal(Amount(cart["subtotal"]) + Amount(cart["shipping"]), Amount(cart["total"]));

        var (status, answer) = await shopper.Pay();
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
        await shopper.Reach("Allocated", "Picking", "Packed", "Shipped");
        var owed = cart["landed"]!["total"]!.Deserialize<Money>(JsonSerializerOptions.Web);
        using var outside = new HttpClient();
        await shop.Until(
            async () => (await outside.GetStringAsync($"{shop.Sandbox.Address}/mail/messages?to=sam@example.com"))
                .Contains($"import tax and fees: {owed} by the rules", StringComparison.Ordinal),
            () => "a letter that says what customs will ask");
    }

    [Fact]
    public async Task Rates_whose_time_has_ended_are_refused_and_nothing_is_charged()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", "DE");
        string shown = cart["landed"]!["sheet"]!.GetValue<string>();

        shop.Clock!.Advance(ShopPolicy.Default.RateLife);
        var (status, answer) = await shopper.Pay(total: cart["total"]!.DeepClone(), rates: shown);
        Assert.Equal((HttpStatusCode.Conflict, "rates.expired"), (status, Code(answer)));

        (status, answer) = await shopper.Pay(rates: "never-published");
        Assert.Equal((HttpStatusCode.NotFound, "rates.unknown"), (status, Code(answer)));

        // The cart names a sheet that holds: with it the order goes through.
        Assert.NotEqual(shown, (await shopper.LookAtCart())["landed"]!["sheet"]!.GetValue<string>());
        (status, answer) = await shopper.Pay();
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
        await shopper.Reach("Allocated", "Picking", "Packed", "Shipped");
    }

    [Fact]
    public async Task What_may_not_go_there_is_shown_as_a_problem_and_cannot_be_paid()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        await shop.Staff(HttpMethod.Put, "products/wild-basket", Wild());
        await shop.Staff(HttpMethod.Put, $"publications/{Guid.NewGuid()}", new { });
        await shop.Receive("WILD", 3, 20_000);
        await shop.Until(
            async () =>
                (await shop.Send(HttpMethod.Get, "/api/products/wild-basket", null)).Status == HttpStatusCode.OK,
            () => "the basket is shown");
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("WILD", "AU");
        Assert.Equal("customs.prohibited", Code(cart["problem"]));
        Assert.Null(cart["landed"]);

        var rates = (await shop.Send(HttpMethod.Get, "/api/rates", null)).Answer!["id"]!.GetValue<string>();
        var (status, answer) = await shopper.Pay(rates: rates);
        Assert.Equal((HttpStatusCode.Conflict, "customs.prohibited"), (status, Code(answer)));

        var another = new Shopper(shop);
        var elsewhere = await another.FillAbroad("WILD", "JP");
        Assert.Contains(elsewhere["landed"]!["documents"]!.AsArray(), one =>
            one!["document"]!.GetValue<string>() == "Phytosanitary certificate");
        (status, answer) = await another.Pay();
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
        var order = await another.Reach("Allocated", "Picking", "Packed", "Shipped");
        Assert.Equal($"{elsewhere["landed"]!["documents"]}", $"{order["landed"]!["documents"]}");
    }

    [Fact]
    public async Task Goods_of_an_unknown_customs_code_are_refused_at_the_desk_or_named_in_the_cart_and_not_charged()
    {
        await using var shop = await TestShop.Start();
        var (status, answer) = await shop.Send(
            HttpMethod.Put, "/api/staff/products/odd", TestShop.StaffKey, Products.Plain("odd", "ODD", 1, "770000"));
        Assert.Equal((HttpStatusCode.BadRequest, "product.invalid"), (status, Code(answer)));
        var field = answer!["fields"]!.AsArray().First(one => one!["name"]!.GetValue<string>() == "hsCode")!;
        Assert.Contains("Six digits of HS 2022", field["message"]!.GetValue<string>());

        // A code that there is, of goods whose duty the shop has never looked up.
        await shop.Sell("toy-glider", "GLIDER", units: 5, hsCode: "880211");
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("GLIDER", "AU");
        Assert.Equal("customs.unknown_hs", Code(cart["problem"]));
        var rates = (await shop.Send(HttpMethod.Get, "/api/rates", null)).Answer!["id"]!.GetValue<string>();
        (status, answer) = await shopper.Pay(rates: rates);
        Assert.Equal((HttpStatusCode.Conflict, "customs.unknown_hs"), (status, Code(answer)));
        string said = answer!["detail"]!.GetValue<string>();
        Assert.All(["GLIDER", "880211", "Take them out"], part => Assert.Contains(part, said));

        // Nothing is lost: at home it can be had.
        await new Shopper(shop).Buy("GLIDER");
    }

    [Fact]
    public async Task What_was_collected_is_owed_once_the_goods_have_left_and_until_customs_have_spoken()
    {
        await using var shop = await TestShop.Start();
        using var outside = new HttpClient();
        (await outside.PutAsJsonAsync($"{shop.Sandbox.Address}/sandbox/broker/silent", new { }))
            .EnsureSuccessStatusCode();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", "DE");
        var (status, answer) = await shopper.Pay();
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
        await shopper.Reach("Shipped");

        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.Equal(-Amount(cart["import"]), Accounts.Of(books, "2300 Import charges payable"));
        Assert.Equal(0, Accounts.Of(books, "2100 VAT payable"));
    }

    [Fact]
    public async Task A_product_says_what_one_of_it_costs_at_a_door_abroad()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var (_, product) = await shop.Send(HttpMethod.Get, "/api/products/plain-bowl?country=DE", null);
        var estimate = product!["landed"]!;
        Assert.Equal("DE", estimate["country"]!.GetValue<string>());
        Assert.Equal(100_000 + Amount(estimate["shipping"]) + Amount(estimate["import"]), Amount(estimate["total"]));

        Assert.Null((await shop.Send(HttpMethod.Get, "/api/products/plain-bowl", null)).Answer!["landed"]);
        var (status, _) = await shop.Send(HttpMethod.Get, "/api/products/plain-bowl?country=XX", null);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    private static JsonNode Wild()
    {
        var plain = JsonSerializer.SerializeToNode(Products.Plain("wild-basket", "WILD", 100_000))!;
        plain["hsCode"] = "460219";
        plain["traits"] = new JsonArray("UntreatedPlantMaterial");
        return plain;
    }

    private static string? Code(JsonNode? said) => said?["code"]?.GetValue<string>();

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What people and programs send that cannot be used: each is told so; nothing is lost or charged.</summary>
public sealed class BadInputTests(OpenShop open) : IClassFixture<OpenShop>, IAsyncLifetime
{
    private readonly TestShop shop = open.Shop;
    private readonly Shopper shopper = new(open.Shop);

    public async ValueTask InitializeAsync() => await shopper.Fill("BOWL");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_unknown_product_is_unknown()
    {
        await Refuses(404, "product.unknown", HttpMethod.Get, "/api/products/nothing-such");
        await Refuses(404, "product.unknown", HttpMethod.Put, Line("NOTHING"), new { quantity = 1 });
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10000")]
    [InlineData("1.5")]
    [InlineData("\"two\"")]
    [InlineData("null")]
    public async Task A_quantity_that_is_none_is_refused(string quantity)
    {
        var body = JsonNode.Parse($"{{\"quantity\":{quantity}}}");
        await Refuses(400, "cart.quantity", HttpMethod.Put, Line("BOWL"), body);
        var cart = (await shop.Send(HttpMethod.Get, $"/api/carts/{shopper.Cart}", shopper.CartToken)).Answer!;
        Assert.Equal(1, cart["lines"]![0]!["quantity"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_currency_without_a_price_is_refused()
    {
        await Refuses(400, "request.fields", HttpMethod.Put, $"/api/carts/{Guid.NewGuid()}", new { currency = "XXX" });
        await Refuses(400, "cart.currency", HttpMethod.Put, $"/api/carts/{Guid.NewGuid()}", new { currency = "JPY" });
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"quantity\":1}}")]
    public async Task A_body_that_is_no_json_object_is_refused(string text)
    {
        var (status, answer) = await Raw(HttpMethod.Put, Line("BOWL"), Encoding.UTF8.GetBytes(text));
        Is(400, "request.not_json", status, answer);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused()
    {
        var (status, answer) = await Raw(HttpMethod.Put, Line("BOWL"), new byte[10 * 1024 * 1024]);
        Is(413, "request.too_large", status, answer);
    }

    [Fact]
    public async Task An_expired_cart_is_refused()
    {
        shop.Clock!.Advance(TimeSpan.FromDays(31));
        await Refuses(409, "cart.expired", HttpMethod.Put, Line("BOWL"), new { quantity = 2 });
    }

    [Fact]
    public async Task A_card_number_in_a_field_is_refused_and_kept_nowhere()
    {
        await Refuses(400, "request.card_number", HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", new
        {
            email = "maria@example.com",
            method = "standard",
            address = new { name = "4242 4242 4242 4242", line1 = "x", city = "x", province = "x", country = "PH" },
        });
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once()
    {
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken,
            new { email = "nobody", method = "by-balloon", address = new { country = "XX", postcode = "A" } });
        Is(400, "request.fields", status, answer);
        var names = answer!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>()).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "email", "method", "address.name", "address.line1", "address.country" }, names);
    }

    [Theory]
    [InlineData("AU", "2000", "+61 2 9876 5432", "Ddp", null)]
    [InlineData("AU", "20001", "+61 2 9876 5432", "Ddp", "address.postcode")]
    [InlineData("DE", "1011", "+49 30 1234567", "Ddp", "address.postcode")]
    [InlineData("JP", "100-0001", "03 1234 5678", "Dap", null)]
    [InlineData("JP", "100-00011", "+81 3 1234 5678", "Ddp", "address.postcode")]
    [InlineData("US", "94105-1234", "+1 415 555 0100", "Ddp", null)]
    [InlineData("US", "94105", "+63 917 123 4567", "Ddp", null)]
    [InlineData("US", "94105", "123456", "Ddp", "address.phone")]
    [InlineData("US", "94105", "1234567890123456", "Ddp", "address.phone")]
    [InlineData("US", "94105", "+1 415 555 0100", "Exw", "terms")]
    public async Task An_address_abroad_is_checked_against_its_country(
        string country, string postcode, string phone, string terms, string? wrong)
    {
        var address = new
        {
            name = "Sam Lee",
            line1 = "1 Street",
            city = "Town",
            province = "X",
            postcode,
            country,
            phone,
        };
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken,
            new { email = "sam@example.com", method = "express", terms, address });
        var names = answer!["fields"]?.AsArray().Select(field => field!["name"]!.GetValue<string>());
        Assert.Equal(wrong is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        Assert.Equal(wrong is null ? null : [wrong], names);
    }

    [Fact]
    public async Task Another_shoppers_cart_and_order_do_not_exist()
    {
        await shopper.Pay();
        var stranger = new Shopper(shop);
        await stranger.Fill("BOWL");
        var (status, answer) = await shop.Send(HttpMethod.Get, $"/api/carts/{shopper.Cart}", stranger.CartToken);
        Is(404, "cart.unknown", status, answer);
        (status, answer) = await shop.Send(HttpMethod.Get, $"/api/orders/{shopper.Order}", stranger.CartToken);
        Is(404, "order.unknown", status, answer);
    }

    [Fact]
    public async Task A_total_that_is_not_todays_is_refused_and_nothing_is_charged()
    {
        var (status, answer) = await shopper.Pay(total: JsonNode.Parse("""{"amount":100,"currency":"PHP"}"""));
        Is(409, "price.changed", status, answer);
        using var outside = new HttpClient();
        var payments = await outside.GetStringAsync($"{shop.Sandbox.Address}/sandbox/payments?order={shopper.Order}");
        Assert.Equal("[]", payments);
    }

    [Fact]
    public async Task The_same_order_again_is_the_same_answer_and_another_is_a_conflict()
    {
        var cart = (await shop.Send(HttpMethod.Get, $"/api/carts/{shopper.Cart}", shopper.CartToken)).Answer!;
        var method = await shopper.Tokenise(Shopper.GoodCard);
        var id = Guid.NewGuid().ToString();
        var ask = new { cart = shopper.Cart, paymentMethod = method, total = cart["total"]!.DeepClone() };

        var first = await shop.Send(HttpMethod.Put, $"/api/orders/{id}", shopper.CartToken, ask);
        var again = await shop.Send(HttpMethod.Put, $"/api/orders/{id}", shopper.CartToken, ask);
        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        Assert.Equal(first.Answer!["token"]!.GetValue<string>(), again.Answer!["token"]!.GetValue<string>());

        var other = new { ask.cart, paymentMethod = "pm_other", total = cart["total"]!.DeepClone() };
        var (status, answer) = await shop.Send(HttpMethod.Put, $"/api/orders/{id}", shopper.CartToken, other);
        Is(409, "order.exists", status, answer);
    }

    [Fact]
    public async Task A_receipt_told_twice_is_booked_once_and_its_id_is_good_for_no_other_goods()
    {
        var path = $"receipts/{Guid.NewGuid()}";
        object Goods(string sku, int quantity) => new
        {
            sku,
            location = "CEB",
            quantity,
            unitCost = new { amount = 10_000, currency = "PHP" },
        };
        await shop.Staff(HttpMethod.Put, path, Goods("VASE", 7));
        await shop.Staff(HttpMethod.Put, path, Goods("VASE", 7));
        Assert.Equal(7, (await shop.Staff(HttpMethod.Get, "stock/VASE"))["onHand"]!.GetValue<int>());

        foreach (var other in new[] { Goods("VASE", 8), Goods("JAR", 7) })
        {
            var (status, answer) = await shop.Send(
                HttpMethod.Put, $"/api/staff/{path}", TestShop.StaffKey, other);
            Is(409, "receipt.exists", status, answer);
        }
    }

    [Fact]
    public async Task Staff_routes_want_the_staff_token()
    {
        var (status, answer) = await shop.Send(HttpMethod.Get, "/api/staff/summary", "not-the-token");
        Is(401, "staff.token", status, answer);
    }

    [Fact]
    public async Task A_webhook_with_a_bad_signature_is_refused()
    {
        var body = Encoding.UTF8.GetBytes("""{"id":"evt_1","object":"event","type":"payment_intent.succeeded"}""");
        var (status, answer) = await Raw(
            HttpMethod.Post, "/api/webhooks/stripe", body, "Stripe-Signature", "t=1,v1=00");
        Is(400, "webhook.signature", status, answer);
        var wrong = Convert.ToBase64String(HMACSHA256.HashData("wrong"u8, body));
        (status, answer) = await Raw(
            HttpMethod.Post, "/api/webhooks/ninjavan", body, "X-Ninjavan-Hmac-Sha256", wrong);
        Is(400, "webhook.signature", status, answer);
    }

    private string Line(string sku) => $"/api/carts/{shopper.Cart}/lines/{sku}";

    private async Task Refuses(int status, string code, HttpMethod method, string path, object? body = null)
    {
        var (came, answer) = await shop.Send(method, path, shopper.CartToken, body);
        Is(status, code, came, answer);
    }

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> Raw(
        HttpMethod method, string path, byte[] body, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new("Bearer", shopper.CartToken);
        request.Content.Headers.ContentType = new("application/json");
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        using var response = await shop.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private static void Is(int status, string code, HttpStatusCode came, JsonNode? answer)
    {
        Assert.True((int)came == status, $"{(int)came} {answer}");
        Assert.Equal(code, answer!["code"]!.GetValue<string>());
        Assert.Equal(status, answer["status"]!.GetValue<int>());
        Assert.NotEmpty(answer["detail"]!.GetValue<string>());
    }
}

/// <summary>One shop for many tests, with plenty to sell.</summary>
public sealed class OpenShop : IAsyncLifetime
{
    public TestShop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Shop = await TestShop.Start();
        await Shop.Sell("plain-bowl", "BOWL", units: 500);
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}

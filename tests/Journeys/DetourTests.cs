using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What does not go straight: the bank asks, nobody opens the door, a provider is away.</summary>
public sealed class DetourTests
{
    [Fact]
    public async Task A_card_that_asks_for_3D_Secure_is_charged_once_she_has_proven_who_she_is()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        var waiting = await shopper.Buy("BOWL", card: Shopper.SecureCard, until: "AwaitingPayment");
        Assert.Equal("ActionRequired", waiting["payment"]!["status"]!.GetValue<string>());

        await AtTheBank(waiting, "complete");
        var order = await shopper.Reach("Delivered");
        Assert.Null(order["payment"]!["action"]);
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 112_000);
    }

    [Fact]
    public async Task A_shopper_who_fails_3D_Secure_has_her_cart_back_and_the_shelf_its_goods()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        var waiting = await shopper.Buy("BOWL", card: Shopper.SecureCard, until: "AwaitingPayment");

        await AtTheBank(waiting, "fail");
        var order = await shopper.Reach("Failed");
        Assert.Equal("payment.declined", order["reason"]!["code"]!.GetValue<string>());
        var (status, _) = await shopper.Pay();
        Assert.Equal(202, (int)status);
    }

    [Fact]
    public async Task A_shopper_who_never_comes_back_from_her_bank_loses_nothing_and_holds_nothing()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", card: Shopper.SecureCard, until: "AwaitingPayment");

        await shop.Pass(TimeSpan.FromMinutes(16));
        var order = await shopper.Reach("Expired");
        Assert.Equal("payment.expired", order["reason"]!["code"]!.GetValue<string>());
        Assert.Equal("Voided", order["payment"]!["status"]!.GetValue<string>());
        await Accounts.Balance(shop, "BOWL", onHand: 5, inventory: 5 * 40_000, clearing: 0);
    }

    [Fact]
    public async Task A_delivery_that_fails_is_tried_again()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL", postcode: "9999");
        await shopper.Pay();
        var order = await shopper.Reach("Delivered");
        Assert.Contains("DeliveryFailed", order["timeline"]!.ToJsonString());
    }

    [Fact]
    public async Task A_parcel_that_comes_back_is_refunded_and_restocked()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL", postcode: "9998");
        await shopper.Pay();
        var order = await shopper.Reach("ReturnedToSender");
        Assert.Equal("Refunded", order["payment"]!["status"]!.GetValue<string>());
        await Accounts.Balance(shop, "BOWL", onHand: 5, inventory: 5 * 40_000, clearing: 0);
    }

    [Fact]
    public async Task When_the_carrier_is_away_for_long_a_person_is_asked_and_the_order_goes_on_after_that()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Outside(shop, HttpMethod.Put, "faults/ninjavan", new { kind = "error", calls = 10_000 });
        await shopper.Pay();

        JsonNode? order = null;
        await shop.Until(
            async () => (order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["attention"] is not null,
            () => $"somebody is asked: {order?["status"]}", TimeSpan.FromSeconds(10));
        var list = await shop.Staff(HttpMethod.Get, "orders?list=attention");
        Assert.Equal(shopper.Order, Assert.Single(list["items"]!.AsArray())!["id"]!.GetValue<string>());

        await Outside(shop, HttpMethod.Delete, "faults", null);
        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/resumption", new { });
        order = await shopper.Reach("Delivered");
        Assert.Null(order["attention"]);
    }

    [Fact]
    public async Task A_provider_that_dies_after_charging_has_charged_once()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var method = await shopper.Tokenise(Shopper.GoodCard);
        await Outside(shop, HttpMethod.Put, "faults/stripe", new { kind = "drop", calls = 1 });
        await shopper.PayWith(method);
        await shopper.Reach("Delivered");
        var payments = await Outside(shop, HttpMethod.Get, $"payments?order={shopper.Order}", null);
        Assert.Single(Assert.Single(payments!.AsArray())!["charges"]!.AsArray());
    }

    [Fact]
    public async Task Webhooks_that_come_late_twice_and_out_of_order_change_nothing()
    {
        await using var shop = await OpenShop();
        foreach (var party in new[] { "stripe", "ninjavan" })
        {
            var manners = new { lateSeconds = 3, twice = true, outOfOrder = true };
            await Outside(shop, HttpMethod.Put, $"misbehaviour/{party}", manners);
        }

        var shopper = new Shopper(shop);
        var waiting = await shopper.Buy("BOWL", card: Shopper.SecureCard, until: "AwaitingPayment");
        await AtTheBank(waiting, "complete");
        await shopper.Reach("Delivered");
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 112_000);
    }

    [Fact]
    public async Task The_confirmation_says_what_was_bought_and_the_tax_in_it_and_nothing_private_is_logged()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        JsonNode? mails = null;
        using var outside = new HttpClient();
        await shop.Until(
            async () => (mails = await outside.GetFromJsonAsync<JsonNode>(
                $"{shop.Sandbox.Address}/mail/messages?to=maria@example.com"))!.AsArray()
                .Any(mail => $"{mail!["subject"]}".StartsWith("Your order", StringComparison.Ordinal)),
            () => "a mail came");
        var text = Assert.Single(
            mails!.AsArray(), mail => $"{mail!["subject"]}".StartsWith("Your order", StringComparison.Ordinal))!
            .ToJsonString();
        Assert.Contains("PHP 1,120.00", text, StringComparison.Ordinal);
        Assert.Contains("VAT 12 %: PHP 120.00", text, StringComparison.Ordinal);

        string[] secrets =
            ["Maria", "maria@example.com", "Mabini", "+63 917", "4242424242424242", shopper.OrderToken];
        Assert.All(secrets, secret => Assert.DoesNotContain(shop.Log.Lines, line => line.Contains(secret)));
    }

    private static async Task<TestShop> OpenShop()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        return shop;
    }

    /// <summary>Presses a button on the bank's page, as the shopper would.</summary>
    internal static async Task AtTheBank(JsonNode order, string button)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var page = new Uri(order["payment"]!["action"]!["url"]!.GetValue<string>());
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["outcome"] = button });
        using var answer = await browser.PostAsync(page, form);
        Assert.True((int)answer.StatusCode is >= 200 and < 400, $"{answer.StatusCode}");
    }

    private static async Task<JsonNode?> Outside(TestShop shop, HttpMethod method, string path, object? body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, $"{shop.Sandbox.Address}/sandbox/{path}");
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}

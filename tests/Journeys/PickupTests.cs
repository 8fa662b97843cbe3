using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Journeys;

/// <summary>Goods that are fetched in a store: at the counter with a code, or never.</summary>
public sealed partial class PickupTests
{
    [Fact]
    public async Task Goods_from_a_store_s_own_shelf_are_fetched_with_a_code_and_paid_at_the_counter()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL", quantity: 2);
        // What lies in a store is known after a moment.
        await shop.Until(async () => await OnlyStore(shop, shopper) == ("BGC", true), () => "the goods in the store");

        var cart = await shopper.Fetch("BGC");
        Assert.Equal(0, cart["shipping"]!["amount"]!.GetValue<long>());
        await shopper.Pay();
        var order = await shopper.Reach("ReadyForPickup");
        Assert.Equal("Authorised", order["payment"]!["status"]!.GetValue<string>());
        Assert.DoesNotContain("codeHash", order.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        var shipment = $"{shopper.Order}-1";
        var code = Code().Match(await Mail(shop, "Ready to fetch")).Value;

        Assert.Equal((HttpStatusCode.Forbidden, "pickup.code"), await Collect(shop, shipment, "WRONG234"));
        Assert.Equal((HttpStatusCode.Accepted, null), await Collect(shop, shipment, $" {code.ToLowerInvariant()}"));
        order = await shopper.Reach("PickedUp");
        Assert.Equal("Captured", order["payment"]!["status"]!.GetValue<string>());
        Assert.Equal(2, order["returnable"]!["lines"]![0]!["quantity"]!.GetValue<int>());
        Assert.Equal((HttpStatusCode.Accepted, null), await Collect(shop, shipment, code));
        await Accounts.Balance(shop, "BOWL", onHand: 6, inventory: 6 * 40_000, clearing: 200_000);
    }

    [Fact]
    public async Task A_letter_that_cannot_be_sent_keeps_nobody_from_her_goods()
    {
        await using var shop = await OpenShop(test => test.Settings["Smtp:Port"] = "1");
        var shopper = new Shopper(shop);
        await shopper.FillToFetch("BOWL", "BGC");
        await shopper.Pay();
        await shopper.Reach("ReadyForPickup");
        var shipment = $"{shopper.Order}-1";
        var code = shop.Services.GetRequiredService<Tokens>().CodeFor(new Id<Shipment>(shipment));
        Assert.Equal((HttpStatusCode.Accepted, null), await Collect(shop, shipment, code));
        await shopper.Reach("PickedUp");
    }

    [Fact]
    public async Task Goods_that_nobody_fetches_are_for_sale_again_and_nothing_is_charged()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.FillToFetch("BOWL", "BGC", quantity: 3);
        await shopper.Pay();
        await shopper.Reach("ReadyForPickup");
        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal(3, stock["allocated"]!.GetValue<int>());

        await shop.Pass(TimeSpan.FromDays(4));
        await Mail(shop, "Still waiting for you");
        await shop.Pass(TimeSpan.FromDays(2));
        var order = await shopper.Reach("Cancelled");
        Assert.Equal("pickup.not_collected", order["reason"]!["code"]!.GetValue<string>());
        Assert.Equal("Voided", order["payment"]!["status"]!.GetValue<string>());
        Assert.Equal(
            (HttpStatusCode.Conflict, "shipment.not_now"), await Collect(shop, $"{shopper.Order}-1", "WRONG234"));
        await Accounts.Balance(shop, "BOWL", onHand: 8, inventory: 8 * 40_000, clearing: 0);
    }

    [Fact]
    public async Task Somebody_who_tries_codes_finds_the_parcel_locked_until_a_person_has_looked()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.FillToFetch("BOWL", "BGC");
        await shopper.Pay();
        await shopper.Reach("ReadyForPickup");
        var (shipment, code) = ($"{shopper.Order}-1", Code().Match(await Mail(shop, "Ready to fetch")).Value);
        for (int guess = 2; guess < 11; guess++)
            Assert.Equal((HttpStatusCode.Forbidden, "pickup.code"), await Collect(shop, shipment, $"GUESS{guess}"));
        Assert.Equal((HttpStatusCode.Forbidden, "pickup.locked"), await Collect(shop, shipment, "GUESS11"));
        Assert.Equal((HttpStatusCode.Forbidden, "pickup.locked"), await Collect(shop, shipment, code));

        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/resumption", new { });
        Assert.Equal((HttpStatusCode.Accepted, null), await Collect(shop, shipment, code));
        await shopper.Reach("PickedUp");
    }

    [Fact]
    public async Task What_lies_in_a_warehouse_only_cannot_be_fetched_in_a_store()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.FillToFetch("BOWL", "BGC", quantity: 4);
        await shopper.SeesProblem("stock.too_few");
        var (status, _) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken,
            new { email = "maria@example.com", method = "pickup", store = "MNL", name = "Maria Santos" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    /// <summary>Five bowls in the warehouse and three in the store.</summary>
    private static async Task<TestShop> OpenShop(Action<TestHostOptions>? configure = null)
    {
        var shop = await TestShop.Start(configure: configure);
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        await shop.Receive("BOWL", 3, 40_000, "BGC");
        return shop;
    }

    private static async Task<(HttpStatusCode, string?)> Collect(TestShop shop, string shipment, string code)
    {
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/staff/shipments/{shipment}/collection", TestShop.StaffKey, new { code });
        return (status, answer?["code"]?.GetValue<string>());
    }

    /// <summary>Waits for a letter to the shopper; answers its text.</summary>
    private static async Task<string> Mail(TestShop shop, string subject)
    {
        using var outside = new HttpClient();
        JsonNode? letter = null;
        await shop.Until(
            async () =>
            {
                var all = await outside.GetFromJsonAsync<JsonArray>(
                    $"{shop.Sandbox.Address}/mail/messages?to=maria@example.com");
                letter = all!.FirstOrDefault(one => $"{one!["subject"]}".StartsWith(subject, StringComparison.Ordinal));
                return letter is not null;
            },
            () => $"a letter '{subject}'");
        return letter!["text"]!.GetValue<string>();
    }

    [GeneratedRegex("(?<=\\s)[2-9A-HJ-NP-Z]{8}(?=\\s*$)")]
    private static partial Regex Code();

    private static async Task<(string Code, bool Available)> OnlyStore(TestShop shop, Shopper shopper)
    {
        var (_, stores) = await shop.Send(HttpMethod.Get, $"/api/carts/{shopper.Cart}/stores", shopper.CartToken);
        var store = Assert.Single(stores!["items"]!.AsArray())!;
        return (store["location"]!.GetValue<string>(), store["available"]!.GetValue<bool>());
    }
}

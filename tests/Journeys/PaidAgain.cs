using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What a shopper and the provider do about an order that is to be paid again.</summary>
internal static class PaidAgain
{
    /// <summary>Somebody cancels the promise of the order's money in the provider's dashboard.</summary>
    public static async Task Lapse(TestShop shop, Shopper shopper)
    {
        var open = (await Payments(shop, shopper)).Last(one => $"{one!["status"]}" == "requires_capture")!;
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(
            $"{shop.Sandbox.Address}/sandbox/dashboard/{open["payment"]}/cancellation", new { });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>She pays what her order asks for.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode? Answer)> Pay(
        TestShop shop, Shopper shopper, string card = Shopper.GoodCard, string? id = null)
    {
        var due = (await shopper.Look())["payAgain"] ?? (await shopper.Look())["due"];
        return await Pay(shop, shopper, await shopper.Tokenise(card), due!, id);
    }

    /// <summary>The same with a token that she has, and an amount.</summary>
    public static Task<(HttpStatusCode Status, JsonNode? Answer)> Pay(
        TestShop shop, Shopper shopper, string method, JsonNode amount, string? id = null) => shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/payments/{id ?? Guid.NewGuid().ToString()}",
            shopper.OrderToken, new { paymentMethod = method, amount = amount.DeepClone() });

    /// <summary>Waits until her order shows something.</summary>
    public static async Task<JsonNode> Shows(TestShop shop, Shopper shopper, string what, Func<JsonNode, bool> shows)
    {
        JsonNode? order = null;
        await shop.Until(async () => shows(order = await shopper.Look()), () => $"{what}; the order is {order}");
        return order!;
    }

    /// <summary>Waits until it asks to be paid again.</summary>
    public static Task<JsonNode> Asked(TestShop shop, Shopper shopper) =>
        Shows(shop, shopper, "it asks to be paid again", order => order["payAgain"] is not null);

    /// <summary>Every payment of an order that the provider has, the oldest first.</summary>
    public static async Task<JsonArray> Payments(TestShop shop, Shopper shopper)
    {
        using var http = new HttpClient();
        var all = await http.GetFromJsonAsync<JsonArray>(
            $"{shop.Sandbox.Address}/sandbox/payments?order={shopper.Order}");
        return [.. all!.OrderBy(one => one!["created"]!.GetValue<DateTimeOffset>()).Select(one => one!.DeepClone())];
    }

    /// <summary>How much the provider still holds or has taken for an order.</summary>
    public static async Task<(long Authorised, long Captured)> Held(TestShop shop, Shopper shopper)
    {
        var all = await Payments(shop, shopper);
        return (
            all.Sum(one => one!["authorised"]!.GetValue<long>()), all.Sum(one => one!["captured"]!.GetValue<long>()));
    }

    /// <summary>The letters that ask her to pay again.</summary>
    public static async Task<int> Letters(TestShop shop)
    {
        using var http = new HttpClient();
        var all = await http.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/mail/messages");
        return all!.Count(one => $"{one!["subject"]}".StartsWith("Please pay again", StringComparison.Ordinal));
    }
}

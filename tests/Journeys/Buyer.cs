using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>Somebody of the staff who buys what the shop sells; uses nothing but the staff's API.</summary>
public sealed class Buyer(TestShop shop)
{
    public const string Email = "orders@weavers.example";

    public string Supplier { get; } = Guid.NewGuid().ToString();

    /// <summary>Registers a supplier of SKUs, each in packs of so many.</summary>
    public Task<JsonNode> Know(int pack, long price, params string[] skus) => Know("PHP", pack, price, skus);

    public Task<JsonNode> Know(string currency, int pack, long price, params string[] skus) => shop.Staff(
        HttpMethod.Put, $"suppliers/{Supplier}", new
        {
            name = "Bikol Weavers",
            email = Email,
            leadDays = 10,
            minimumOrder = new { amount = 0, currency },
            items = skus.Select(sku => new { sku, price = new { amount = price, currency }, pack }),
        });

    /// <summary>Proposes an order and approves it; waits until it is sent.</summary>
    public async Task<string> Order(params (string Sku, int Quantity)[] lines)
    {
        var id = Guid.NewGuid().ToString();
        await shop.Staff(HttpMethod.Put, $"purchase-orders/{id}", new
        {
            supplier = Supplier,
            location = "MNL",
            lines = lines.Select(line => new { sku = line.Sku, quantity = line.Quantity }),
        });
        await Approve(id);
        return id;
    }

    public async Task<JsonNode> Approve(string id)
    {
        await shop.Staff(HttpMethod.Put, $"purchase-orders/{id}/approval", new { });
        return await Reach(id, order => order["status"]!.GetValue<string>() == "Sent", "sent");
    }

    /// <summary>Counts a delivery at the door.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Answer)> Receive(
        string id, string receipt, params (string Sku, int Quantity)[] lines) => shop.Send(
            HttpMethod.Put, $"/api/staff/purchase-orders/{id}/receipts/{receipt}", TestShop.StaffKey,
            new { lines = lines.Select(line => new { sku = line.Sku, quantity = line.Quantity }) });

    /// <summary>Tells the supplier to bring goods, which the warehouse then counts.</summary>
    public async Task Deliver(string id, params (string Sku, int Quantity)[] lines)
    {
        using var client = new HttpClient();
        using var answer = await client.PutAsJsonAsync(
            $"{shop.Sandbox.Address}/sandbox/deliveries/{Guid.NewGuid()}",
            new { purchaseOrder = id, lines = lines.Select(line => new { sku = line.Sku, quantity = line.Quantity }) });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task<JsonNode> Look(string id) => shop.Staff(HttpMethod.Get, $"purchase-orders/{id}");

    public async Task<JsonArray> List(string list) =>
        (await shop.Staff(HttpMethod.Get, $"purchase-orders?list={list}"))["items"]!.AsArray();

    public async Task<JsonNode> Reach(string id, Func<JsonNode, bool> holds, string what, TimeSpan? step = null)
    {
        JsonNode? order = null;
        await shop.Until(
            async () => holds(order = await Look(id)), () => $"a purchase order that is {what}; it is {order}", step);
        return order!;
    }

    /// <summary>The mails that the supplier got.</summary>
    public async Task<JsonArray> Mails()
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/mail/messages?to={Email}"))!;
    }

    /// <summary>The file that came with a mail.</summary>
    public async Task<string> FileOf(JsonNode mail)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"{shop.Sandbox.Address}/mail/messages/{mail["id"]}/enclosures/0");
    }
}

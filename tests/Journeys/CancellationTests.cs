using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>Orders that are called off: by shoppers until picking, by staff until a parcel leaves.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task A_shopper_cancels_her_order_and_nothing_is_charged()
    {
        await using var shop = await Quiet();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2, until: "Allocated");

        var id = Guid.NewGuid().ToString();
        var (status, answer) = await Cancel(shop, shopper, new { }, id);
        Assert.True(status == HttpStatusCode.OK, $"{status} {answer}");
        Assert.Equal("Done", answer!["status"]!.GetValue<string>());
        Assert.Equal(212_000, answer["notCharged"]!["amount"]!.GetValue<long>());
        var order = await shopper.Reach("Cancelled");
        Assert.Equal("Voided", order["payment"]!["status"]!.GetValue<string>());
        Assert.Null(order["cancellable"]);

        // The same again is the same; another finds nothing; picking is told why not.
        Assert.Equal(HttpStatusCode.OK, (await Cancel(shop, shopper, new { }, id)).Status);
        Refused("cancellation.exists", await Cancel(shop, shopper, new { reason = "Withdrawal" }, id));
        Refused("cancellation.nothing_left", await Cancel(shop, shopper, new { }));
        Refused("shipment.cancelled", await shop.Send(
            HttpMethod.Put, $"/api/staff/shipments/{shopper.Order}-1/picking", TestShop.StaffKey, new { }));
        await Mailed(shop, "Cancelled: order", "Nothing was charged.");
        await Accounts.Balance(shop, "BOWL", onHand: 5, inventory: 5 * 40_000, clearing: 0);
    }

    [Fact]
    public async Task Some_units_come_off_less_is_captured_and_the_rest_arrives()
    {
        await using var shop = await Quiet();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 3, until: "Allocated");

        var (status, answer) = await Cancel(
            shop, shopper, new { lines = new[] { new { sku = "BOWL", quantity = 1 } }, reason = "Withdrawal" });
        Assert.True(status == HttpStatusCode.OK, $"{status} {answer}");
        await shop.Pack($"{shopper.Order}-1");
        var order = await shopper.Reach("Delivered");
        Assert.Equal(1, order["lines"]![0]!["cancelled"]!.GetValue<int>());
        Assert.Equal(2, order["shipments"]![0]!["lines"]![0]!["quantity"]!.GetValue<int>());
        Assert.Equal(2, order["returnable"]!["lines"]![0]!["quantity"]!.GetValue<int>());
        await Accounts.Balance(shop, "BOWL", onHand: 3, inventory: 3 * 40_000, clearing: 200_000);
    }

    [Fact]
    public async Task Staff_take_a_unit_off_a_packed_parcel_and_it_is_packed_and_labelled_anew()
    {
        await using var shop = await Quiet();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2, until: "Allocated");
        await shop.Pack($"{shopper.Order}-1");
        var labelled = await Labelled(shop, shopper, null);

        Refused("cancellation.being_picked", await Cancel(shop, shopper, new { }));
        await shop.Staff(
            HttpMethod.Put, $"orders/{shopper.Order}/cancellations/{Guid.NewGuid()}",
            new { reason = "Damaged", lines = new[] { new { sku = "BOWL", quantity = 1 } } });
        await shopper.Reach("Picking");
        Refused("shipment.stale", await shop.Send(
            HttpMethod.Put, $"/api/staff/shipments/{shopper.Order}-1/packing", TestShop.StaffKey,
            new { weightGrams = 700, edition = 0 }));
        await shop.Staff(HttpMethod.Put, $"shipments/{shopper.Order}-1/packing", new { weightGrams = 350 });
        Assert.NotEqual(labelled, await Labelled(shop, shopper, labelled));
        await shopper.Reach("Delivered");
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 112_000);
    }

    [Fact]
    public async Task What_cannot_be_paid_back_stands_on_its_order_until_a_person_has_mended_it()
    {
        await using var shop = await Quiet();
        await shop.Sell("plain-bowl", "BOWL", units: 1);
        await shop.Receive("BOWL", 1, 40_000, "CEB");
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2, until: "Allocated");
        await shop.Pack($"{shopper.Order}-1");
        await shopper.Reach("PartiallyShipped", "PartiallyDelivered");
        using var outside = new HttpClient();
        using var broken = await outside.PutAsJsonAsync(
            $"{shop.Sandbox.Address}/sandbox/faults/stripe",
            new { kind = "error", calls = 10_000, path = "/v1/refunds" });
        Assert.True(broken.IsSuccessStatusCode);

        var cancelling = Cancel(shop, shopper, new { });
        JsonNode? order = null;
        await shop.Until(
            async () => (order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["attention"] is not null,
            () => $"somebody is asked: {order}");
        Assert.Equal("step.failed", order!["attention"]!["code"]!.GetValue<string>());
        Assert.Contains(order["choices"]!.AsArray(), choice => $"{choice!["does"]}" == "TryAgain");
        using var mended = await outside.DeleteAsync(new Uri($"{shop.Sandbox.Address}/sandbox/faults"));
        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/resumption", new { });
        await cancelling;
        await shop.Until(
            async () => (order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["attention"] is null
                && $"{order["payment"]!["status"]}" == "PartlyRefunded",
            () => $"it is paid back: {order}");
    }

    [Fact]
    public async Task A_parcel_that_has_left_is_no_longer_cancelled_and_the_other_is_refunded()
    {
        await using var shop = await Quiet();
        await shop.Sell("plain-bowl", "BOWL", units: 1);
        await shop.Receive("BOWL", 1, 40_000, "CEB");
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2, until: "Allocated");
        await shop.Pack($"{shopper.Order}-1");
        await shopper.Reach("PartiallyShipped", "PartiallyDelivered");

        Refused("cancellation.has_left", await Cancel(shop, shopper, new { shipment = $"{shopper.Order}-1" }));
        var (status, answer) = await Cancel(shop, shopper, new { });
        Assert.True(status == HttpStatusCode.OK, $"{status} {answer}");
        Assert.Equal(100_000, answer!["refunded"]!["amount"]!.GetValue<long>());
        Assert.NotNull(answer["creditNote"]);
        string note = $"/api/orders/{shopper.Order}/cancellations/{answer["id"]}/credit-note";
        await IsPaper(shop, note, shopper.OrderToken);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Send(HttpMethod.Get, note, "another")).Status);
        var other = note.Replace($"{answer["id"]}", $"{Guid.NewGuid()}", StringComparison.Ordinal);
        Refused("cancellation.unknown", await shop.Send(HttpMethod.Get, other, shopper.OrderToken));
        var order = await shopper.Reach("Delivered");
        Assert.Equal("PartlyRefunded", order["payment"]!["status"]!.GetValue<string>());
        await Mailed(shop, "Cancelled: order", "goes back to your card");
        Refused("cancellation.has_left", await Cancel(shop, shopper, new { }));
        await Accounts.Balance(shop, "BOWL", onHand: 1, inventory: 40_000, clearing: 112_000);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_and_nothing_is_lost()
    {
        await using var shop = await Quiet();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var (shopper, other) = (new Shopper(shop), new Shopper(shop));
        await shopper.Buy("BOWL", quantity: 2, until: "Allocated");
        await other.Buy("BOWL", quantity: 1, until: "Allocated");

        Refused("cancellation.units", await Cancel(
            shop, shopper, new { lines = new[] { new { sku = "BOWL", quantity = 3 } } }));
        Refused("cancellation.units", await Cancel(
            shop, shopper, new { lines = new[] { new { sku = "MUG", quantity = 1 } } }));
        Refused("request.fields", await Cancel(
            shop, shopper, new { lines = new[] { new { sku = "BOWL", quantity = 0 } } }));
        Refused("request.fields", await Cancel(shop, shopper, new { reason = "Fraud" }));
        Refused("request.fields", await Cancel(shop, shopper, new { shipment = $"{other.Order}-1" }));
        Refused("order.unknown", await shop.Send(
            HttpMethod.Put, $"/api/orders/{other.Order}/cancellations/{Guid.NewGuid()}", shopper.OrderToken, new { }));
        Refused("cancellation.unknown", await shop.Send(
            HttpMethod.Get, $"/api/orders/{shopper.Order}/cancellations/{Guid.NewGuid()}", shopper.OrderToken));
        Assert.Equal("Allocated", (await shopper.Look())["status"]!.GetValue<string>());
        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal(3, stock["allocated"]!.GetValue<int>());
    }

    // Parcels move slowly enough for somebody to think better of them.
    private static Task<TestShop> Quiet() =>
        TestShop.Start(outside: options => options with { Robot = false, ParcelStepSeconds = 60 });

    /// <summary>The tracking number of her parcel, once it has one other than this.</summary>
    private static async Task<string> Labelled(TestShop shop, Shopper shopper, string? other)
    {
        string? tracking = null;
        await shop.Until(
            async () =>
            {
                tracking = (await shopper.Look())["shipments"]![0]!["tracking"]?.GetValue<string>();
                return tracking is not null && tracking != other;
            },
            () => "a label");
        return tracking!;
    }

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Cancel(
        TestShop shop, Shopper shopper, object body, string? id = null) => shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/cancellations/{id ?? Guid.NewGuid().ToString()}",
            shopper.OrderToken, body);

    private static void Refused(string code, (HttpStatusCode Status, JsonNode? Answer) said) =>
        Assert.Equal(code, said.Answer?["code"]?.GetValue<string>());

    private static async Task Mailed(TestShop shop, string subject, string text)
    {
        using var outside = new HttpClient();
        string texts = "";
        await shop.Until(
            async () =>
            {
                var all = (await outside.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/mail/messages"))!;
                var mine = all.Where(mail => mail!["subject"]!.GetValue<string>().StartsWith(
                    subject, StringComparison.Ordinal)).Select(mail => mail!["id"]!.GetValue<string>());
                texts = string.Concat(await Task.WhenAll(mine.Select(
                    id => outside.GetStringAsync($"{shop.Sandbox.Address}/mail/messages/{id}"))));
                return texts.Contains(text, StringComparison.Ordinal);
            },
            () => $"a mail '{subject}' that says '{text}', not {texts}");
    }

    private static async Task IsPaper(TestShop shop, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await shop.Client.SendAsync(request);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("%PDF-", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

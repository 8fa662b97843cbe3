using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A placed order is changed before it is picked: seen first, then taken; a picker may be faster.</summary>
public sealed class EditTests
{
    private static readonly object Baguio = new
    {
        name = "Ana Reyes",
        line1 = "4 Session Road",
        city = "Baguio",
        province = "Benguet",
        postcode = "2600",
        country = "PH",
        phone = "+639178888888",
    };

    [Fact]
    public async Task A_shopper_sees_what_it_comes_to_and_it_is_sent_and_charged_so()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var wish = Wish(method: "standard", email: "ana.reyes@example.com", sku: "MUG");

        var (_, seen) = await Quote(shop, shopper, wish);
        Assert.Equal(125_000, Amount(seen!["before"]!["total"]));
        var total = Amount(seen["after"]!["total"]);
        Assert.True(total < 125_000, $"{seen}");
        Assert.True(seen["covered"]!.GetValue<bool>());
        Assert.Equal(125_000, Amount((await shopper.Look())["total"]));

        var (status, answer) = await Edit(shop, shopper, With(wish, total));
        Assert.True(status == HttpStatusCode.OK, $"{answer}");
        var order = await shopper.Look();
        Assert.Equal(
            (total, "standard", "Baguio"),
            (Amount(order["total"]), Text(order["delivery"]!["method"]), Text(order["delivery"]!["address"]!["city"])));
        Assert.Equal(["BOWL", "MUG"], order["lines"]!.AsArray().Select(line => Text(line!["sku"])));
        await Mails(shop, "was changed", 2);

        await shop.Pack($"{shopper.Order}-1");
        await shopper.Reach("Delivered");
        Assert.Equal((total, 0), await Charged(shop, shopper));
        Assert.Equal(39, await OnHand(shop, "MUG"));
        Assert.Contains("Baguio", $"{await Outside(shop, "parcels")}", StringComparison.Ordinal);
        Assert.DoesNotContain(shop.Log.Lines, line => line.Contains("ana.reyes", StringComparison.Ordinal));
        var staff = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        Assert.Contains(
            staff["timeline"]!.AsArray(),
            fact => Text(fact!["cause"]).EndsWith("-email-address-method-lines", StringComparison.Ordinal));
        Assert.DoesNotContain("Session Road", $"{staff["timeline"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_again_it_is_done_once_and_another_wish_under_the_same_id_is_refused()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var (id, total) = (Guid.NewGuid().ToString(), await Total(shop, shopper, Wish("standard", sku: "MUG")));
        var wish = With(Wish("standard", sku: "MUG"), total);
        var both = await Task.WhenAll(Edit(shop, shopper, wish, id), Edit(shop, shopper, wish, id));
        Assert.All(both, one => Assert.True(one.Status == HttpStatusCode.OK, $"{one.Answer}"));
        Assert.Equal(HttpStatusCode.OK, (await Edit(shop, shopper, wish, id)).Status);
        Assert.Equal("correction.exists", Code(await Edit(shop, shopper, Wish("express"), id)));
        Assert.Equal(1, (await shopper.Look())["lines"]![1]!["quantity"]!.GetValue<int>());
        Assert.Equal((1, 0), await Kept(shop, "MUG"));
    }

    [Fact]
    public async Task What_the_bank_has_not_promised_changes_nothing_and_holds_nothing()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var before = $"{await shopper.Look()}";
        var wish = Wish(address: false, sku: "BOWL");
        var (_, seen) = await Quote(shop, shopper, wish);
        Assert.Equal("correction.not_covered", Text(seen!["problem"]!["code"]));
        Assert.Equal(
            "correction.not_covered", Code(await Edit(shop, shopper, With(wish, Amount(seen["after"]!["total"])))));
        Assert.Equal(before, $"{await shopper.Look()}");
        Assert.Equal((1, 0), await Kept(shop, "BOWL"));
    }

    [Fact]
    public async Task A_total_that_was_not_shown_and_goods_that_are_not_there_are_refused_and_nothing_is_lost()
    {
        await using var shop = await Open();
        await shop.Sell("rare-cup", "CUP", units: 0, price: 100);
        var shopper = await Bought(shop);
        var before = $"{await shopper.Look()}";
        var total = await Total(shop, shopper, Wish("standard"));
        Assert.Equal("price.changed", Code(await Edit(shop, shopper, With(Wish("standard"), total - 1))));
        Assert.Equal("price.changed", Code(await Edit(shop, shopper, Wish("standard"))));
        var cup = Wish("standard", sku: "CUP");
        Assert.Equal("stock.too_few", Code(await Edit(shop, shopper, With(cup, await Total(shop, shopper, cup)))));
        Assert.Equal("price.unknown", Code(await Edit(shop, shopper, Wish("standard", sku: "NOTHING"))));
        Assert.Equal("delivery.not_offered", Code(await Edit(shop, shopper, Wish("by-boat"))));
        Assert.Equal("correction.fetched", Code(await Edit(shop, shopper, Wish("pickup"))));
        Assert.Equal("correction.nothing", Code(await Edit(shop, shopper, new { })));
        Assert.Equal("request.fields", Code(await Edit(shop, shopper, new { address = new { country = "ZZ" } })));
        Assert.Equal(before, $"{await shopper.Look()}");
    }

    [Fact]
    public async Task Another_s_order_is_not_there_and_one_that_is_being_packed_is_changed_no_more()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var other = await Bought(shop);
        var (status, _) = await shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/corrections/{Guid.NewGuid()}", other.OrderToken,
            Wish("standard"));
        Assert.Equal(HttpStatusCode.NotFound, status);

        await shop.Staff(HttpMethod.Put, $"shipments/{shopper.Order}-1/picking", new { });
        await shopper.Reach("Picking");
        var before = $"{await shopper.Look()}";
        Assert.Equal("correction.too_late", Code(await Quote(shop, shopper, Wish("standard"))));
        Assert.Equal("correction.too_late", Code(await Edit(shop, shopper, Wish("standard"))));
        Assert.Equal(before, $"{await shopper.Look()}");
    }

    [Fact]
    public async Task Of_an_edit_and_a_picker_one_wins_and_what_is_picked_is_what_the_order_says()
    {
        await using var shop = await Open();
        for (int round = 0; round < 6; round++)
        {
            var shopper = await Bought(shop);
            var wish = With(Wish("standard", sku: "MUG"), await Total(shop, shopper, Wish("standard", sku: "MUG")));
            var picked = shop.Send(
                HttpMethod.Put, $"/api/staff/shipments/{shopper.Order}-1/picking", TestShop.StaffKey, new { });
            var edited = await Edit(shop, shopper, wish);
            await picked;
            await shopper.Reach("Picking");
            bool taken = edited.Status == HttpStatusCode.OK;
            if (!taken) Assert.Equal("correction.too_late", Code(edited));
            var order = await shopper.Look();
            Assert.Equal(taken ? 2 : 1, order["lines"]!.AsArray().Count);
            Assert.Equal(taken ? 2 : 1, order["shipments"]![0]!["lines"]!.AsArray().Count);
            await shop.Pack($"{shopper.Order}-1");
            await shopper.Reach("Delivered");
            Assert.Equal((Amount(order["total"]), 0), await Charged(shop, shopper));
        }

        Assert.Equal((0, 0), await Kept(shop, "MUG"));
        Assert.Equal((0, 0), await Kept(shop, "BOWL"));
    }

    [Fact]
    public async Task Two_edits_at_once_lose_nothing()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var both = await Task.WhenAll(
            Edit(shop, shopper, new { phone = "+639179999999" }),
            Edit(shop, shopper, new { email = "ana.reyes@example.com" }));
        Assert.All(both, one => Assert.True(one.Status == HttpStatusCode.OK, $"{one.Answer}"));
        var order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        Assert.Equal(
            ("+639179999999", "ana.reyes@example.com"),
            (Text(order["delivery"]!["address"]!["phone"]), Text(order["email"])));
    }

    [Fact]
    public async Task Units_that_lie_elsewhere_go_in_a_parcel_of_their_own()
    {
        await using var shop = await Open();
        await shop.Sell("far-cup", "CUP", units: 0, price: 100);
        await shop.Receive("CUP", 3, 50, "CEB");
        var shopper = await Bought(shop);
        var wish = Wish("standard", sku: "CUP");
        var answer = await Edit(shop, shopper, With(wish, await Total(shop, shopper, wish)));
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Answer}");
        foreach (int parcel in new[] { 1, 2 }) await shop.Pack($"{shopper.Order}-{parcel}");
        var order = await shopper.Reach("Delivered");
        Assert.Equal(["MNL", "CEB"], order["shipments"]!.AsArray().Select(one => Text(one!["location"])));
        Assert.Equal((Amount(order["total"]), 0), await Charged(shop, shopper));
    }

    [Fact]
    public async Task Across_a_border_it_is_reckoned_anew_and_the_rates_that_were_shown_are_kept_to()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var cheaper = new { method = "standard", address = Person.Sam.At("AU", "2000", "+61298765432") };
        var (status, seen) = await Quote(shop, shopper, cheaper);
        Assert.True(status == HttpStatusCode.OK, $"{seen}");
        Assert.Equal(0, Amount(seen!["after"]!["tax"]));
        Assert.True(Amount(seen["after"]!["import"]) > 0);
        Assert.Equal(["invoice"], seen["papers"]!["before"]!.AsArray().Select(Text));
        Assert.Contains("customs declaration", seen["papers"]!["after"]!.AsArray().Select(Text));
        Assert.NotNull(seen["landed"]!["expiresAt"]);
    }

    private static async Task<TestShop> Open()
    {
        var shop = await TestShop.Start();
        await shop.Rest();
        await shop.Sell("plain-bowl", "BOWL", units: 40);
        await shop.Sell("plain-mug", "MUG", units: 40, price: 1_000, cost: 400);
        return shop;
    }

    /// <summary>Somebody who has bought a bowl by express, and whose parcel nobody picks yet.</summary>
    private static async Task<Shopper> Bought(TestShop shop)
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await shopper.Choose("express");
        await shopper.Pay();
        await shopper.Reach("Allocated");
        return shopper;
    }

    private static JsonObject Wish(string? method = null, string? email = null, string? sku = null, bool address = true)
    {
        var wish = new JsonObject();
        if (address) wish["address"] = System.Text.Json.JsonSerializer.SerializeToNode(Baguio);
        if (method is not null) wish["method"] = method;
        if (email is not null) wish["email"] = email;
        if (sku is not null) wish["add"] = new JsonArray(new JsonObject { ["sku"] = sku, ["quantity"] = 1 });
        return wish;
    }

    private static JsonObject With(JsonObject wish, long total)
    {
        var shown = wish.DeepClone().AsObject();
        shown["total"] = new JsonObject { ["amount"] = total, ["currency"] = "PHP" };
        return shown;
    }

    private static async Task<long> Total(TestShop shop, Shopper shopper, JsonObject wish) =>
        Amount((await Quote(shop, shopper, wish)).Answer!["after"]!["total"]);

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Quote(TestShop shop, Shopper shopper, object wish) =>
        shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/corrections/{Guid.NewGuid()}/quote", shopper.OrderToken,
            wish);

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Edit(
        TestShop shop, Shopper shopper, object wish, string? id = null) => shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/corrections/{id ?? Guid.NewGuid().ToString()}",
            shopper.OrderToken, wish);

    private static async Task<(long Captured, long Refunded)> Charged(TestShop shop, Shopper shopper)
    {
        var payment = Assert.Single(await Outside(shop, $"payments?order={shopper.Order}"))!;
        return (payment["captured"]!.GetValue<long>(), payment["refunded"]!.GetValue<long>());
    }

    private static async Task<JsonArray> Outside(TestShop shop, string what)
    {
        using var outside = new HttpClient();
        return (await outside.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/sandbox/{what}"))!;
    }

    private static async Task Mails(TestShop shop, string subject, int count)
    {
        using var outside = new HttpClient();
        int found = 0;
        await shop.Until(
            async () =>
            {
                var mails = await outside.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/mail/messages");
                found = mails!.Count(mail => $"{mail!["subject"]}".Contains(subject, StringComparison.Ordinal));
                return found == count;
            },
            () => $"{count} letters '{subject}', not {found}");
    }

    private static async Task<(int Allocated, int Held)> Kept(TestShop shop, string sku)
    {
        var stock = await shop.Staff(HttpMethod.Get, $"stock/{sku}");
        return (stock["allocated"]!.GetValue<int>(), stock["held"]!.GetValue<int>());
    }

    private static async Task<int> OnHand(TestShop shop, string sku) =>
        (await shop.Staff(HttpMethod.Get, $"stock/{sku}"))["onHand"]!.GetValue<int>();

    private static string? Code((HttpStatusCode, JsonNode? Answer) one) => one.Answer?["code"]?.GetValue<string>();

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}

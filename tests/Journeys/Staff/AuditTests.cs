using System.Net;
using System.Text.Json.Nodes;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Who did what: on each record's timeline, and on the trail by person, record and time.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task A_timeline_names_who_asked_for_what_a_process_then_did()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        var mona = await StaffPerson.Join(shop, StaffRole.Support);
        await mona.Ask(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");

        await mona.Renew();
        var timeline = (await mona.Ask(HttpMethod.Get, $"returns/{back}"))["timeline"]!.AsArray();
        var asked = timeline.Single(one => Text(one, "cause") == "PutReturnApproval")!;
        Assert.Equal(("Asked", "Mona Reyes"), (Text(asked, "status"), asked["by"]!["name"]!.GetValue<string>()));
        Assert.True(
            timeline.IndexOf(asked) < timeline.IndexOf(timeline.First(one => Text(one, "status") == "Approved")));

        // The warehouse's robot is named by its key, and a shopper sees none of them.
        var order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        var picked = order["timeline"]!.AsArray().First(one => Text(one, "cause") == "PutPicking")!;
        Assert.Equal("Tests", picked["by"]!["name"]!.GetValue<string>());
        var (_, hers) = await shop.Send(HttpMethod.Get, $"/api/orders/{shopper.Order}", shopper.OrderToken);
        Assert.DoesNotContain("\"by\"", hers!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Asked", hers.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_tells_before_and_after_and_of_what_is_personal_only_that_it_changed()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Catalog);
        var supplier = Guid.NewGuid().ToString();
        await mona.Ask(HttpMethod.Put, $"suppliers/{supplier}", Wish(7, "old@supplier.example"));
        shop.Clock!.Advance(TimeSpan.FromSeconds(1));
        await mona.Ask(HttpMethod.Put, $"suppliers/{supplier}", Wish(9, "new@supplier.example"));

        var line = (await Search(shop, $"record=suppliers/{supplier}"))[0]!;
        Assert.Equal("PutSupplier", Text(line, "what"));
        var changes = line["alterations"]!.AsArray();
        var days = changes.Single(one => Text(one, "path")!.EndsWith("leadDays", StringComparison.Ordinal))!;
        Assert.Equal(("7", "9"), (Text(days, "before"), Text(days, "after")));
        var email = changes.Single(one => Text(one, "path")!.EndsWith("email", StringComparison.Ordinal))!;
        Assert.True(email["isPersonal"]!.GetValue<bool>());
        Assert.Null(email["after"]);
        Assert.DoesNotContain("supplier.example", line.ToJsonString(), StringComparison.Ordinal);

        static object Wish(int leadDays, string email) => new
        {
            name = "Weavers of Basey",
            email,
            leadDays,
            minimumOrder = new { amount = 0, currency = "PHP" },
            items = new[] { new { sku = "MAT", price = new { amount = 100, currency = "PHP" }, pack = 1 } },
        };
    }

    [Fact]
    public async Task The_trail_is_searched_by_person_record_and_day_in_pages()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Catalog);
        var other = await StaffPerson.Join(shop, StaffRole.Catalog);
        for (int at = 0; at < 5; at++)
        {
            await mona.Ask(HttpMethod.Put, $"products/mat{at}", Products.Plain($"mat{at}", $"MAT{at}", 100, "460219"));
            shop.Clock!.Advance(TimeSpan.FromSeconds(1));
        }

        await other.Ask(HttpMethod.Put, "products/mat0", Products.Plain("mat0", "MAT0", 200, "460219"));
        var refused = await other.Send(HttpMethod.Put, "products/mat0", new { });
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);

        var hers = await Search(shop, $"by=member:{mona.Id}&limit=100");
        Assert.Equal(5, hers.Count(line => Text(line, "what") == "PutProduct"));
        Assert.All(hers, line => Assert.Equal("Mona Reyes", line!["by"]!["name"]!.GetValue<string>()));
        var ofMat = await Search(shop, "record=products/mat0");
        Assert.Equal(3, ofMat.Count);
        Assert.Contains(ofMat, line => Text(line, "refused") == Text(refused.Answer, "code"));
        var first = await shop.Staff(HttpMethod.Get, "audit?day=2026-11-11&limit=4");
        var second = await shop.Staff(
            HttpMethod.Get, $"audit?day=2026-11-11&limit=4&cursor={Uri.EscapeDataString(Text(first, "cursor")!)}");
        var both = first["items"]!.AsArray().Concat(second["items"]!.AsArray());
        Assert.Equal(8, both.Select(line => Text(line, "id")).Distinct().Count());
        Assert.Equal("request.fields", (await shop.Send(
            HttpMethod.Get, "/api/staff/audit?day=yesterday", TestShop.StaffKey)).Answer!["code"]!.ToString());
    }

    [Fact]
    public async Task A_day_and_a_month_of_the_trail_are_the_sellers()
    {
        await using var shop = await TestShop.Start();
        shop.Clock!.SetUtcNow(new(2026, 11, 30, 15, 59, 0, TimeSpan.Zero));
        await shop.Staff(HttpMethod.Put, "products/late", Products.Plain("late", "LATE", 100, "460219"));
        shop.Clock!.Advance(TimeSpan.FromHours(1));
        await shop.Staff(HttpMethod.Put, "products/early", Products.Plain("early", "EARLY", 100, "460219"));
        shop.Clock!.Advance(TimeSpan.FromHours(10));
        await shop.Staff(HttpMethod.Put, "products/noon", Products.Plain("noon", "NOON", 100, "460219"));

        // It is the first of December in Manila.
        Assert.Equal(["products/noon", "products/early"], await Changed("limit=100"));
        Assert.Equal(["products/noon", "products/early"], await Changed("day=2026-12-01"));
        Assert.Equal(["products/late"], await Changed("day=2026-11-30"));
        Assert.Equal(["products/noon", "products/early"], await Changed($"by=key:{TestShop.StaffKeyId}"));
        Assert.Equal(["products/late"], await Changed($"by=key:{TestShop.StaffKeyId}&month=2026-11"));
        var first = await shop.Staff(HttpMethod.Get, "audit?day=2026-12-01&limit=1");
        Assert.Equal("products/noon", Text(first["items"]![0], "record"));
        string? cursor = Text(first, "cursor");
        var rest = await Search(shop, $"day=2026-12-01&limit=100&cursor={Uri.EscapeDataString(cursor!)}");
        Assert.Equal(["products/early"], Records(rest));
        Assert.Equal("request.fields", (await shop.Send(
            HttpMethod.Get, "/api/staff/audit?day=0001-01-01", TestShop.StaffKey)).Answer!["code"]!.ToString());

        async Task<IEnumerable<string?>> Changed(string what) => Records(await Search(shop, what));
        static IEnumerable<string?> Records(JsonArray lines) => [.. lines
            .Where(line => Text(line, "what") == "PutProduct").Select(line => Text(line, "record"))];
    }

    private static async Task<JsonArray> Search(TestShop shop, string what) =>
        (await shop.Staff(HttpMethod.Get, $"audit?{what}"))["items"]!.AsArray();

    private static string? Text(JsonNode? node, string name) => node![name]?.ToString();
}

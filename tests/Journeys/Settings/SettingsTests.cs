using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>What an owner decides about her shop: read, changed as a whole, refused where it cannot be.</summary>
public sealed class SettingsTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;
    private readonly Merchant merchant = new(open.Shop);

    [Fact]
    public async Task A_change_is_the_next_version_and_the_one_before_undoes_it()
    {
        var before = await merchant.Look();
        int version = Version(before);
        Assert.True(before["isOpen"]!.GetValue<bool>());
        Assert.Empty(before["faults"]!.AsArray());

        var changed = await merchant.Change(settings => settings["tagline"] = "By hand, in Baguio.");
        Assert.Equal(version + 1, Version(changed));
        Assert.Equal("By hand, in Baguio.", Text((await Public())["tagline"]));

        var kept = (await Ask($"settings/versions/{version}")).Answer!;
        Assert.Equal(before["settings"]!.ToJsonString(), kept["settings"]!.ToJsonString());
        var (status, undone) = await merchant.Send(kept["settings"]!, version + 1);
        Assert.Equal((HttpStatusCode.OK, version + 2), (status, Version(undone!)));
        Assert.Equal(before["settings"]!.ToJsonString(), undone!["settings"]!.ToJsonString());

        var all = (await Ask("settings/versions?limit=2")).Answer!;
        Assert.Equal([version + 2, version + 1], all["items"]!.AsArray().Select(one => Version(one!)));
        Assert.Equal("Tests", Text(all["items"]![0]!["by"]!["name"]));
        Assert.Equal(HttpStatusCode.NotFound, (await Ask("settings/versions/999999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask("settings/versions/first")).Status);
        var lines = (await Ask("audit?record=settings")).Answer!["items"]!.AsArray();
        Assert.Contains(lines, line => Text(line!["what"]) == "PutSettings");
    }

    [Fact]
    public async Task Sent_twice_from_the_same_version_they_are_saved_once()
    {
        var now = await merchant.Look();
        var settings = now["settings"]!.DeepClone();
        settings["tagline"] = $"Said {Guid.NewGuid():N}.";
        var first = await merchant.Send(settings, Version(now));
        var again = await merchant.Send(settings, Version(now));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(first.Answer!.ToJsonString(), again.Answer!.ToJsonString());
        Assert.Equal(Version(now) + 1, Version(await merchant.Look()));
    }

    [Fact]
    public async Task Of_owners_who_change_the_same_version_at_once_one_wins_and_nothing_is_lost()
    {
        var now = await merchant.Look();
        var said = Enumerable.Range(0, 8).Select(at => $"Owner {at} of {Guid.NewGuid():N}.").ToList();
        var answers = await Task.WhenAll(said.Select(words =>
        {
            var settings = now["settings"]!.DeepClone();
            settings["tagline"] = words;
            return merchant.Send(settings, Version(now));
        }));
        int winner = Assert.Single(Enumerable.Range(0, 8), at => answers[at].Status == HttpStatusCode.OK);
        Assert.All(answers.Where((_, at) => at != winner), lost => Assert.Equal(
            (HttpStatusCode.Conflict, "settings.changed"), (lost.Status, Text(lost.Answer!["code"]))));
        var after = await merchant.Look();
        Assert.Equal((Version(now) + 1, said[winner]), (Version(after), Text(after["settings"]!["tagline"])));
    }

    [Theory]
    [InlineData("name", "5", "request.fields", "name")]
    [InlineData("name", "null", "request.fields", "name")]
    [InlineData("name", "\"a\\u0007b\"", "request.fields", "name")]
    [InlineData("nmae", "\"Likha\"", "request.fields", "nmae")]
    [InlineData("vat", "\"Maybe\"", "request.fields", "vat")]
    [InlineData("vat", "7", "request.fields", "vat")]
    [InlineData("vatPercent", "12.5", "request.fields", "vatPercent")]
    [InlineData("vatPercent", "\"12\"", "request.fields", "vatPercent")]
    [InlineData("currencies", "[\"PHP\", \"DOGE\"]", "request.fields", "currencies[1]")]
    [InlineData("currencies", "null", "request.fields", "currencies")]
    [InlineData("currencies", "{}", "request.fields", "currencies")]
    [InlineData("countries", "[null]", "request.fields", "countries[0]")]
    [InlineData("countries", "[{\"code\": \"PH\"}]", "request.fields", "countries[0].name")]
    [InlineData("seller", "[]", "request.fields", "seller")]
    [InlineData("holdTime", "\"soon\"", "request.fields", "holdTime")]
    [InlineData("holdTime", "600", "request.fields", "holdTime")]
    [InlineData("returns", "{\"rules\": [{\"name\": \"x\", \"kind\": 3.5}]}", "request.fields", "returns.rules[0].kind")]
    [InlineData("deliveryMethods", "[{\"prices\": [{\"amount\": 1e3}]}]", "request.fields",
        "deliveryMethods[0].prices[0].currency")]
    [InlineData("deliveryMethods", "[]", "settings.invalid", "countries[0].zone")]
    [InlineData("locations", "[]", "settings.invalid", "locations")]
    [InlineData("pickupTime", "\"30.00:00:00\"", "settings.invalid", "pickupTime")]
    public async Task What_cannot_be_is_refused_by_its_path_and_nothing_is_saved(
        string field, string value, string code, string path)
    {
        var now = await merchant.Look();
        var settings = now["settings"]!.DeepClone();
        settings[field] = JsonNode.Parse(value);
        var (status, answer) = await merchant.Send(settings, Version(now));
        Assert.Equal((HttpStatusCode.BadRequest, code), (status, Text(answer!["code"])));
        Assert.Contains(path, answer["fields"]!.AsArray().Select(one => Text(one!["name"])));
        Assert.Equal(Version(now), Version(await merchant.Look()));
    }

    [Fact]
    public async Task Without_a_version_or_with_none_that_can_be_nothing_is_saved()
    {
        var settings = (await merchant.Look())["settings"]!;
        foreach (var tag in new[] { null, "7", "\"seven\"", "\"-1\"", "*", "W/\"1\"" })
        {
            var (status, answer) = await shop.Send(
                HttpMethod.Put, "/api/staff/settings", TestShop.StaffKey, settings.DeepClone(), ("If-Match", tag));
            Assert.Equal((HttpStatusCode.BadRequest, "settings.no_version"), (status, Text(answer!["code"])));
        }
    }

    [Fact]
    public async Task More_than_settings_can_be_is_refused_before_it_is_read()
    {
        var body = Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', 600 * 1024)}\"}}");
        var (status, answer) = await shop.Send(
            HttpMethod.Put, "/api/staff/settings", TestShop.StaffKey, body, ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "settings.too_large"), (status, Text(answer!["code"])));
        (status, answer) = await shop.Send(
            HttpMethod.Put, "/api/staff/settings", TestShop.StaffKey, "{"u8.ToArray(), ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.BadRequest, "request.not_json"), (status, Text(answer!["code"])));
    }

    [Fact]
    public async Task Two_hundred_countries_and_fifty_methods_are_kept()
    {
        var before = await merchant.Look();
        var large = before["settings"]!.DeepClone().AsObject();
        var codes = AddressFormat.Countries.Where(code => code != "PH").Take(199).Prepend("PH").ToList();
        large["zones"] = Array(25, at => new { code = $"zone-{at}", name = $"Zone {at}", provinces = new string[0] });
        large["countries"] = Array(200, at => new { code = codes[at], name = codes[at], zone = $"zone-{at % 25}" });
        object[] prices = [new { amount = 1, currency = "PHP" }, new { amount = 2, currency = "USD" }];
        large["deliveryMethods"] = Array(50, at => new
        {
            method = at % 2 == 0 ? "standard" : "express",
            name = $"Way {at}",
            zone = $"zone-{at / 2}",
            pricing = "ByWeight",
            prices = new object[0],
            steps = Enumerable.Range(1, 20).Select(step => new { upToGrams = step * 500, prices }),
            freeFrom = new object[0],
        });
        var (status, saved) = await merchant.Send(large, Version(before));
        Assert.True(status == HttpStatusCode.OK, $"{status}: {saved}");
        var read = await merchant.Look();
        Assert.Equal((200, 50), (
            read["settings"]!["countries"]!.AsArray().Count, read["settings"]!["deliveryMethods"]!.AsArray().Count));
        Assert.Equal(200, (await Public())["countries"]!.AsArray().Count);
        await merchant.Send(before["settings"]!, Version(read));
    }

    [Fact]
    public async Task Places_and_sellers_come_back_from_every_version_as_they_were_written()
    {
        var now = await merchant.Look();
        var policies = shop.Services.GetRequiredService<Policies>();
        var policy = await policies.Of(Version(now), TestContext.Current.CancellationToken);
        var place = now["settings"]!["locations"]![0]!["address"]!;
        Assert.Equal(
            (Text(place["line1"]), Text(place["phone"])),
            (policy.Locations[0].Address.Line1, policy.Locations[0].Address.Phone));
        Assert.Equal(Text(now["settings"]!["seller"]!["email"]), policy.Seller.Email);
    }

    private async Task<JsonNode> Public() => (await shop.Send(HttpMethod.Get, "/api/shop", null)).Answer!;

    private Task<(HttpStatusCode Status, JsonNode? Answer)> Ask(string path) =>
        shop.Send(HttpMethod.Get, $"/api/staff/{path}", TestShop.StaffKey);

    private static JsonArray Array(int count, Func<int, object> make) => [.. Enumerable.Range(0, count)
        .Select(at => System.Text.Json.JsonSerializer.SerializeToNode(make(at)))];

    private static int Version(JsonNode node) => node["version"]!.GetValue<int>();

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}

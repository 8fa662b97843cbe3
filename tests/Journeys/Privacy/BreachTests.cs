using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>Data has leaked: whom it concerns, the clock, the notices and the letters.</summary>
public sealed class BreachTests
{
    [Fact]
    public async Task A_leak_is_told_in_phases_and_everybody_whom_it_concerns_gets_one_letter_with_her_own_data()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        var abroad = new Shopper(shop);
        await abroad.FillAbroad("BOWL", "DE");
        await abroad.Pay();
        await abroad.Reach("Placed", "Allocated", "Picking", "Packed", "Shipped", "OutForDelivery", "Delivered");
        var bag = new Shopper(shop);
        await bag.Fill("BOWL");
        string id = await Open(shop);
        Assert.Equal("breach.no_kinds", await Code(shop, $"{id}/scopes/{Guid.NewGuid()}"));
        Assert.Equal("breach.no_scope", await Code(shop, $"{id}/letters/{Guid.NewGuid()}"));

        await Tell(shop, id, new { kinds = Of("orders", "accounts", "bags") });
        string scope = $"{id}/scopes/{Guid.NewGuid()}";
        await Put(shop, scope);
        await Put(shop, scope);
        var found = await Found(shop, id);
        Assert.Equal(("2", "1"), ($"{found["people"]}", $"{found["inEurope"]}"));
        Assert.Equal("2", $"{found["categories"]!["e-mail address"]}");
        var people = (await shop.Staff(HttpMethod.Get, $"breaches/{id}/people"))["items"]!.AsArray();
        Assert.Equal(["DE", "PH"], people.Select(one => Text(one!["country"])).Order());
        Assert.All(people, one => Assert.Contains("name", one!["categories"]!.AsArray().Select(Text)));

        // The letter leaves only when it says all that it must, and once.
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/staff/breaches/{id}/letters/{Guid.NewGuid()}", TestShop.StaffKey, new { });
        Assert.Equal((HttpStatusCode.Conflict, "breach.letter_missing"), (status, Text(answer!["code"])));
        Assert.Contains("advice", answer["fields"]!.AsArray().Select(field => Text(field!["name"])));
        await Tell(shop, id, Whole);
        string letters = $"{id}/letters/{Guid.NewGuid()}";
        await Put(shop, letters);
        await Put(shop, letters);
        await shop.Until(async () => await Answered(shop, id, "People") is not null, () => "letters");
        await Put(shop, $"{id}/letters/{Guid.NewGuid()}");
        await shop.Host.WhenIdle();
        foreach (string to in Of("maria@example.com", "sam@example.com"))
        {
            var mail = Assert.Single(
                await Account.Mails(shop, to), one => Text(one!["subject"])!.StartsWith("Your data at"))!;
            Assert.Contains("Somebody saw orders", Text(mail["text"]), StringComparison.Ordinal);
            Assert.Contains("street and house", Text(mail["text"]), StringComparison.Ordinal);
            Assert.Contains("Somebody saw orders", Text(mail["html"]), StringComparison.Ordinal);
            Assert.Equal("1", $"{mail["copies"]}");
        }

        // What staff wrote is sealed, and the log has none of it.
        Assert.DoesNotContain(shop.Log.Lines, line => line.Contains("lost laptop") || line.Contains("Dina Ocampo"));
        var account = await Account.SignIn(shop);
        Assert.Equal(id, Text((await account.Look("/export"))["leaks"]![0]!["breach"]));
    }

    [Fact]
    public async Task The_clock_calls_staff_until_all_are_told_and_a_notice_says_what_is_missing()
    {
        await using var shop = await TestShop.Start();
        string id = await Open(shop);
        await shop.Pass(TimeSpan.FromHours(24));
        await shop.Until(async () => (await Look(shop, id))["case"]!["attention"] is not null, () => "a reminder");
        Assert.Equal("1", $"{(await shop.Staff(HttpMethod.Get, "summary"))["breaches"]!["attention"]}");
        Assert.Contains(shop.Log.Lines, line => line.Contains("needs a person at 24 hours: breach.due"));
        await shop.Pass(TimeSpan.FromHours(24));
        await shop.Until(async () => Said(await Look(shop, id)).StartsWith("48"), () => "48 hours");
        await shop.Pass(TimeSpan.FromHours(18));
        await shop.Until(async () => Said(await Look(shop, id)).StartsWith("66"), () => "66 hours");
        await shop.Pass(TimeSpan.FromHours(6));
        await shop.Until(
            async () => Text((await Look(shop, id))["case"]!["attention"]!["code"]) == "breach.overdue",
            () => "72 hours");
        Assert.True((await Look(shop, id))["case"]!["isLate"]!.GetValue<bool>());

        string notice = await Notice(shop, id, "Npc");
        Assert.Contains("lost laptop", notice, StringComparison.Ordinal);
        Assert.Contains("- mitigation", notice, StringComparison.Ordinal);
        Assert.Contains("- how many people", notice, StringComparison.Ordinal);
        Assert.Contains("2026-11-14 00:00 UTC (2026-11-14 08:00 +08:00, Asia/Manila)", notice);
        await Tell(shop, id, Whole);
        Assert.DoesNotContain("- mitigation", await Notice(shop, id, "Eu"), StringComparison.Ordinal);

        // Late, it says why so late; by what is said of the risk, the commission has to be told.
        Assert.Equal("request.fields", await Code(shop, $"{id}/answers/Npc", new { told = true }));
        Assert.Equal(
            "breach.must_tell", await Code(shop, $"{id}/answers/Npc", new { told = false, reason = "We will not." }));
        Assert.Equal("breach.not_settled", await Code(shop, $"{id}/closing"));
        await Put(shop, $"{id}/answers/Npc", new { told = true, reference = "NPC-1", reason = "Found late." });
        await Put(shop, $"{id}/answers/Eu", new { told = true, reference = "DE-1", reason = "Found late." });
        Assert.Equal("breach.told_already", await Code(shop, $"{id}/answers/Eu", new { told = false, reason = "No." }));
        await Put(shop, $"{id}/answers/People", new { told = false, reason = "It concerns nobody." });
        await Put(shop, $"{id}/closing");
        await Put(shop, $"{id}/closing");
        var closed = await Look(shop, id);
        Assert.Equal(("Closed", null), (Text(closed["case"]!["status"]), closed["case"]!["attention"]));
        Assert.Equal("0", $"{(await shop.Staff(HttpMethod.Get, "summary"))["breaches"]!["attention"]}");
        Assert.Single((await shop.Staff(HttpMethod.Get, "breaches?list=closed"))["items"]!.AsArray());
        Assert.Equal("breach.closed", await Code(shop, $"{id}/scopes/{Guid.NewGuid()}"));
    }

    [Fact]
    public async Task A_leak_without_people_and_one_of_known_people_are_told_apart()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        string id = await Open(shop);
        await Tell(shop, id, new { kinds = Of("photos", "credit-notes", "returns", "customs-papers") });
        await Put(shop, $"{id}/scopes/{Guid.NewGuid()}");
        Assert.Equal("0", $"{(await Found(shop, id))["people"]}");
        Assert.Equal("breach.nobody", await Code(shop, $"{id}/letters/{Guid.NewGuid()}"));

        // Orders that were made before, and somebody else: still nobody. Then she.
        var account = await Account.SignIn(shop);
        await Look(shop, id, new { kinds = Of("orders"), madeUntil = "2026-11-01" }, people: 0);
        await Look(shop, id, new { kinds = Of("orders"), only = Of($"{Guid.NewGuid()}") }, people: 0);
        await Look(shop, id, new { kinds = Of("orders"), only = Of(account.Id) }, people: 1);
    }

    [Fact]
    public async Task What_is_wrong_or_written_meanwhile_is_refused_by_name_and_nobody_but_staff_comes_near()
    {
        await using var shop = await TestShop.Start();
        string id = await Open(shop);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await shop.Send(HttpMethod.Get, $"/api/staff/breaches/{id}", null)).Status);
        Assert.Equal("request.fields", await Code(shop, $"{Guid.NewGuid()}", new { awareAt = "2026-11-10T00:00:00Z" }));
        Assert.Equal(
            "breach.contradiction",
            await Code(shop, $"{Guid.NewGuid()}", new
            {
                awareAt = "2026-11-10T00:00:00Z",
                foundAt = "2026-11-10T12:00:00Z",
                happened = "Oh.",
            }));
        Assert.Equal("breach.exists", await Code(shop, id, new { awareAt = "2026-11-10T00:00:00Z", happened = "X." }));
        Assert.Equal("breach.unknown", await Code(shop, $"{Guid.NewGuid()}/closing"));
        int version = (await Look(shop, id))["version"]!.GetValue<int>();
        await Tell(shop, id, new { consequences = "Letters to the wrong people." });
        Assert.Equal(
            "breach.changed",
            await Code(shop, $"{id}/story", new { foundAt = "2026-11-10T00:00:00Z", version, advice = "Wait." }));
        Assert.Equal(
            "request.fields",
            await Code(shop, $"{id}/story", new { foundAt = "2026-11-10T00:00:00Z", version, kinds = Of("shoes") }));
    }

    private static readonly object Whole = new
    {
        nature = "Disclosed",
        happened = "A lost laptop had a copy of the orders.",
        plainWords = "Somebody saw orders & addresses.",
        consequences = "Letters that claim to come from us.",
        measures = "The laptop was wiped from afar.",
        mitigation = "All keys were replaced.",
        advice = "Do not answer letters that ask for your card.",
        contactName = "Dina Ocampo",
        contactEmail = "dpo@likha.example",
        from = "2026-11-09",
        kinds = Of("orders", "accounts", "bags"),
        enablesFraud = true,
        acquired = true,
        seriousHarm = true,
    };

    internal static async Task<string> Open(TestShop shop)
    {
        string id = Guid.NewGuid().ToString();
        var body = new { awareAt = "2026-11-11T00:00:00Z", happened = "A lost laptop." };
        await Put(shop, id, body);
        await Put(shop, id, body);
        await shop.Until(
            async () => (await shop.Send(HttpMethod.Get, $"/api/staff/breaches/{id}", TestShop.StaffKey)).Status
                == HttpStatusCode.OK,
            () => "a case", TimeSpan.Zero);
        return id;
    }

    internal static async Task Tell(TestShop shop, string id, object story)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(story)!.AsObject();
        body["foundAt"] = "2026-11-10T12:00:00Z";
        body["version"] = (await Look(shop, id))["version"]!.DeepClone();
        await Put(shop, $"{id}/story", body);
    }

    private static async Task Look(TestShop shop, string id, object story, int people)
    {
        await Tell(shop, id, story);
        await Put(shop, $"{id}/scopes/{Guid.NewGuid()}");
        Assert.Equal(people, (await Found(shop, id))["people"]!.GetValue<int>());
    }

    private static async Task<JsonNode> Found(TestShop shop, string id)
    {
        JsonNode? scope = null;
        await shop.Host.WhenIdle();
        await shop.Until(
            async () => (scope = (await Look(shop, id))["scope"])?["isOver"]?.GetValue<bool>() == true,
            () => $"whom it concerns: {scope}", TimeSpan.Zero);
        return scope!;
    }

    private static async Task<JsonNode?> Answered(TestShop shop, string id, string party) =>
        (await Look(shop, id))["parties"]!.AsArray().Single(one => Text(one!["party"]) == party)!["answer"];

    private static async Task<string> Notice(TestShop shop, string id, string party)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"/api/staff/breaches/{id}/notices/{party}");
        asked.Headers.Authorization = new("Bearer", TestShop.StaffKey);
        using var answer = await shop.Client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string[] Of(params string[] names) => names;

    private static string Said(JsonNode seen) => Text(seen["case"]!["attention"]?["message"]) ?? "";

    private static Task<JsonNode> Look(TestShop shop, string id) => shop.Staff(HttpMethod.Get, $"breaches/{id}");

    private static Task<JsonNode> Put(TestShop shop, string path, object? body = null) =>
        shop.Staff(HttpMethod.Put, $"breaches/{path}", body ?? new { });

    private static async Task<string?> Code(TestShop shop, string path, object? body = null) => Text((await shop.Send(
        HttpMethod.Put, $"/api/staff/breaches/{path}", TestShop.StaffKey, body ?? new { })).Answer?["code"]);

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}

using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What a person has put right, and what she objects to.</summary>
public sealed class RightsTests
{
    private static readonly object Address = new
    {
        name = "Maria Reyes",
        line1 = "7 Rizal Avenue",
        city = "Makati",
        province = "Metro Manila",
        postcode = "1200",
        country = "PH",
        phone = "+63 917 765 4321",
    };

    [Fact]
    public async Task What_is_wrong_is_put_right_where_it_can_be_and_the_report_says_where_not()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var old = new Shopper(shop);
        await old.Buy("BOWL");
        await PersonTests.ComesBack(shop, old);
        await shop.Rest();
        var (packed, open) = (new Shopper(shop), new Shopper(shop));
        foreach (var shopper in new[] { packed, open })
        {
            await shopper.Fill("BOWL");
            await shopper.Pay();
            await shopper.Reach("Allocated");
        }

        await shop.Pack($"{packed.Order}-1");
        await shop.Until(
            async () => await StatusOf(shop, packed) is "Packed" or "Shipped", () => "a parcel that is packed");
        var account = await Account.SignIn(shop);
        await shop.Until(async () => (await account.Look())["profile"] is not null, () => "who she is");
        string path = $"/rectifications/{Guid.NewGuid()}";
        var right = new { name = "Maria Reyes", email = "maria.reyes@example.com", address = Address };
        await account.Ask(HttpMethod.Put, path, right);
        await account.Ask(HttpMethod.Put, path, right);
        var report = await Done(shop, account, path);

        Assert.Equal("Maria Reyes", Text((await account.Look())["profile"]!["name"]));
        Assert.Equal("7 Rizal Avenue", Text((await account.Look())["profile"]!["address"]!["line1"]));
        await Is(shop, open, "Maria Reyes", "7 Rizal Avenue", "maria.reyes@example.com");
        await Is(shop, packed, "Maria Santos", "12 Mabini Street", "maria.reyes@example.com");
        await Is(shop, old, "Maria Santos", "12 Mabini Street", "maria.reyes@example.com");
        string[] places =
        [
            .. report["places"]!.AsArray().Select(one => string.Join(
                ' ', new[] { Text(one!["place"]), Short(one["order"], open, packed, old), Text(one["because"]) }
                    .Concat(one["parts"]!.AsArray().Select(Text)).OfType<string>())),
        ];
        Assert.Equal(
            [
                "account SignsInWithIt email", "account name address", "credit notes Issued name address",
                "order old email", "order open name email address", "order packed Packed name address",
                "order packed email", "orders Ended name address",
            ],
            places.Order(StringComparer.Ordinal));
        Assert.All(
            report["places"]!.AsArray().Where(one => one!["because"] is not null),
            one => Assert.NotEmpty(Text(one!["words"])!));
        Assert.Contains("carrier Ninja Van", report["recipients"]!.AsArray().Select(Text));

        // With another content the same id is another's.
        await Refused(
            shop, 409, "rectification.exists", $"customers/{account.Id}{path}", account.Token, new { name = "Eve" });
        Assert.Contains(
            "7 Rizal Avenue", (await account.Look("/export"))["account"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Single((await account.Look("/requests"))["rectifications"]!.AsArray());
    }

    [Fact]
    public async Task Staff_put_right_with_a_reason_that_she_does_not_see_and_that_goes_when_she_is_forgotten()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        var account = await Account.SignIn(shop);
        string staff = $"staff/customers/{account.Id}";
        string path = $"/rectifications/{Guid.NewGuid()}";
        await Refused(shop, 400, "request.fields", staff + path, TestShop.StaffKey, new { name = "Maria Reyes" });
        await Refused(shop, 400, "rectification.nothing", staff + path, TestShop.StaffKey, new { reason = "Call" });
        await Refused(
            shop, 404, "customer.unknown", $"staff/customers/{Guid.NewGuid()}{path}", TestShop.StaffKey,
            new { name = "Eve", reason = "Call" });
        await shop.Staff(
            HttpMethod.Put, $"customers/{account.Id}{path}",
            new { name = "Maria Reyes", phone = "0917 765 4321", reason = "Maria called from her sister's phone." });
        var report = await Done(shop, account, path);
        Assert.Equal(("Staff", null), (Text(report["by"]), Text(report["reason"])));
        var requests = await shop.Staff(HttpMethod.Get, $"customers/{account.Id}/requests");
        Assert.Contains("sister", requests.ToJsonString());

        string objection = $"/objections/{Guid.NewGuid()}";
        await shop.Staff(
            HttpMethod.Put, $"customers/{account.Id}{objection}",
            new { purposes = new[] { new { purpose = "recommendations" } }, reason = "Her sister's letter." });
        await Done(shop, account, objection);
        string erasure = $"/erasures/{Guid.NewGuid()}";
        await account.Ask(HttpMethod.Put, erasure, new { });
        await Done(shop, account, erasure);
        string left = (await shop.Staff(HttpMethod.Get, $"customers/{account.Id}/requests")).ToJsonString();
        Assert.DoesNotContain("sister", left, StringComparison.Ordinal);
        Assert.Equal("2", $"{(await account.Look(erasure))["erased"]!["requests"]}");
        Assert.All(
            ["Reyes", "sister", "7654321"],
            secret => Assert.DoesNotContain(shop.Log.Lines, line => line.Contains(secret)));
    }

    [Fact]
    public async Task An_objection_ends_what_rests_on_interest_and_says_what_goes_on_and_why()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 99, price: 2_000_000);
        await shop.Sell("tall-vase", "VASE", units: 99);
        var account = await Account.SignIn(shop);
        await new Shopper(shop).Buy("BOWL", quantity: 3);
        await shop.Until(async () => await Spent(account) > 0, () => "a tier that counts what she spent");

        string path = $"/objections/{Guid.NewGuid()}";
        var all = new[] { "marketing-email", "recommendations", "tiers", "delivery", "rights" };
        var asked = new { purposes = all.Select(purpose => new { purpose }).ToArray() };
        await account.Ask(HttpMethod.Put, path, asked);
        await account.Ask(HttpMethod.Put, path, asked);
        var answers = (await Done(shop, account, path))["answers"]!.AsArray();
        Assert.Equal(all, answers.Select(one => Text(one!["purpose"])));
        Assert.Equal([true, true, true, false, false], answers.Select(one => one!["stopped"]!.GetValue<bool>()));
        Assert.Contains("until you ask to be forgotten", Text(answers[3]!["words"]), StringComparison.Ordinal);
        Assert.Contains("law", Text(answers[4]!["words"]), StringComparison.Ordinal);

        // What is bought now earns as everybody's, is counted nowhere, and no mail about points comes.
        Assert.Equal(0, await Spent(account));
        var next = new Shopper(shop);
        await next.Fill("BOWL");
        await next.Pay();
        await next.Reach("Delivered");
        await shop.Host.WhenIdle();
        var companions = await CompanionsOf(shop, "plain-bowl");
        Assert.DoesNotContain(next.Order, companions, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await Account.Mails(shop, "maria@example.com"),
            mail => Text(mail!["subject"])!.Contains("points", StringComparison.Ordinal));

        await Refused(
            shop, 400, "request.fields", $"customers/{account.Id}/objections/{Guid.NewGuid()}", account.Token,
            new { purposes = new[] { new { purpose = "selling" } } });
    }

    [Fact]
    public async Task Nobody_puts_right_or_objects_for_another_or_long_after_signing_in()
    {
        await using var shop = await TestShop.Start();
        var (maria, other) = (await Account.SignIn(shop), await Account.SignIn(shop, "ana@example.com"));
        string[] paths = [$"rectifications/{Guid.NewGuid()}", $"objections/{Guid.NewGuid()}"];
        object body = new { name = "Eve", purposes = new[] { new { purpose = "tiers" } } };
        await Refused(
            shop, 400, "request.fields", $"customers/{maria.Id}/{paths[0]}", maria.Token, new { name = "Maria" });
        string own = $"/rectifications/{Guid.NewGuid()}";
        await maria.Ask(HttpMethod.Put, own, new { name = "Maria", email = "maria@example.com" });
        await Done(shop, maria, own);
        Assert.Equal("Maria", Text((await maria.Look())["profile"]!["name"]));
        foreach (string path in paths)
            await Refused(shop, 404, "customer.not_signed_in", $"customers/{maria.Id}/{path}", other.Token, body);
        shop.Clock!.Advance(TimeSpan.FromMinutes(16));
        foreach (string path in paths)
            await Refused(shop, 403, "customer.stale_sign_in", $"customers/{maria.Id}/{path}", maria.Token, body);
        foreach (string path in paths)
            Assert.Null(await maria.TryLook($"/{path}"));
    }

    private static async Task<string> CompanionsOf(TestShop shop, string product)
    {
        var store = (Adapters.TableStore)shop.Services.GetService(typeof(Adapters.TableStore))!;
        var found = await store.Find(new Commerce.Id<Commerce.Companions>(product));
        return string.Join(' ', found?.Record.Recent ?? []);
    }

    private static async Task<long> Spent(Account account) =>
        (await account.Look())["tier"]!["spent"]!["amount"]!.GetValue<long>();

    private static async Task<string?> StatusOf(TestShop shop, Shopper shopper) =>
        Text((await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["status"]);

    private static async Task Is(TestShop shop, Shopper shopper, string name, string line, string email)
    {
        var order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        var address = order["address"] ?? order["delivery"]!["address"]!;
        Assert.Equal(
            (name, line, email), (Text(address["name"]), Text(address["line1"]), Text(order["email"])));
    }

    private static string? Short(JsonNode? order, Shopper open, Shopper packed, Shopper old) => Text(order) switch
    {
        null => null,
        var id when id == open.Order => "open",
        var id when id == packed.Order => "packed",
        var id when id == old.Order => "old",
        var id => id,
    };

    internal static async Task<JsonNode> Done(TestShop shop, Account account, string path)
    {
        JsonNode? report = null;
        await shop.Until(
            async () => Text((report = await account.TryLook(path))?["status"]) == "Done", () => $"{path}: {report}");
        return report!;
    }

    private static async Task Refused(TestShop shop, int status, string code, string path, string token, object body)
    {
        var came = await shop.Send(HttpMethod.Put, $"/api/{path}", token, body);
        Assert.Equal((status, code), ((int)came.Status, Text(came.Answer!["code"])));
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}

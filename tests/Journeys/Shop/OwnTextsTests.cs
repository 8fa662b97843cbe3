using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>A merchant's own words: in every mail that the shop writes, and on pages of hers.</summary>
public sealed class OwnTextsTests
{
    private static readonly ShopPolicy Hers = DemoShop.Policy with
    {
        Name = "Kubo & Sons",
        Look = new() { Accent = "#0b5d4e", Paper = "#ffffff", Ink = "#101820" },
        Texts = new()
        {
            Mails =
            [
                .. MailTexts.All.Select(kind => new MailText(
                    kind.Name, $"{Holes(kind)} own {kind.Name}",
                    $"Own words of *{{shop}}*: {Holes(kind)}. See [the terms](/pages/terms).")),
            ],
            Pages =
            [
                new("terms", "Terms of sale", "# Who sells\n\n**We** do, not <script>alert(1)</script>."),
                new("privacy", "Your data", "We keep little."),
            ],
        },
    };

    [Fact]
    public async Task Every_mail_that_the_shop_writes_says_it_in_her_words()
    {
        await using var shop = await Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var account = await Account.SignIn(shop);
        await TryCodes(shop, account);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await shop.Staff(
            HttpMethod.Put, $"orders/{shopper.Order}/corrections/{Guid.NewGuid()}",
            new { email = "maria.santos@example.com" });
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shop.Staff(
            HttpMethod.Put, $"orders/{shopper.Order}/refunds/{Guid.NewGuid()}",
            new { amount = new { amount = 100, currency = "PHP" }, reason = "Goodwill" });
        await CallOff(shop);
        await StaffPerson.Invite(shop, StaffRole.Support);
        await Tell(shop, new Id<Shipment>($"{shopper.Order}-1"));
        await Write(shop, new(shopper.Order), new(account.Id));

        JsonArray mails = [];
        await shop.Until(
            async () =>
            {
                mails = await Mails(shop);
                return MailTexts.All.All(kind => mails.Any(mail => Is(kind, Subject(mail))));
            },
            () => $"a mail of each kind, and not only {string.Join(", ", mails.Select(Subject))}");

        foreach (var mail in mails)
        {
            string subject = Subject(mail), text = $"{mail!["text"]}", html = $"{mail["html"]}";
            Assert.Equal("\"Kubo & Sons\" <orders@likha.example>", $"{mail["from"]}");
            Assert.Contains("Kubo & Sons", subject, StringComparison.Ordinal);
            Assert.StartsWith("Own words of Kubo & Sons: ", text, StringComparison.Ordinal);
            Assert.Contains("See the terms (http://localhost:8080/pages/terms).", text, StringComparison.Ordinal);
            Assert.Contains("<p>Own words of <em>Kubo &amp; Sons</em>: ", html, StringComparison.Ordinal);
            Assert.Contains("a{color:#0b5d4e}", html, StringComparison.Ordinal);
            string shown = html[html.IndexOf("<body", StringComparison.Ordinal)..];
            Assert.DoesNotMatch(@"\{[a-z]+\}", subject + text + shown);
            // What must be said follows.
            Assert.True(text.Split("\n\n").Length > 1, text);
        }
    }

    [Fact]
    public async Task Her_pages_are_listed_and_shown_without_HTML_of_hers_and_stand_before_the_privacy_notice()
    {
        await using var shop = await Start();
        var (_, list) = await shop.Send(HttpMethod.Get, "/api/shop/pages", null);
        Assert.Equal(
            """{"items":[{"slug":"terms","title":"Terms of sale"},{"slug":"privacy","title":"Your data"}]}""",
            list!.ToJsonString());

        var (_, page) = await shop.Send(HttpMethod.Get, "/api/shop/pages/terms", null);
        Assert.Equal(
            ("terms", "Terms of sale",
                "<h2>Who sells</h2>\n<p><strong>We</strong> do, not &lt;script&gt;alert(1)&lt;/script&gt;.</p>"),
            ($"{page!["slug"]}", $"{page["title"]}", $"{page["html"]}"));
        var (status, none) = await shop.Send(HttpMethod.Get, "/api/shop/pages/imprint", null);
        Assert.Equal((HttpStatusCode.NotFound, "page.unknown"), (status, $"{none!["code"]}"));

        var (_, notice) = await shop.Send(HttpMethod.Get, "/api/privacy", null);
        Assert.Equal("<p>We keep little.</p>", $"{notice!["page"]!["html"]}");
        Assert.NotEmpty(notice["parts"]!.AsArray());
    }

    private static async Task<TestShop> Start()
    {
        var shop = await TestShop.Start();
        (await shop.Services.GetRequiredService<Policies>().Set(1, Hers, default)).OrThrow();
        return shop;
    }

    private static string Holes(MailKind kind) =>
        string.Join(' ', kind.Placeholders.Reverse().Select(name => $"{{{name}}}"));

    private static bool Is(MailKind kind, string subject) =>
        subject.EndsWith($" own {kind.Name}", StringComparison.Ordinal);

    private static string Subject(JsonNode? mail) => $"{mail!["subject"]}";

    private static async Task<JsonArray> Mails(TestShop shop)
    {
        using var outside = new HttpClient();
        return (await outside.GetFromJsonAsync<JsonNode>($"{shop.Sandbox.Address}/mail/messages"))!.AsArray();
    }

    /// <summary>Somebody tries codes for an account whose owner has told who she is.</summary>
    private static async Task TryCodes(TestShop shop, Account account)
    {
        const string email = "maria@example.com";
        await account.Ask(HttpMethod.Put, "", new { email, name = "Maria Santos" });
        await account.Ask(
            HttpMethod.Put, $"/consents/{ConsentText.Marketing}", new { allowed = true, textVersion = "2026-11" });
        var signIn = Guid.NewGuid().ToString();
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email });
        int code = int.Parse(await Account.CodeOf(shop, signIn, email));
        for (int wrong = 1; wrong <= 6; wrong++)
            await Account.Enter(shop, signIn, $"{(code + wrong) % 1_000_000:D6}");
    }

    private static async Task CallOff(TestShop shop)
    {
        await shop.Receive("BOWL", 1, 40_000, "BGC");
        var shopper = new Shopper(shop);
        await shopper.FillToFetch("BOWL", "BGC");
        await shopper.Pay();
        await shopper.Reach("ReadyForPickup");
        await PaidAgain.Lapse(shop, shopper);
        await PaidAgain.Asked(shop, shopper);
        await shop.Staff(
            HttpMethod.Put, $"orders/{shopper.Order}/cancellations/{Guid.NewGuid()}", new { reason = "Damaged" });
    }

    /// <summary>What a parcel comes across, as the queues tell it.</summary>
    private static async Task Tell(TestShop shop, Id<Shipment> parcel)
    {
        var messages = shop.Services.GetRequiredService<IMessages>();
        foreach (var status in new[] { ClearanceStatus.Held, ClearanceStatus.Released, ClearanceStatus.Refused })
            await messages.Send(ClearanceTold.Queue, new ClearanceTold(parcel, status, shop.Clock!.GetUtcNow()));
        foreach (var status in new[] { ShipmentStatus.OutForDelivery, ShipmentStatus.DeliveryFailed })
            await messages.Send(ParcelTold.Queue, new ParcelTold(parcel, status, 7));
        foreach (bool reminds in new[] { false, true })
            await messages.Send(PickupTold.Queue, new PickupTold(parcel, reminds));
    }

    /// <summary>Letters that come after long stories, of which other tests tell.</summary>
    private static async Task Write(TestShop shop, Id<Order> bought, Id<Customer> customer)
    {
        using var scope = shop.Services.CreateScope();
        var (services, now) = (scope.ServiceProvider, shop.Clock!.GetUtcNow());
        var order = (await services.GetRequiredService<TableStore>().Find(bought))!.Record;
        await services.GetRequiredService<PointsMail>().Tell(customer, order.Shipments[0], 12, default);

        var supplier = new Supplier(
            new("weavers"), "Weavers of Bohol", "weavers@example.com", 7, new(0, Currency.Php),
            [new("BOWL", new(30_000, Currency.Php), 1)]);
        var purchase = PurchaseOrder.Propose(new(Guid.NewGuid().ToString()), supplier, "MNL", [new("BOWL", 20)], now);
        await services.GetRequiredService<PurchaseMail>().Send(purchase.OrThrow(), supplier, default);

        var story = new BreachStory(now) { PlainWords = "A laptop is gone." };
        var breach = new Breach(new(Guid.NewGuid().ToString()), now, now, story);
        var person = new BreachPerson(new("sample"), breach.Id, customer, default, ["name"]);
        await services.GetRequiredService<IMail>().Send(
            services.GetRequiredService<BreachLetter>().To(breach, person, "maria@example.com"), default);
    }
}

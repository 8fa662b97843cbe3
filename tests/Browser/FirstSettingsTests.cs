using System.Diagnostics;
using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>From a store of which nobody has said anything to its first order.</summary>
public sealed class FirstSettingsTests(Site site)
{
    private const string Sku = "ROSARY-1";
    private static readonly string[] CatalogAndWarehouse = ["Catalog", "Warehouse"];

    [Fact]
    public async Task A_new_owner_opens_her_own_shop_and_its_first_order_costs_what_she_said()
    {
        var watch = Stopwatch.StartNew();
        await using (var early = await site.Visit(at: Site.Empty))
        {
            await early.Open("/");
            await early.Find("not-open").WaitForAsync();
        }

        await using var owner = await site.Visit(at: Site.Empty);
        await SetUp(owner);
        await SayWhoSells(owner);
        await NameIt(owner);
        await SayWhatDeliveryCosts(owner);
        await SayWhereGoodsLie(owner);
        await owner.Press("first-next");
        await owner.Press("first-next");
        await owner.Find("shop-opened").WaitForAsync();
        await Assertions.Expect(owner.Find("shop-opened")).ToContainTextAsync("Tala Rosaries is open.");
        var opened = watch.Elapsed;

        await PutInAProduct(await MakeAKey(owner));
        await using var shopper = await site.Visit(at: Site.Empty);
        await Buy(shopper);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"From an empty store to settings of her own in {opened.TotalSeconds:F1} s, "
            + $"to the first order in {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.DoesNotContain(owner.Complaints, one => one.StartsWith("fault", StringComparison.Ordinal));
    }

    private static async Task SetUp(Visitor owner)
    {
        await owner.Open("/staff/setup");
        await owner.Find("field-secret").FillAsync(Site.EmptySecret);
        await owner.Find("field-name").FillAsync("Tala Mercado");
        await owner.Find("field-email").FillAsync("tala@rosaries.example");
        await owner.Press("set-up");
        await owner.Find("field-password").FillAsync(StaffDesk.Password);
        await owner.Find("field-again").FillAsync(StaffDesk.Password);
        await owner.Press("accept");
        var secret = await owner.Find("totp-secret").InnerTextAsync();
        await owner.Find("field-code").FillAsync(StaffDesk.CodeOf(secret));
        await owner.Press("confirm-totp");
        await owner.Press("codes-kept");
        // Nobody tells her where to go: a shop without settings asks for them.
        await owner.Find("first-next").WaitForAsync();
    }

    private static async Task SayWhoSells(Visitor owner)
    {
        await owner.Find("vat-NotRegistered").CheckAsync();
        await owner.Press("first-next");
        await owner.Find("wrong-seller.name").WaitForAsync();
        await owner.Find("field-seller.name").FillAsync("Tala Mercado");
        await owner.Find("field-seller.address").FillAsync("3 Rizal Street, Lipa, Batangas 4217");
        await owner.Find("field-seller.email").FillAsync("hello@rosaries.example");
        await owner.Find("field-seller.phone").FillAsync("+63 43 756 1234");
        Assert.Empty((await owner.Page.RunAxe()).Violations);
        await owner.Press("first-next");
    }

    private static async Task NameIt(Visitor owner)
    {
        await owner.Find("field-name").FillAsync("Tala Rosaries");
        await owner.Find("field-tagline").FillAsync("Beads from Lipa.");
        await owner.Find("field-look.accent").FillAsync("#24507a");
        await owner.Find("look-preview").WaitForAsync();
        // What she has said outlives the page.
        await owner.Page.ReloadAsync();
        await Assertions.Expect(owner.Find("field-name")).ToHaveValueAsync("Tala Rosaries");
        Assert.Empty((await owner.Page.RunAxe()).Violations);
        await owner.Press("first-next");
    }

    private static async Task SayWhatDeliveryCosts(Visitor owner)
    {
        await owner.Find("serve-mindanao").UncheckAsync();
        await owner.Find("first-zone").Filter(new() { HasText = "Metro Manila" })
            .GetByLabel("Price to Metro Manila").FillAsync("87.50");
        Assert.Empty((await owner.Page.RunAxe()).Violations);
        await owner.Press("first-next");
    }

    private static async Task SayWhereGoodsLie(Visitor owner)
    {
        var where = new Dictionary<string, string>
        {
            ["line1"] = "3 Rizal Street",
            ["city"] = "Lipa",
            ["province"] = "Batangas",
            ["postcode"] = "4217",
            ["phone"] = "+63 43 756 1234",
        };
        foreach (var (part, value) in where)
            await owner.Find($"field-locations[0].address.{part}").FillAsync(value);
        Assert.Empty((await owner.Page.RunAxe()).Violations);
        await owner.Press("first-next");
    }

    private static async Task<string> MakeAKey(Visitor owner)
    {
        await owner.Page.GetByText("Put in your first product").ClickAsync();
        await owner.Find("field-key-name").FillAsync("My products");
        foreach (string role in CatalogAndWarehouse) await owner.Find($"key-{role}").CheckAsync();
        await owner.Press("issue-key");
        return await owner.Find("new-key").Locator("code").InnerTextAsync();
    }

    private static async Task PutInAProduct(string key)
    {
        using var api = new HttpClient { BaseAddress = Site.Empty };
        api.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await Put(api, "products/olive-rosary", new
        {
            id = "olive-rosary",
            name = "Olive wood rosary",
            maker = new { name = "Tala Mercado", place = "Lipa" },
            category = "Rosaries",
            description = "Fifty-nine beads of olive wood on a knotted cord.",
            care = "Keep it dry.",
            origin = "PH",
            hsCode = "711790",
            featured = 1,
            pictures = new[] { new { url = "/pictures/beeswax-hand-balm.svg", alt = "Beads in a round tin" } },
            options = Array.Empty<object>(),
            variants = new[]
            {
                new
                {
                    sku = Sku,
                    options = new Dictionary<string, string>(),
                    prices = new[] { new { price = new { amount = 45_000, currency = "PHP" } } },
                    weightGrams = 60,
                },
            },
        });
        var cost = new { amount = 20_000, currency = "PHP" };
        var receipt = new { sku = Sku, location = "MAIN", quantity = 5, unitCost = cost };
        await Put(api, $"receipts/{Guid.NewGuid()}", receipt);
        await Put(api, $"publications/{Guid.NewGuid()}", new { });
    }

    private static async Task Put(HttpClient api, string path, object body)
    {
        using var answer = await api.PutAsJsonAsync($"/api/staff/{path}", body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task Buy(Visitor shopper)
    {
        // What is published is shown within seconds.
        await shopper.OpenUntil("/", "product-card");
        await Assertions.Expect(shopper.Page.Locator("footer")).ToContainTextAsync("No VAT is charged.");
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        await Assertions.Expect(shopper.Find("pay")).ToContainTextAsync("537.50");
        await shopper.Pay(Shopping.GoodCard);
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("timeline-entry", "Placed", 60);
        var receipt = shopper.Find("receipt");
        await Assertions.Expect(receipt).ToContainTextAsync("\u20b187.50");
        await Assertions.Expect(receipt.Locator("[data-test=total]")).ToHaveTextAsync("\u20b1537.50");
        await Assertions.Expect(receipt.Locator("[data-test=tax]")).ToHaveCountAsync(0);
        await Assertions.Expect(receipt).Not.ToContainTextAsync("VAT");
    }
}

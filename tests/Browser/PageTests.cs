using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>What holds for every page, on a phone and on a desktop.</summary>
public sealed class PageTests(Site site)
{
    private static readonly string[] Everybody =
    [
        "/", "/?q=basket", "/?q=nothingofthekind", "/cart", "/checkout", "/account", "/staff", "/unsubscribe/somebody",
        "/pages/terms",
    ];

    // What the Web Content Accessibility Guidelines 2.2 ask, levels A and AA, and what axe recommends beside them.
    private static readonly AxeRunOptions Guidelines = new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
    };

    private static readonly string[] Staff =
    [
        "/staff", "/staff?view=orders&list=delivered", "/staff?view=returns", "/staff?view=poison",
        "/staff?view=ledger", "/staff?view=stock&sku=AMT-NAT", "/staff?view=drift&sku=AMT-NAT",
        "/staff?view=clearances", "/staff?view=purchases", "/staff?view=customers",
        "/staff/settings", "/staff/settings/seller", "/staff/settings/delivery", "/staff/settings/locations",
        "/staff/settings/returns", "/staff/settings/points", "/staff/settings/deadlines", "/staff/settings/texts",
        "/staff/settings/versions", "/staff/settings/versions/1",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_page_has_one_heading_fits_its_screen_and_complains_of_nothing(bool onPhone)
    {
        await using var somebody = await site.Visit(onPhone);
        foreach (string path in Everybody) await Holds(somebody, path);

        await somebody.PutSomethingIntoTheBag();
        await Holds(somebody);
        foreach (string path in new[] { "/cart", "/checkout" }) await Holds(somebody, path);

        await somebody.SignIn();
        // The password alone is answered by asking for the code.
        somebody.Expected(403);
        foreach (string path in Staff) await Holds(somebody, path);
    }

    [Fact]
    public async Task Everything_that_is_found_can_be_narrowed_and_said_in_another_currency()
    {
        await using var shopper = await site.Visit();
        await shopper.Open("/");
        var first = shopper.Find("facet-category").Locator("a[data-value]").First;
        string kind = (await first.GetAttributeAsync("data-value"))!;
        int count = int.Parse(await first.Locator("span").InnerTextAsync(), CultureInfo.InvariantCulture);

        await first.ClickAsync();
        await Assertions.Expect(shopper.Find("product-card")).ToHaveCountAsync(Math.Min(count, 24));
        Assert.Contains(Uri.EscapeDataString(kind[..3]), shopper.Page.Url, StringComparison.Ordinal);

        await shopper.Press("currency-USD");
        await Assertions.Expect(shopper.Find("product-card").First).ToContainTextAsync("$");
    }

    [Fact]
    public async Task What_is_in_the_bag_moves_to_the_other_currency()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.Press("currency-USD");
        await Assertions.Expect(shopper.Find("bag-count")).ToHaveTextAsync("1");
        await shopper.Press("bag");
        await Assertions.Expect(shopper.Find("line-total")).ToContainTextAsync("$");
        await shopper.Press("more");
        await Assertions.Expect(shopper.Find("bag-count")).ToHaveTextAsync("2");
        await shopper.Press("remove");
        await shopper.Find("cart-empty").WaitForAsync();
    }

    [Fact]
    public async Task The_shop_can_be_used_without_a_mouse()
    {
        await using var shopper = await site.Visit();
        await shopper.Open("/");
        await shopper.Find("product-card").First.WaitForAsync();
        await shopper.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(shopper.Page.GetByText("Skip to the content")).ToBeFocusedAsync();

        await shopper.Find("search").FocusAsync();
        await shopper.Page.Keyboard.TypeAsync("basket");
        await shopper.Page.Keyboard.PressAsync("Enter");
        await shopper.Page.WaitForURLAsync("**/?q=basket");
        await shopper.Find("product-card").First.GetByRole(AriaRole.Link).FocusAsync();
        await shopper.Page.Keyboard.PressAsync("Enter");
        await shopper.Find("add-to-cart").FocusAsync();
        await shopper.Page.Keyboard.PressAsync("Enter");
        await shopper.Find("added").WaitForAsync();
    }

    [Fact]
    public async Task An_order_that_is_another_s_is_not_shown()
    {
        await using var stranger = await site.Visit();
        await stranger.Open($"/orders/{Guid.NewGuid()}");
        await stranger.Page.GetByText("We cannot open this order here.").WaitForAsync();
    }

    private static async Task Holds(Visitor somebody, string? path = null)
    {
        if (path is not null) await somebody.Open(path);
        var page = somebody.Page;
        await page.Locator("h1").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        string where = page.Url;

        Assert.True(await page.Locator("h1").CountAsync() == 1, $"{where} should have one h1.");
        int beyond = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(beyond <= 0, $"{where} is {beyond} px wider than its screen.");
        Assert.True(await page.Locator("main").CountAsync() == 1, $"{where} should have one main.");
        Assert.True((await page.TitleAsync()).Length > 0, $"{where} should have a title.");
        var found = await page.RunAxe(Guidelines);
        Assert.Empty(found.Violations.SelectMany(
            rule => rule.Nodes, (rule, node) => $"{where} {rule.Id}: {node.Html}"));
        Assert.Empty(somebody.Complaints);
    }
}

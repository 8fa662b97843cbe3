using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>The staff pages.</summary>
public sealed class StaffTests(Site site)
{
    [Fact]
    public async Task A_wrong_token_opens_nothing()
    {
        await using var somebody = await site.Visit();
        await somebody.Open("/staff");
        await somebody.Find("field-staff-token").FillAsync("guessed");
        await somebody.Press("staff-sign-in");
        await somebody.Find("wrong-staff-token").WaitForAsync();
        await Assertions.Expect(somebody.Find("staff-nav")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Staff_see_why_an_order_stands_where_it_stands()
    {
        await using var shopper = await site.Visit();
        await shopper.Buy();
        await shopper.SeeStatus("timeline-entry", "Placed", 30);
        string id = shopper.Page.Url.Split('/')[^1];

        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Open($"/staff/orders/{id}");
        await staff.SeeStatus("timeline-entry", "Placed", 30);
        Assert.Contains("ana.reyes@example.ph", await staff.Find("receipt").InnerTextAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(await staff.Find("timeline-entry").First.Locator("code").InnerTextAsync());
    }

    [Fact]
    public async Task The_books_balance()
    {
        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Press("view-ledger");
        await Assertions.Expect(staff.Find("balance")).ToContainTextAsync("The books balance.");
    }
}

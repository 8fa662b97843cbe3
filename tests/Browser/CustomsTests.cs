using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Buying across a border, with a shopper on one side and staff on the other.</summary>
[Collection(AddressTests.Borders)]
public sealed partial class CustomsTests(Site site)
{
    private const int UntilHeld = 120;
    private const string Paper = "certificate_of_origin";

    [Fact]
    public async Task What_a_border_asks_is_shown_before_it_is_paid_and_a_held_parcel_goes_on_with_the_paper_it_lacks()
    {
        await Hold();
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        await shopper.Find("field-country").SelectOptionAsync("DE");
        await shopper.Find("field-postcode").FillAsync("10115");
        await shopper.Find("field-phone").FillAsync("+49 30 1234567");

        // Only the shop knows what the border asks: the first press shows it, and pays nothing.
        await shopper.Pay(Shopping.GoodCard);
        await shopper.Find("landed").First.WaitForAsync();
        string border = await shopper.Find("import").First.InnerTextAsync();
        string amount = Amount().Match(await shopper.Find("pay").InnerTextAsync()).Value;

        await shopper.Press("pay");
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("order-status", "OnHoldCustoms", UntilHeld);
        Assert.Equal(border, await shopper.Find("import").InnerTextAsync());
        Assert.Equal(amount, Amount().Match(await shopper.Find("total").InnerTextAsync()).Value);

        await GivesThePaper(shopper.Page.Url.Split('/')[^1]);
        await shopper.SeeStatus("order-status", "Delivered", UntilHeld);
    }

    private async Task GivesThePaper(string order)
    {
        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Press("list-clearances-held");
        await staff.Page.Locator($"[data-test='clearance'][data-id='{order}-1']").GetByRole(AriaRole.Link).ClickAsync();

        // The list that she leaves asks for the paper, too.
        await Assertions.Expect(staff.Page).ToHaveURLAsync(new Regex($"/staff/orders/{order}$"));
        await staff.Find("asked").WaitForAsync();
        await Assertions.Expect(staff.Find("asked")).ToHaveAttributeAsync("data-name", Paper);
        await staff.Find("give-document").SetInputFilesAsync(
            new FilePayload { Name = "note.txt", MimeType = "text/plain", Buffer = "Not a paper."u8.ToArray() });
        await staff.Find("asked").GetByRole(AriaRole.Alert).WaitForAsync();
        byte[] paper = "%PDF-1.7\n%%EOF\n"u8.ToArray();
        await staff.Find("give-document").SetInputFilesAsync(
            new FilePayload { Name = "origin.pdf", MimeType = "application/pdf", Buffer = paper });
        await Assertions.Expect(staff.Find("asked")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
    }

    private static async Task Hold()
    {
        using var sandbox = new HttpClient { BaseAddress = Site.Sandbox };
        using var answer = await sandbox.PutAsJsonAsync("/sandbox/broker/hold", new { asked = new[] { Paper } });
        Assert.True(answer.IsSuccessStatusCode);
    }

    [GeneratedRegex("[0-9][0-9,.]*")]
    private static partial Regex Amount();
}

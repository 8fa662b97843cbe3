using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Sending something back, with a shopper on one side and staff on the other.</summary>
public sealed partial class ReturnTests(Site site)
{
    private const int UntilDelivered = 180;
    private const int UntilRefunded = 180;

    [Fact]
    public async Task What_comes_back_is_refunded_once_staff_have_approved_it()
    {
        await using var shopper = await site.Visit();
        await shopper.Buy();
        await shopper.SeeStatus("order-status", "Delivered", UntilDelivered);
        string order = shopper.Page.Url;

        await shopper.Press("send-back");
        await shopper.Press("return-pick");
        await shopper.Find("return-reason").SelectOptionAsync("WrongSize");
        await shopper.Press("request-return");
        await shopper.Page.WaitForURLAsync(ReturnPage());
        await shopper.SeeStatus("return-status", "Requested", 30);

        await Approve(shopper.Page.Url.Split('/')[^1]);

        await shopper.SeeStatus("timeline-entry", "Refunded", UntilRefunded);
        string refund = await shopper.Find("refund").InnerTextAsync();
        await shopper.Page.GotoAsync(order);
        await Assertions.Expect(shopper.Find("refunded")).ToHaveTextAsync(refund);
        await Assertions.Expect(shopper.Find("return-link")).ToHaveCountAsync(1);
    }

    private async Task Approve(string id)
    {
        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Press("list-returns-to-review");
        var approve = staff.Page.Locator($"[data-test='staff-return'][data-id='{id}'] [data-test='approve']");
        await approve.ClickAsync();
        await Assertions.Expect(approve).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    [GeneratedRegex("/returns/[0-9a-f-]{36}$")]
    private static partial Regex ReturnPage();
}

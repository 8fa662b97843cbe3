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

    [Fact]
    public async Task The_last_day_for_each_reason_is_the_same_on_the_order_and_where_it_is_sent_back()
    {
        await using var shopper = await site.Visit();
        await shopper.Buy();
        await shopper.SeeStatus("order-status", "Delivered", UntilDelivered);
        var said = await shopper.Find("return-dates").Locator("li").AllInnerTextsAsync();
        Assert.Collection(
            said,
            usual => Assert.StartsWith("Changed your mind? Send it back until ", usual, StringComparison.Ordinal),
            fault => Assert.StartsWith("Something wrong with it? Until ", fault, StringComparison.Ordinal));
        Assert.DoesNotContain(said[1].Split("ntil ")[1], said[0], StringComparison.Ordinal);

        await shopper.Press("send-back");
        await Assertions.Expect(shopper.Find("return-dates").Locator("li")).ToHaveTextAsync([.. said]);
    }

    [Fact]
    public async Task What_came_damaged_is_photographed_and_exchanged_for_another()
    {
        await using var shopper = await site.Visit();
        await shopper.Buy();
        await shopper.SeeStatus("order-status", "Delivered", UntilDelivered);
        await shopper.Press("send-back");
        await shopper.Press("return-pick");
        await shopper.Find("return-reason").SelectOptionAsync("Damaged");
        await shopper.Press("remedy-Exchange");
        var instead = shopper.Find("instead").Locator("option:not([disabled])");
        await Assertions.Expect(instead).Not.ToHaveCountAsync(0);
        await shopper.Find("instead").SelectOptionAsync((await instead.First.GetAttributeAsync("value"))!);
        byte[] picture = await shopper.Page.ScreenshotAsync();
        await shopper.Find("add-photos").SetInputFilesAsync(
            new FilePayload { Name = "broken.png", MimeType = "image/png", Buffer = picture });
        await Assertions.Expect(shopper.Find("photo")).ToHaveCountAsync(1);
        await shopper.Press("request-return");
        await shopper.Page.WaitForURLAsync(ReturnPage());
        await shopper.SeeStatus("return-status", "Requested", 30);
        string id = shopper.Page.Url.Split('/')[^1];

        await SeesThePhoto(id);
        await Approve(id);
        await shopper.SeeStatus("timeline-entry", "Exchanged", UntilRefunded);
        await shopper.Find("exchange-order").WaitForAsync();
    }

    private async Task SeesThePhoto(string id)
    {
        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Open($"/staff/returns/{id}");
        await Assertions.Expect(staff.Find("staff-photo")).ToHaveCountAsync(1);
        Assert.True(await staff.Find("staff-photo").EvaluateAsync<int>("one => one.naturalWidth") > 0);
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

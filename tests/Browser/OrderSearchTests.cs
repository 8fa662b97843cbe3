using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Staff find an order in one box.</summary>
public sealed class OrderSearchTests(Site site)
{
    [Fact]
    public async Task Staff_find_an_order_by_its_number_and_by_a_phone_number()
    {
        await using var shopper = await site.Visit();
        await shopper.Buy();
        await shopper.SeeStatus("timeline-entry", "Placed", 30);
        string number = await shopper.Find("order-number").InnerTextAsync();
        string id = shopper.Page.Url.Split('/')[^1].Split('?')[0];

        await using var staff = await site.Visit(onPhone: true);
        await staff.SignIn();
        await Finds(staff, number.ToLowerInvariant(), id);
        await Assertions.Expect(staff.Find("found-order")).ToHaveCountAsync(1);
        await Look(staff, "phone");
        await Finds(staff, "(0917) 123 4567", id);
        await Finds(staff, "reyes", id);
        await staff.Find("find-text").FillAsync("--");
        await staff.Press("find-order");
        await staff.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await staff.Find("find-text").FillAsync("nobody of this name");
        await staff.Press("find-order");
        await Assertions.Expect(staff.Find("found-orders")).ToContainTextAsync("No order for");
        await Assertions.Expect(staff.Find("found-order")).ToHaveCountAsync(0);
        await Finds(staff, "0917 123 4567", id);
        await staff.Page.SetViewportSizeAsync(1280, 900);
        await Look(staff, "desk");
        await staff.Page.Locator($"[data-id='{id}']").GetByRole(AriaRole.Link).ClickAsync();
        await staff.SeeStatus("timeline-entry", "Placed", 30);
        Assert.DoesNotContain("0917", staff.Page.Url, StringComparison.Ordinal);
    }

    // The order becomes findable a moment after it was placed.
    private static async Task Finds(Visitor staff, string text, string id)
    {
        var hers = staff.Find("found-order").And(staff.Page.Locator($"[data-id='{id}']"));
        for (int looks = 0; looks < 30; looks++)
        {
            await staff.Find("find-text").FillAsync(text);
            await staff.Press("find-order");
            await Assertions.Expect(staff.Find("found-orders")).ToContainTextAsync(text);
            if (await hers.CountAsync() == 1) return;
            await Task.Delay(500);
        }

        Assert.Fail($"Nothing of '{text}' leads to {id}: {await staff.Find("found-orders").InnerTextAsync()}");
    }

    // For people to look at; SERVERLESS_PICTURES names the folder.
    private static async Task Look(Visitor visitor, string name)
    {
        if (Environment.GetEnvironmentVariable("SERVERLESS_PICTURES") is not { Length: > 0 } folder) return;
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"find-{name}.png") });
    }
}

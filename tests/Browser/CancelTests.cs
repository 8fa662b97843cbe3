using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>An order is called off: by its shopper on a phone, and in part by staff.</summary>
public sealed class CancelTests(Site site)
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("SERVERLESS_PICTURES");

    [Fact]
    public async Task An_order_is_cancelled_on_a_phone_with_what_follows_said_before()
    {
        await StaffDesk.Robot(on: false);
        try
        {
            await using var shopper = await site.Visit(onPhone: true);
            await shopper.Buy();
            await shopper.SeeStatus("order-status", "Allocated", 60);
            await shopper.Press("cancel");
            await Assertions.Expect(shopper.Find("cancel-follows")).ToContainTextAsync("You are not charged.");
            await Picture(shopper, "cancel-form");
            await Fits(shopper);

            // She thinks better of it once, and then goes on by the keyboard alone.
            await shopper.Press("keep");
            await shopper.Find("cancel").FocusAsync();
            await shopper.Page.Keyboard.PressAsync("Enter");
            await shopper.Find("confirm-cancel").FocusAsync();
            await shopper.Page.Keyboard.PressAsync("Enter");

            await shopper.SeeStatus("order-status", "Cancelled", 60);
            await shopper.SeeStatus("cancellation", "Done", 30);
            await shopper.SeeStatus("payment", "Voided", 30);
            await Assertions.Expect(shopper.Find("cancel")).ToHaveCountAsync(0);
            await Picture(shopper, "cancelled");
            await Fits(shopper);
            Assert.Empty(shopper.Complaints);
        }
        finally
        {
            await StaffDesk.Robot(on: true);
        }
    }

    [Fact]
    public async Task Staff_cancel_a_parcel_that_is_being_picked_and_say_why()
    {
        await StaffDesk.Robot(on: false);
        try
        {
            await using var shopper = await site.Visit();
            await shopper.Buy();
            await shopper.SeeStatus("order-status", "Allocated", 60);
            string order = new Uri(shopper.Page.Url).AbsolutePath.Split('/')[^1];

            await using var staff = await site.Visit();
            await staff.SignIn();
            await staff.Open($"/staff/orders/{order}");
            await staff.Press("pick");
            await staff.SeeStatus("order-status", "Picking", 30);
            await staff.Press("cancel");
            await staff.Find("cancel-reason").SelectOptionAsync("OutOfStock");
            await Picture(staff, "staff-cancel");
            await staff.Press("confirm-cancel");
            await staff.SeeStatus("order-status", "Cancelled", 60);
            await shopper.SeeStatus("order-status", "Cancelled", 60);
        }
        finally
        {
            await StaffDesk.Robot(on: true);
        }
    }

    // Nothing hangs over the edge of a narrow screen.
    private static async Task Fits(Visitor visitor) => Assert.True(await visitor.Page.EvaluateAsync<bool>(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"));

    private static async Task Picture(Visitor visitor, string name)
    {
        if (Pictures is null) return;
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
    }
}

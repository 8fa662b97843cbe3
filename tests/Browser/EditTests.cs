using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>A placed order is changed on its page, by the shopper on a phone and by staff at a desk.</summary>
public sealed class EditTests(Site site)
{
    [Fact]
    public async Task A_shopper_changes_her_order_on_a_phone_and_staff_see_what_it_would_cost()
    {
        await StaffDesk.Rest(true);
        try
        {
            await using var shopper = await site.Visit(onPhone: true);
            await shopper.PutSomethingIntoTheBag();
            await shopper.GoToTheCheckout();
            await shopper.Find("method-express").CheckAsync();
            await shopper.Pay(Shopping.GoodCard);
            await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
            await shopper.SeeStatus("order-status", "Allocated", 30);
            string id = shopper.Page.Url.Split('/')[^1];

            await shopper.Press("edit-order");
            await shopper.Find("field-line1").FillAsync("7 Rizal Avenue");
            await shopper.Find("method-standard").CheckAsync();
            await shopper.Page.Keyboard.PressAsync("Enter");
            await shopper.Find("edit-figures").WaitForAsync();
            await Look(shopper, "phone");
            string now = await shopper.Find("total-after").InnerTextAsync();
            Assert.NotEqual(await shopper.Find("total-before").InnerTextAsync(), now);
            await shopper.Press("take-edit");
            await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
            await Assertions.Expect(shopper.Find("receipt")).ToContainTextAsync("7 Rizal Avenue");
            Assert.Contains(now, await shopper.Find("receipt").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Empty(shopper.Complaints);

            await using var staff = await site.Visit();
            await staff.SignIn();
            await staff.Open($"/staff/orders/{id}");
            await staff.Press("edit-order");
            for (int more = 0; more < 3; more++)
                await staff.Find("edit-line").First.GetByRole(AriaRole.Button).Last.ClickAsync();
            await staff.Press("see-edit");
            await staff.Find("edit-problem").WaitForAsync();
            await Look(staff, "desk");
            Assert.True(await staff.Find("take-edit").IsDisabledAsync());
        }
        finally
        {
            await StaffDesk.Rest(false);
        }
    }

    // For people to look at; SERVERLESS_PICTURES names the folder.
    private static async Task Look(Visitor visitor, string name)
    {
        if (Environment.GetEnvironmentVariable("SERVERLESS_PICTURES") is not { Length: > 0 } folder) return;
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"edit-{name}.png"), FullPage = true });
    }
}

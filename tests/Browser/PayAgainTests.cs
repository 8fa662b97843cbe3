using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>The bank does not keep the money ready any more: she pays again on the page of her order.</summary>
public sealed class PayAgainTests(Site site)
{
    [Fact]
    public async Task A_shopper_on_a_phone_pays_again_after_her_first_card_is_declined_and_her_bank_asks_who_she_is()
    {
        await StaffDesk.Rest(true);
        try
        {
            await using var shopper = await site.Visit(onPhone: true);
            await shopper.Buy();
            await shopper.SeeStatus("order-status", "Allocated", 30);
            await StaffDesk.Lapse(shopper.Page.Url.Split('/')[^1].Split('?')[0]);
            await shopper.Find("pay-again").WaitForAsync();
            await Look(shopper, "asked");

            await shopper.Pay(Shopping.DeclinedCard, "pay-again-now");
            await shopper.Find("pay-again-refused").WaitForAsync();
            await Look(shopper, "declined");
            await shopper.Pay(Shopping.CardWithThreeDSecure, "pay-again-now");
            await shopper.Press("to-bank");
            await shopper.Page.GetByRole(AriaRole.Button, new() { Name = "Complete" }).ClickAsync();
            await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
            await Assertions.Expect(shopper.Find("pay-again")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
            await Look(shopper, "paid");
            Assert.Empty(shopper.Complaints);
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
        await visitor.Page.ScreenshotAsync(
            new() { Path = Path.Combine(folder, $"pay-again-{name}.png"), FullPage = true });
    }
}

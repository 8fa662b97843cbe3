using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>The staff pages.</summary>
public sealed class StaffTests(Site site)
{
    [Fact]
    public async Task A_wrong_password_opens_nothing()
    {
        await using var somebody = await site.Visit();
        await somebody.Open("/staff");
        await somebody.Find("field-email").FillAsync("nobody@staff.example");
        await somebody.Find("field-password").FillAsync("a guess of many");
        await somebody.Press("staff-sign-in");
        await somebody.Find("staff-refused").WaitForAsync();
        await Assertions.Expect(somebody.Find("staff-nav")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Staff_see_why_an_order_stands_where_it_stands_and_correct_where_its_letters_go()
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

        await staff.Press("correct");
        await staff.Find("correct-email").FillAsync("ana.reyes@no server");
        await staff.Press("keep-email");
        await staff.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await staff.Find("correct-email").FillAsync("ana@example.ph");
        await staff.Press("keep-email");
        await Assertions.Expect(staff.Find("receipt")).ToContainTextAsync("ana@example.ph");
    }

    [Fact]
    public async Task Staff_end_a_checkout_that_is_stuck_and_the_shopper_has_read_why_before()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();

        // The provider does not know the shop's key any more, neither to charge nor to give back.
        await StaffDesk.Break("stripe", new { kind = "key", calls = 10_000, path = "/v1/payment_intents" });
        try
        {
            await shopper.Pay(Shopping.GoodCard);
            await Assertions.Expect(shopper.Find("checkout-problem"))
                .ToContainTextAsync("Paying by card is not possible here now.", new() { Timeout = 30_000 });

            await using var staff = await site.Visit();
            await staff.SignIn();
            await staff.Press("list-orders-attention");
            var stuck = staff.Page.Locator("[data-test='staff-order'][data-status='Compensating']").First;
            await stuck.GetByRole(AriaRole.Link).First.ClickAsync();
            await staff.SeeStatus("order-status", "Compensating", 30);
            await staff.Press("end");
            await staff.SeeStatus("order-status", "Failed", 30);
        }
        finally
        {
            await StaffDesk.Mend();
        }

        await shopper.Pay(Shopping.GoodCard);
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("timeline-entry", "Placed", 30);
    }

    [Fact]
    public async Task The_books_balance()
    {
        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Press("view-ledger");
        await Assertions.Expect(staff.Find("balance")).ToContainTextAsync("The books balance.");
    }

    [Fact]
    public async Task What_was_ordered_comes_in_part_and_the_rest_is_given_up()
    {
        // Two of what Balangaw Weavers of the demo catalog sell.
        const string supplier = "af4b5ed8-44da-5020-9ff0-f794848ce0fe";
        string id = $"{Guid.NewGuid()}";
        await StaffDesk.Put($"purchase-orders/{id}", new
        {
            supplier,
            location = "MNL",
            lines = new[] { new { sku = "ISB-IND", quantity = 12 }, new { sku = "ISB-OCH", quantity = 12 } },
        });
        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Press("list-purchases-proposed");
        var row = staff.Page.Locator($"[data-test='purchase-order'][data-id='{id}']");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await staff.SeeStatus("purchase-status", "Proposed", 10);
        await staff.Press("approve-purchase");
        await staff.SeeStatus("purchase-status", "Sent", 60);

        await staff.Page.GetByText("Something came").ClickAsync();
        await Came(staff, "ISB-IND").FillAsync("999");
        await staff.Press("take-in");
        await staff.Page.GetByText("More came than was ordered").WaitForAsync();
        await Came(staff, "ISB-IND").FillAsync("5");
        await staff.Press("take-in");
        await staff.SeeStatus("purchase-status", "PartlyReceived", 30);
        await Assertions.Expect(staff.Find("purchase-receipt")).ToHaveCountAsync(1);

        // What came once is not offered again.
        await Assertions.Expect(Came(staff, "ISB-IND")).ToHaveValueAsync("7");
        await Assertions.Expect(Came(staff, "ISB-OCH")).ToHaveValueAsync("0");
        await staff.Press("close-purchase");
        await staff.SeeStatus("purchase-status", "ClosedShort", 30);
        await Assertions.Expect(staff.Find("received")).ToHaveTextAsync(["5", "12"]);
    }

    private static ILocator Came(Visitor staff, string sku) =>
        staff.Page.Locator($"[data-test='came'][data-sku='{sku}']");
}

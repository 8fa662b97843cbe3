using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Buying, as a shopper sees it.</summary>
public sealed partial class PurchaseTests(Site site)
{
    private const int UntilDelivered = 180;

    [Fact]
    public async Task A_shopper_proves_who_she_is_at_her_bank_and_follows_her_order_to_her_door()
    {
        await using var shopper = await site.Visit(onPhone: true);
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        string amount = Amount().Match(await shopper.Find("pay").InnerTextAsync()).Value;

        await shopper.Pay(Shopping.CardWithThreeDSecure);
        await shopper.Page.GetByRole(AriaRole.Button, new() { Name = "Complete" }).ClickAsync();

        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("order-status", "Delivered", UntilDelivered);
        Assert.Equal(amount, Amount().Match(await shopper.Find("total").InnerTextAsync()).Value);
        Assert.Equal("Captured", await shopper.Find("payment").GetAttributeAsync("data-status"));
        Assert.Contains("VAT", await shopper.Find("receipt").InnerTextAsync(), StringComparison.Ordinal);
        await ShowsEveryStep(shopper, "StockHeld", "AwaitingPayment", "Placed", "Packed", "Shipped", "Delivered");
        await Assertions.Expect(shopper.Find("bag-count")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_declined_card_leaves_the_bag_as_it_was_and_another_card_buys_it()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();

        await shopper.Pay(Shopping.DeclinedCard);
        await shopper.Find("checkout-problem").WaitForAsync();
        Assert.Equal("1", await shopper.Find("bag-count").InnerTextAsync());
        Assert.Equal("Ana Reyes", await shopper.Find("field-name").InputValueAsync());

        await shopper.Pay(Shopping.GoodCard);
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("timeline-entry", "Placed", 30);
    }

    [Fact]
    public async Task What_is_fetched_in_a_store_is_handed_over_for_the_mailed_code()
    {
        string email = $"ana-{Guid.NewGuid():N}@example.ph";
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        await shopper.Find("field-email").FillAsync(email);
        await shopper.Press("way-BGC");
        await Assertions.Expect(shopper.Find("field-line1")).ToHaveCountAsync(0);
        await shopper.Pay(Shopping.GoodCard);
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("order-status", "ReadyForPickup", 90);

        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Open($"/staff/orders/{shopper.Page.Url.Split('/')[^1]}");
        await staff.Find("collection-code").FillAsync(await Mailbox.Find(email, PickupCode()));
        await staff.Press("collect");
        await shopper.SeeStatus("order-status", "PickedUp", 60);
    }

    [Fact]
    public async Task An_answer_that_got_lost_never_orders_twice()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        List<string> asked = [];
        await shopper.Page.RouteAsync("**/api/orders/*", async route =>
        {
            if (route.Request.Method != "PUT")
            {
                await route.ContinueAsync();
                return;
            }

            asked.Add(new Uri(route.Request.Url).AbsolutePath + route.Request.PostData);
            var answer = await route.FetchAsync();
            if (asked.Count == 1) await route.AbortAsync();
            else await route.FulfillAsync(new() { Response = answer });
        });

        await shopper.Pay(Shopping.GoodCard);
        await shopper.Find("unsure").WaitForAsync();
        await shopper.Page.ReloadAsync();

        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("timeline-entry", "Placed", 30);
        Assert.Equal(2, asked.Count);
        Assert.Single(asked.Distinct());
        await shopper.Open("/cart");
        await Assertions.Expect(shopper.Find("my-orders").GetByRole(AriaRole.Link)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_is_missing_is_said_beside_its_box_and_what_was_typed_stays()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        await shopper.Find("field-postcode").FillAsync("12");
        await shopper.Find("field-phone").FillAsync("");

        await shopper.Pay(Shopping.GoodCard);

        await Assertions.Expect(shopper.Find("wrong-phone")).ToBeVisibleAsync();
        await Assertions.Expect(shopper.Find("wrong-postcode")).ToBeVisibleAsync();
        await Assertions.Expect(shopper.Find("field-phone")).ToBeFocusedAsync();
        Assert.Equal("12 Mabini Street", await shopper.Find("field-line1").InputValueAsync());
        await shopper.Page.ReloadAsync();
        await Assertions.Expect(shopper.Find("field-line1")).ToHaveValueAsync("12 Mabini Street");
    }

    private static async Task ShowsEveryStep(Visitor shopper, params string[] statuses)
    {
        foreach (string status in statuses) await shopper.SeeStatus("timeline-entry", status, 5);
    }

    [GeneratedRegex(@"at the counter:\s+(\S+)")]
    private static partial Regex PickupCode();

    [GeneratedRegex("[0-9][0-9,.]*")]
    private static partial Regex Amount();
}

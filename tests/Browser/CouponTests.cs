using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>A coupon, from its code in the bag to the receipt.</summary>
public sealed class CouponTests(Site site)
{
    [Fact]
    public async Task A_code_lowers_the_total_in_the_bag_the_checkout_and_the_receipt()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.Press("bag");
        await shopper.Find("field-coupon").FillAsync("NOBODY-KNOWS");
        await shopper.Press("use-coupon");
        await shopper.Find("wrong-coupon").WaitForAsync();

        string before = await shopper.Find("total").InnerTextAsync();
        await shopper.Find("field-coupon").FillAsync("welcome10");
        await shopper.Press("use-coupon");
        string off = await shopper.Find("coupon").InnerTextAsync();
        Assert.NotEqual(before, await shopper.Find("total").InnerTextAsync());
        await shopper.Press("drop-coupon");
        await Assertions.Expect(shopper.Find("total")).ToHaveTextAsync(before);
        await shopper.Find("field-coupon").FillAsync("WELCOME10");
        await shopper.Press("use-coupon");

        await shopper.Find("coupon").WaitForAsync();
        await shopper.GoToTheCheckout();
        await Assertions.Expect(shopper.Find("coupon").First).ToHaveTextAsync(off);
        await shopper.Pay(Shopping.GoodCard);
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("timeline-entry", "Placed", 30);
        await Assertions.Expect(shopper.Find("coupon").First).ToHaveTextAsync(off);
    }

    [Fact]
    public async Task Where_a_coupon_pays_for_all_of_it_and_she_fetches_it_no_card_is_asked_for()
    {
        await StaffDesk.Put("coupons/ALLOFIT", new { name = "All of it", percent = 100 });
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.Press("bag");
        await shopper.Find("field-coupon").FillAsync("ALLOFIT");
        await shopper.Press("use-coupon");
        await shopper.Find("coupon").WaitForAsync();
        await shopper.Press("checkout");
        await shopper.Find("field-email").FillAsync("ana.reyes@example.ph");
        await shopper.Press("way-BGC");
        await shopper.Find("field-name").FillAsync("Ana Reyes");

        await Assertions.Expect(shopper.Find("pay")).ToHaveTextAsync("Order it, all paid");
        await Assertions.Expect(shopper.Find("card")).ToBeHiddenAsync();
        await shopper.Press("pay");
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("timeline-entry", "Placed", 30);
    }
}

using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Saying where the things should go.</summary>
[Collection(Borders)]
public sealed class AddressTests(Site site)
{
    /// <summary>Who buys abroad, one after another: customs hold the next parcel, whosever it is.</summary>
    public const string Borders = "borders";

    private const int UntilDelivered = 120;

    [Fact]
    public async Task A_country_is_asked_for_its_own_parts_and_a_phone_however_it_is_written()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        await Assertions.Expect(shopper.Page.GetByLabel("Barangay, building or landmark")).ToBeVisibleAsync();

        await shopper.Find("field-country").SelectOptionAsync("US");
        await Assertions.Expect(shopper.Page.GetByLabel("ZIP code")).ToBeVisibleAsync();
        await shopper.Find("field-country").SelectOptionAsync("DE");
        await Assertions.Expect(shopper.Find("field-province")).ToHaveCountAsync(0);
        await shopper.Find("field-name").FillAsync("山田 太郎");
        await shopper.Find("field-city").FillAsync("Berlin");
        await shopper.Find("field-postcode").FillAsync("10115");
        await shopper.Find("field-phone").FillAsync("(030) 1234-567 ext. 12");
        await shopper.Pay(Shopping.GoodCard);

        // Customs cannot read it: she is told so beside the box, and what she typed stays.
        await Assertions.Expect(shopper.Find("wrong-name")).ToContainTextAsync("Latin letters");
        await Assertions.Expect(shopper.Find("field-name")).ToBeFocusedAsync();
        await shopper.Find("field-name").FillAsync("Yamada Tarō");
        await shopper.Press("pay");
        await shopper.Find("landed").First.WaitForAsync();
        await shopper.Press("pay");
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await Assertions.Expect(shopper.Find("receipt").GetByText("10115 Berlin")).ToBeVisibleAsync();
        await shopper.SeeStatus("order-status", "Delivered", UntilDelivered);
    }

    [Fact]
    public async Task A_phone_that_may_be_a_slip_is_asked_about_and_stands_in_nobodys_way()
    {
        await using var shopper = await site.Visit();
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        await shopper.Find("field-country").SelectOptionAsync("DE");
        await shopper.Find("field-postcode").FillAsync("10115");
        await shopper.Find("field-phone").FillAsync("+63 900 123 4567");
        await shopper.Pay(Shopping.GoodCard);
        await shopper.Find("landed").First.WaitForAsync();
        await Assertions.Expect(shopper.Page.GetByText("Is +639001234567 right?")).ToBeVisibleAsync();
        await shopper.Press("pay");
        await shopper.Page.WaitForURLAsync(Shopping.OrderPage());
        await shopper.SeeStatus("order-status", "Delivered", UntilDelivered);
    }
}

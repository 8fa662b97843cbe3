using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>What shoppers do, in their own words.</summary>
public static partial class Shopping
{
    // The provider's documented test cards: docs.stripe.com/testing.
    public const string GoodCard = "4242424242424242";
    public const string DeclinedCard = "4000000000000002";
    public const string CardWithThreeDSecure = "4000002500003155";

    private static readonly Dictionary<string, string> Details = new()
    {
        ["email"] = "ana.reyes@example.ph",
        ["name"] = "Ana Reyes",
        ["phone"] = "0917 123 4567",
        ["line1"] = "12 Mabini Street",
        ["line2"] = "Barangay San Roque",
        ["city"] = "Quezon City",
        ["province"] = "Metro Manila",
        ["postcode"] = "1100",
    };

    /// <summary>Finds something that is there to be had, and puts it into the bag.</summary>
    public static async Task PutSomethingIntoTheBag(this Visitor shopper)
    {
        await shopper.Open("/");
        var there = shopper.Find("product-card").Filter(new() { HasNotText = "Sold out" }).First;
        await there.GetByRole(AriaRole.Link).ClickAsync();
        await shopper.Press("add-to-cart");
        await shopper.Find("added").WaitForAsync();
    }

    /// <summary>Goes from the bag to the checkout and says where the things should go.</summary>
    public static async Task GoToTheCheckout(this Visitor shopper)
    {
        await shopper.Press("bag");
        await shopper.Find("cart-line").First.WaitForAsync();
        await shopper.Press("checkout");
        foreach (var (name, value) in Details) await shopper.Find($"field-{name}").FillAsync(value);
    }

    /// <summary>Types a card into the provider's field and presses the button that says the amount.</summary>
    public static async Task Pay(this Visitor shopper, string card, string button = "pay")
    {
        await shopper.TypeCard(card);
        await shopper.Press(button);
    }

    /// <summary>Buys one thing with a card that needs nothing more.</summary>
    public static async Task Buy(this Visitor shopper)
    {
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        await shopper.Pay(GoodCard);
        await shopper.Page.WaitForURLAsync(OrderPage());
    }

    /// <summary>Signs in with the code out of her mailbox.</summary>
    public static async Task EnterTheMailedCode(this Visitor customer, string email)
    {
        await customer.Find("field-code").FillAsync(await Mailbox.Find(email, SignInCode()));
        await customer.Press("enter-code");
        await customer.Find("points").WaitForAsync();
    }

    /// <summary>An order's own page.</summary>
    [GeneratedRegex("/orders/[0-9a-f-]{36}(\\?|$)")]
    public static partial Regex OrderPage();

    /// <summary>The code in the subject of a letter.</summary>
    [GeneratedRegex("^([0-9]{6}) is your code")]
    public static partial Regex SignInCode();

    private static async Task TypeCard(this Visitor shopper, string card)
    {
        var field = shopper.Find("card");
        await field.Locator("input, iframe").First.WaitForAsync();
        // The provider may draw its boxes on the page or in a frame of its own.
        bool framed = await field.Locator("iframe").CountAsync() > 0;
        var boxes = framed ? field.FrameLocator("iframe").Locator("input") : field.Locator("input");
        await boxes.Nth(0).FillAsync(card);
        await boxes.Nth(1).FillAsync("12/34");
        await boxes.Nth(2).FillAsync("123");
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Who has an account: signed in by a mailed code, with what she bought and what she allows.</summary>
public sealed partial class AccountTests(Site site)
{
    [Fact]
    public async Task A_mailed_code_opens_the_orders_that_were_made_as_a_guest()
    {
        string email = $"maria-{Guid.NewGuid():N}@example.ph";
        await using (var guest = await site.Visit())
        {
            await guest.PutSomethingIntoTheBag();
            await guest.GoToTheCheckout();
            await guest.Find("field-email").FillAsync(email);
            await guest.Pay(Shopping.GoodCard);
            await guest.Page.WaitForURLAsync(Shopping.OrderPage());
        }

        await using var customer = await site.Visit();
        await customer.Open("/account");
        await customer.Find("field-email").FillAsync(email);
        await customer.Press("ask-for-code");
        await customer.Find("field-code").FillAsync("000000");
        await customer.Press("enter-code");
        await customer.Find("wrong-code").WaitForAsync();
        await customer.Find("field-code").FillAsync(await Mailbox.Find(email, Code()));
        await customer.Press("enter-code");

        await customer.Find("points").WaitForAsync();
        await Assertions.Expect(customer.Find("account-order")).ToHaveCountAsync(1);
        await customer.Find("account-order").GetByRole(AriaRole.Link).ClickAsync();
        await customer.Find("order-number").WaitForAsync();
    }

    [GeneratedRegex("^([0-9]{6}) is your code")]
    private static partial Regex Code();
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
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
        await customer.Find("field-code").FillAsync(await CodeFor(email));
        await customer.Press("enter-code");

        await customer.Find("points").WaitForAsync();
        await Assertions.Expect(customer.Find("account-order")).ToHaveCountAsync(1);
        await customer.Find("account-order").GetByRole(AriaRole.Link).ClickAsync();
        await customer.Find("order-number").WaitForAsync();
    }

    /// <summary>The code of the latest mail to somebody; the mail comes a moment after it was asked for.</summary>
    private static async Task<string> CodeFor(string email)
    {
        using var sandbox = new HttpClient { BaseAddress = Site.Sandbox };
        for (int look = 0; look < 60; look++)
        {
            var mails = await sandbox.GetFromJsonAsync<JsonArray>($"/mail/messages?to={Uri.EscapeDataString(email)}");
            var code = mails!.Select(mail => Subject().Match(mail!["subject"]!.GetValue<string>()))
                .FirstOrDefault(match => match.Success);
            if (code is not null) return code.Groups[1].Value;
            await Task.Delay(500);
        }

        throw new InvalidOperationException("No code was mailed within half a minute.");
    }

    [GeneratedRegex("^([0-9]{6}) is your code")]
    private static partial Regex Subject();
}

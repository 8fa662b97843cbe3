using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Who has an account: signed in by a mailed code, with what she bought and what she allows.</summary>
public sealed partial class AccountTests(Site site)
{
    private const string Mails = "marketing-email";

    [Fact]
    public async Task A_mailed_code_opens_what_was_bought_as_a_guest_and_all_that_is_known_of_her()
    {
        string email = $"maria-{Guid.NewGuid():N}@example.ph";
        await using (var guest = await site.Visit()) await Buy(guest, email);

        await using var customer = await site.Visit();
        await customer.Open("/account");
        await customer.Find("field-email").FillAsync(email);
        await customer.Press("ask-for-code");
        await customer.Find("field-code").FillAsync("000000");
        await customer.Press("enter-code");
        await customer.Find("wrong-code").WaitForAsync();
        await customer.EnterTheMailedCode(email);

        await customer.Find("points").WaitForAsync();
        await Assertions.Expect(customer.Find("account-order")).ToHaveCountAsync(1);
        await customer.Find("account-order").GetByRole(AriaRole.Link).ClickAsync();
        await customer.Find("order-number").WaitForAsync();

        // She takes what is known of her with her, and is forgotten.
        await customer.Open("/account");
        var file = await customer.Page.RunAndWaitForDownloadAsync(() => customer.Press("my-data"));
        Assert.Contains(email, await File.ReadAllTextAsync(await file.PathAsync()), StringComparison.Ordinal);
        await customer.Press("ask-to-forget");
        await customer.Press("forget-me");
        await customer.Find("forgotten").WaitForAsync();
    }

    [Fact]
    public async Task The_link_in_the_letter_signs_in_wherever_it_is_followed_and_she_signs_out_everywhere()
    {
        string email = $"lina-{Guid.NewGuid():N}@example.ph";
        await using var desk = await site.Visit();
        await desk.Open("/account");
        await desk.Find("field-email").FillAsync(email);
        await desk.Press("ask-for-code");
        string link = await Mailbox.Find(email, SignInLink());

        await using var phone = await site.Visit();
        await phone.Open(new Uri(link).PathAndQuery + new Uri(link).Fragment);
        await phone.Press("follow-link");
        await phone.Find("points").WaitForAsync();
        Assert.DoesNotContain("sign-in", phone.Page.Url, StringComparison.Ordinal);

        // What it opened is spent: the code in the same letter opens nothing any more.
        await desk.Find("field-code").FillAsync(await Mailbox.Find(email, Shopping.SignInCode()));
        await desk.Press("enter-code");
        await Assertions.Expect(desk.Find("wrong-code")).ToContainTextAsync("used already");

        await phone.Press("sign-out-everywhere");
        await phone.Find("ask-for-code").WaitForAsync();
    }

    [GeneratedRegex(@"within an hour: (\S+)")]
    private static partial Regex SignInLink();

    [Fact]
    public async Task Points_of_one_order_pay_a_part_of_the_next_and_the_link_in_their_mail_ends_such_mails()
    {
        string email = $"rosa-{Guid.NewGuid():N}@example.ph";
        await using var customer = await site.Visit();
        await customer.Open("/account");
        await customer.Find("field-email").FillAsync(email);
        await customer.Press("ask-for-code");
        await customer.EnterTheMailedCode(email);
        await customer.Find($"consent-{Mails}").CheckAsync();
        await Assertions.Expect(customer.Find($"consent-{Mails}")).ToBeEnabledAsync();

        await Buy(customer, email);
        await customer.SeeStatus("order-status", "Delivered", 180);
        string link = await Mailbox.Find(email, EndOfMails());
        await customer.Open("/account");
        int earned = await Points(customer);
        Assert.True(earned > 0);

        await customer.PutSomethingIntoTheBag();
        await customer.Press("bag");
        await customer.Find("use-points").CheckAsync();
        string discount = await customer.Find("discount").InnerTextAsync();
        await customer.GoToTheCheckout();
        await customer.Find("field-email").FillAsync(email);
        await customer.Pay(Shopping.GoodCard);
        await customer.Page.WaitForURLAsync(Shopping.OrderPage());
        await customer.SeeStatus("timeline-entry", "Placed", 30);
        Assert.Equal(discount, await customer.Find("discount").InnerTextAsync());

        await customer.Page.GotoAsync(link);
        await customer.Press("unsubscribe");
        await customer.Find("unsubscribed").WaitForAsync();
        await customer.Open("/account");
        Assert.True(await Points(customer) < earned);
        await Assertions.Expect(customer.Find($"consent-{Mails}")).Not.ToBeCheckedAsync();
        await KnowsHer(email);
    }

    /// <summary>Staff find her by her address, and see what she bought and no longer wants.</summary>
    private async Task KnowsHer(string email)
    {
        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Press("view-customers");
        await staff.Find("field-customer-email").FillAsync("nobody@example.ph");
        await staff.Press("find-customer");
        await staff.Find("wrong-customer-email").WaitForAsync();
        await staff.Find("field-customer-email").FillAsync(email);
        await staff.Press("find-customer");
        await staff.Find("customer-order").First.WaitForAsync();
        await Assertions.Expect(staff.Find("customer-order")).ToHaveCountAsync(2);
        await Assertions.Expect(staff.Page.Locator($"[data-test='customer-consent'][data-purpose='{Mails}']"))
            .ToHaveAttributeAsync("data-allowed", "false");

        await staff.Find("note").FillAsync("She asked for no more mails.");
        await staff.Press("keep-note");
        await Assertions.Expect(staff.Find("customer-note")).ToContainTextAsync("no more mails");
        await staff.Find("customer-order").First.GetByRole(AriaRole.Link).ClickAsync();
        await staff.Press("customer-link");
        await staff.Find("customer-note").WaitForAsync();
        await Assertions.Expect(staff.Find("customer-note")).ToHaveCountAsync(1);
    }

    private static async Task Buy(Visitor customer, string email)
    {
        await customer.PutSomethingIntoTheBag();
        await customer.GoToTheCheckout();
        await customer.Find("field-email").FillAsync(email);
        await customer.Pay(Shopping.GoodCard);
        await customer.Page.WaitForURLAsync(Shopping.OrderPage());
    }

    private static async Task<int> Points(Visitor customer) => int.Parse(
        (await customer.Find("points").InnerTextAsync()).Split(' ')[0], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"No more such mails: (\S+)")]
    private static partial Regex EndOfMails();
}

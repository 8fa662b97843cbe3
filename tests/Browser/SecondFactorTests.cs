using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>A customer locks her account twice, on her phone.</summary>
public sealed class SecondFactorTests(Site site)
{
    [Fact]
    public async Task She_turns_on_a_second_lock_and_is_asked_for_it_on_another_device_alone()
    {
        string email = $"lock-{Guid.NewGuid():N}@example.ph";
        await using var phone = await site.Visit(onPhone: true);
        await phone.Open("/account");
        await phone.Find("field-email").FillAsync(email);
        await phone.Press("ask-for-code");
        string first = await Mailbox.Find(email, Shopping.SignInCode());
        await phone.EnterTheMailedCode(email);
        await phone.Press("turn-factor-on");
        var secret = await phone.Find("totp-secret").InnerTextAsync();
        await phone.Find("field-code").FillAsync("000000");
        await phone.Press("confirm-totp");
        await phone.Find("wrong-code").WaitForAsync();
        await phone.Find("field-code").FillAsync(StaffDesk.CodeOf(secret));
        await phone.Page.Keyboard.PressAsync("Enter");
        await phone.Find("recovery-codes").WaitForAsync();
        var codes = await phone.Find("recovery-codes").Locator("li").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        Assert.Empty((await phone.Page.RunAxe()).Violations);
        await phone.Press("codes-kept");
        await Assertions.Expect(phone.Find("second-factor")).ToHaveAttributeAsync("data-on", "true");
        Assert.True(await phone.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        await using var desk = await site.Visit();
        await desk.Open("/account");
        string second = await Ask(desk, email, first);
        await desk.Find("field-second").FillAsync("000000");
        await desk.Press("enter-code");
        await desk.Find("wrong-second").WaitForAsync();
        await desk.Find("field-second").FillAsync(codes[0]);
        await desk.Press("enter-code");
        await Assertions.Expect(desk.Find("second-factor")).ToContainTextAsync("9 recovery codes left");

        // Where she has shown it, the letter is enough.
        await desk.Press("sign-out");
        await desk.Find("ask-for-code").WaitForAsync();
        await desk.Find("field-email").FillAsync(email);
        await desk.Press("ask-for-code");
        await desk.Find("field-code").FillAsync(
            await Mailbox.Find(email, new Regex($"^(?!{first}|{second})([0-9]{{6}}) is your code")));
        await desk.Press("enter-code");
        await desk.Press("turn-factor-off");
        await desk.Find("field-own-code").FillAsync(codes[1]);
        await desk.Press("show-factor");
        await Assertions.Expect(desk.Find("second-factor")).ToHaveAttributeAsync("data-on", "false");
        Assert.Empty((await desk.Page.RunAxe()).Violations);
    }

    /// <summary>Asks for a letter and enters its code, which is not enough; answers the code.</summary>
    private static async Task<string> Ask(Visitor visitor, string email, string before)
    {
        await visitor.Find("field-email").FillAsync(email);
        await visitor.Press("ask-for-code");
        string code = await Mailbox.Find(email, new Regex($"^(?!{before})([0-9]{{6}}) is your code"));
        await visitor.Find("field-code").FillAsync(code);
        await visitor.Press("enter-code");
        await visitor.Find("field-second").WaitForAsync();
        return code;
    }
}

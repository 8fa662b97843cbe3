using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Passkeys in a real browser, with an authenticator that Chromium plays.</summary>
public sealed class StaffPasskeyTests(Site site)
{
    [Fact]
    public async Task An_owner_adds_a_passkey_and_comes_back_with_it_alone_and_not_without_her_finger()
    {
        await using var owner = await site.Visit();
        await owner.SignIn();
        var (browser, authenticator) = await PlugIn(owner.Page);
        await owner.Open("/staff/security");
        await owner.Press("add-passkey");
        await owner.Find("field-passkey-name").FillAsync("Laptop in the office");
        await owner.Press("make-passkey");
        await Assertions.Expect(owner.Find("passkey")).ToContainTextAsync("not used yet");
        Assert.Empty((await owner.Page.RunAxe()).Violations);

        // The same authenticator has one of hers already.
        await owner.Press("add-passkey");
        await owner.Find("field-passkey-name").FillAsync("The same again");
        await owner.Press("make-passkey");
        await owner.Find("passkey-refused").WaitForAsync();
        await Assertions.Expect(owner.Find("passkey")).ToHaveCountAsync(1);

        await owner.Press("staff-sign-out");
        await Verify(browser, authenticator, isVerified: false);
        await owner.Press("sign-in-passkey");
        await owner.Find("staff-refused").WaitForAsync();
        await Assertions.Expect(owner.Find("staff-bar")).ToHaveCountAsync(0);
        Assert.Empty((await owner.Page.RunAxe()).Violations);

        await Verify(browser, authenticator, isVerified: true);
        await owner.Press("sign-in-passkey");
        await owner.Find("staff-bar").WaitForAsync();
        await owner.Open("/staff/security");
        await Assertions.Expect(owner.Find("passkey")).ToContainTextAsync("last used");

        await owner.Press("remove-passkey");
        await owner.Press("remove-passkey-surely");
        await Assertions.Expect(owner.Find("passkey")).ToHaveCountAsync(0);
        await owner.Press("staff-sign-out");
        await owner.Press("sign-in-passkey");
        await owner.Find("staff-refused").WaitForAsync();
        owner.Expected(403);
        Assert.Empty(owner.Complaints);
    }

    [Fact]
    public async Task Who_is_invited_adds_a_passkey_on_her_phone_in_place_of_an_authenticator()
    {
        var (id, email, token) = await StaffDesk.Invite("Warehouse");
        await using var mona = await site.Visit(onPhone: true);
        await PlugIn(mona.Page);
        await mona.Open($"/staff/invitation#{id}.{token}");
        await mona.Find("field-password").FillAsync(StaffDesk.Password);
        await mona.Find("field-again").FillAsync(StaffDesk.Password);
        await mona.Press("accept");
        await mona.Find("totp-secret").WaitForAsync();

        // She leaves that page, and is asked for a second factor before anything else.
        await mona.Open("/staff");
        await mona.Press("add-passkey");
        await mona.Find("field-passkey-name").FillAsync("My phone");
        await mona.Page.Keyboard.PressAsync("Enter");
        await mona.Find("staff-nav").WaitForAsync();
        await mona.Press("staff-sign-out");

        // Beside her password it is the second thing that she shows.
        await mona.Find("field-email").FillAsync(email);
        await mona.Find("field-password").FillAsync(StaffDesk.Password);
        await mona.Press("staff-sign-in");
        await mona.Find("field-code").WaitForAsync();
        Assert.Empty((await mona.Page.RunAxe()).Violations);
        await mona.Press("sign-in-passkey");
        await mona.Find("staff-nav").WaitForAsync();
    }

    [Fact]
    public async Task Under_a_number_for_an_address_the_page_says_why_there_are_no_passkeys()
    {
        await using var owner = await site.Visit();
        await owner.Open($"http://127.0.0.1:{Site.Address.Port}/staff");
        await owner.SignInHere();
        await owner.Page.GotoAsync($"http://127.0.0.1:{Site.Address.Port}/staff/security");
        await Assertions.Expect(owner.Find("no-passkeys")).ToContainTextAsync($"http://localhost:{Site.Address.Port}");
        await Assertions.Expect(owner.Find("add-passkey")).ToHaveCountAsync(0);
    }

    private static async Task<(ICDPSession Browser, string Authenticator)> PlugIn(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        var added = await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return (browser, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private static Task<JsonElement?> Verify(ICDPSession browser, string authenticator, bool isVerified) =>
        browser.SendAsync("WebAuthn.setUserVerified", new()
        {
            ["authenticatorId"] = authenticator,
            ["isUserVerified"] = isVerified,
        });
}

using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Staff sign in with an account elsewhere: the sandbox's own issuer.</summary>
public sealed class LoginTests(Site site)
{
    [Fact]
    public async Task Who_is_invited_joins_with_an_account_and_comes_back_with_it_by_a_button()
    {
        var (id, email, token) = await StaffDesk.Invite("Warehouse");
        await using var mona = await site.Visit(onPhone: true);
        await mona.Open($"/staff/invitation#{id}.{token}");
        await mona.Press("issuer-sandbox");
        await Choose(mona, email);
        await mona.Find("staff-nav").WaitForAsync();

        // Her account is her only way in, and her page says which it is.
        await mona.Open("/staff/security");
        await Assertions.Expect(mona.Find("login")).ToContainTextAsync(email);
        await Assertions.Expect(mona.Find("field-old")).ToHaveCountAsync(0);
        Assert.Empty((await mona.Page.RunAxe()).Violations);
        await mona.Press("unlink");
        await mona.Find("login-refused").WaitForAsync();
        mona.Expected(409);

        // By the button, from the page that she wanted to see; without a mouse.
        await mona.Press("staff-sign-out");
        await mona.Open("/staff/security");
        await mona.Find("issuer-sandbox").FocusAsync();
        Assert.Empty((await mona.Page.RunAxe()).Violations);
        await mona.Page.Keyboard.PressAsync("Enter");
        await Choose(mona, email);
        await mona.Find("login").WaitForAsync();
        Assert.EndsWith("/staff/security", mona.Page.Url, StringComparison.Ordinal);
        Assert.Empty(mona.Complaints);
    }

    [Fact]
    public async Task Who_is_nobody_here_is_told_so_and_goes_back()
    {
        await using var stranger = await site.Visit();
        await stranger.Open("/staff");
        await stranger.Press("issuer-sandbox");
        await Choose(stranger, $"{Guid.NewGuid():N}@elsewhere.example");
        await Assertions.Expect(stranger.Find("oidc-refused")).ToContainTextAsync("Nobody signs in here");
        stranger.Expected(403);
        Assert.Empty((await stranger.Page.RunAxe()).Violations);
        await stranger.Press("oidc-back");
        await stranger.Find("field-email").WaitForAsync();
    }

    private static async Task Choose(Visitor visitor, string email)
    {
        // The page that one comes from has a field of this name as well.
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Who are you?" }).WaitForAsync();
        await visitor.Page.GetByLabel("E-mail", new() { Exact = true }).FillAsync(email);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
    }
}

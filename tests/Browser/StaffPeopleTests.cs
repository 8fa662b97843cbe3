using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>How people come to work in the shop, and what owners see of them.</summary>
public sealed class StaffPeopleTests(Site site)
{
    [Fact]
    public async Task Who_is_invited_joins_with_a_second_factor_and_comes_back_with_it()
    {
        var (id, email, token) = await StaffDesk.Invite("Warehouse");
        await using var mona = await site.Visit(onPhone: true);
        await mona.Open($"/staff/invitation#{id}.{token}");
        await mona.Find("field-password").FillAsync(StaffDesk.Password);
        await mona.Find("field-again").FillAsync(StaffDesk.Password);
        await mona.Press("accept");
        var secret = await mona.Find("totp-secret").InnerTextAsync();
        await mona.Find("field-code").FillAsync(StaffDesk.CodeOf(secret));
        await mona.Press("confirm-totp");
        await mona.Find("recovery-codes").WaitForAsync();
        var codes = await mona.Find("recovery-codes").Locator("li").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        await mona.Press("codes-kept");
        await mona.Find("staff-nav").WaitForAsync();

        // A page that is loaded anew knows her by the cookie; owners' places are not hers.
        await mona.Open("/staff/security");
        await mona.Find("session").WaitForAsync();
        await Assertions.Expect(mona.Find("staff-bar")).Not.ToContainTextAsync("People");
        await mona.Press("staff-sign-out");
        await mona.SignIn(email, codes[0]);
        await mona.Find("session").First.WaitForAsync();
        Assert.Empty((await mona.Page.RunAxe()).Violations);
    }

    [Fact]
    public async Task An_owner_invites_gives_roles_makes_a_key_and_sees_it_all_on_the_trail()
    {
        await using var owner = await site.Visit();
        await owner.SignIn();
        await owner.Open("/staff/people");
        await owner.Find("field-name").FillAsync("Paolo Cruz");
        var email = $"paolo-{Guid.NewGuid():N}@staff.example";
        await owner.Find("field-email").FillAsync(email);
        await owner.Find("invite-Books").CheckAsync();
        await owner.Press("invite");
        var paolo = owner.Page.Locator($"[data-test=person][data-email='{email}']");
        await paolo.WaitForAsync();
        await paolo.Locator("[data-test=change-roles]").ClickAsync();
        await paolo.Locator("input[value=Support]").CheckAsync();
        await paolo.Locator("[data-test=keep-roles]").ClickAsync();
        await Assertions.Expect(paolo).ToContainTextAsync(new Regex("Books.*Support", RegexOptions.Singleline));
        Assert.Empty((await owner.Page.RunAxe()).Violations);

        await owner.Open("/staff/keys");
        await owner.Find("field-key-name").FillAsync("Bookkeeping");
        await owner.Find("key-Books").CheckAsync();
        await owner.Press("issue-key");
        var key = await owner.Find("new-key").Locator("code").InnerTextAsync();
        Assert.StartsWith("skey_", key, StringComparison.Ordinal);
        using var api = new HttpClient { BaseAddress = Site.Address };
        api.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.True((await api.GetAsync("/api/staff/ledger/balance")).IsSuccessStatusCode);
        Assert.Empty((await owner.Page.RunAxe()).Violations);

        await owner.Open("/staff/audit");
        await owner.Page.Locator("[data-test=audit-line][data-what=PutStaffRoles]").First.WaitForAsync();
        Assert.Empty((await owner.Page.RunAxe()).Violations);
    }
}

using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Staff handle a leak from the first sentence to the closed case.</summary>
public sealed class BreachTests(Site site)
{
    [Fact]
    public async Task Staff_keep_the_clock_find_whom_it_concerns_and_tell_them()
    {
        string email = $"lena-{Guid.NewGuid():N}@example.ph";
        await using (var guest = await site.Visit())
        {
            await guest.PutSomethingIntoTheBag();
            await guest.GoToTheCheckout();
            await guest.Find("field-email").FillAsync(email);
            await guest.Pay(Shopping.GoodCard);
            await guest.Page.WaitForURLAsync(Shopping.OrderPage());
        }

        await using var staff = await site.Visit();
        await staff.SignIn();
        await staff.Press("list-breaches-open");
        await staff.Press("open-breach");
        await staff.Press("start-clock");
        await staff.Page.GetByText("Say what is known").WaitForAsync();
        await staff.Find("breach-happened").FillAsync("A copy of the orders was on a lost laptop.");
        await staff.Press("start-clock");
        await staff.Find("breach-story").WaitForAsync();
        await Assertions.Expect(staff.Find("breach-clock")).ToContainTextAsync("left");

        foreach (string field in new[] { "plainWords", "consequences", "measures", "mitigation", "advice" })
            await staff.Find($"breach-{field}").FillAsync($"What there is to say of {field}.");
        await staff.Find("breach-kind-orders").CheckAsync();
        await staff.Find("breach-acquired").SelectOptionAsync("false");
        await staff.Find("breach-noRisk").SelectOptionAsync("true");
        await staff.Find("field-contactName").FillAsync("Dina Ocampo");
        await staff.Find("field-contactEmail").FillAsync("dpo@likha.example");
        await staff.Press("keep-story");
        await Assertions.Expect(staff.Page.Locator("[data-party='Eu']")).ToContainTextAsync("Need not be told");
        await Write(staff, email);
        await Settle(staff);
        Assert.DoesNotContain(staff.Complaints, one => one.StartsWith("fault", StringComparison.Ordinal));
    }

    private static async Task Write(Visitor staff, string email)
    {
        await staff.Press("look-for-people");
        await staff.Find("breach-people").WaitForAsync();
        await staff.Press("read-letter");
        await Assertions.Expect(staff.Find("breach-letter")).ToContainTextAsync("of plainWords");
        await staff.Press("send-letters");
        await Assertions.Expect(staff.Page.Locator("[data-party='People']")).ToHaveAttributeAsync(
            "data-told", "true", new() { Timeout = 60_000 });
        Assert.Contains("plainWords", await Mailbox.Find(email, new("(What there is to say of plainWords)")));
    }

    private static async Task Settle(Visitor staff)
    {
        var notice = await staff.Page.RunAndWaitForDownloadAsync(() => staff.Press("notice-Npc"));
        Assert.Contains(
            "lost laptop", await File.ReadAllTextAsync(await notice.PathAsync()), StringComparison.Ordinal);
        foreach (string party in new[] { "Npc", "Eu" })
        {
            await staff.Find($"reason-{party}").FillAsync("Nobody got it.");
            await staff.Press($"not-told-{party}");
            await Assertions.Expect(staff.Page.Locator($"[data-party='{party}']"))
                .ToHaveAttributeAsync("data-told", "false");
        }

        await staff.Press("close-breach");
        await staff.Page.Locator("[data-test='breach-status'][data-status='Closed']").WaitForAsync();
    }
}

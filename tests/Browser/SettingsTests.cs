using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>What owners change of their shop, and what shoppers see of it.</summary>
public sealed class SettingsTests(Site site)
{
    private const string Price = "deliveryMethods[0].prices.PHP";

    [Fact]
    public async Task A_price_that_is_changed_on_a_phone_is_what_the_checkout_asks_for()
    {
        await using var owner = await site.Visit(onPhone: true);
        await owner.SignIn();
        await owner.Open("/staff/settings/delivery");
        string before = await owner.Find($"field-{Price}").InputValueAsync();
        await owner.Find($"field-{Price}").FillAsync("half");
        await owner.Page.GetByText("An amount, such as").WaitForAsync();
        await owner.Find($"field-{Price}").FillAsync("133.25");
        await owner.Press("save-settings");
        await Assertions.Expect(owner.Find("save-told")).ToContainTextAsync("Saved.");

        await using var shopper = await site.Visit(onPhone: true);
        await shopper.PutSomethingIntoTheBag();
        await shopper.GoToTheCheckout();
        var way = shopper.Page.Locator("label").Filter(new() { Has = shopper.Find("method-standard") });
        await Assertions.Expect(way).ToContainTextAsync("133.25");

        await owner.Press("undo");
        await Assertions.Expect(owner.Find("save-told")).ToContainTextAsync("Undone");
        await Assertions.Expect(owner.Find($"field-{Price}")).ToHaveValueAsync(before);
    }

    [Fact]
    public async Task Of_two_owners_who_write_at_once_neither_loses_anything_and_a_version_can_hold_again()
    {
        await using var ines = await site.Visit();
        await ines.SignIn();
        await ines.Open("/staff/settings");
        string tagline = await ines.Find("field-tagline").InputValueAsync();
        await ines.Find("field-tagline").FillAsync("Written by Ines.");

        await using var paolo = await site.Visit();
        await paolo.SignIn();
        await paolo.Open("/staff/settings/returns");
        await paolo.Find("field-returns.window").FillAsync("44");
        await paolo.Press("save-settings");
        await Assertions.Expect(paolo.Find("save-told")).ToContainTextAsync("Saved.");

        await ines.Press("save-settings");
        await Assertions.Expect(ines.Find("settings-meanwhile")).ToContainTextAsync("44 days");
        await Assertions.Expect(ines.Find("field-tagline")).ToHaveValueAsync("Written by Ines.");
        await ines.Press("save-settings");
        await Assertions.Expect(ines.Find("save-told")).ToContainTextAsync("Saved.");
        await ines.Press("undo");
        await Assertions.Expect(ines.Find("save-told")).ToContainTextAsync("Undone");
        await ines.Open("/staff/settings");
        await Assertions.Expect(ines.Find("field-tagline")).ToHaveValueAsync(tagline);
        await ines.Open("/staff/settings/returns");
        await Assertions.Expect(ines.Find("field-returns.window")).ToHaveValueAsync("44");

        // All that both did is on the list; what held before Paolo came holds again.
        await ines.Open("/staff/settings/versions");
        var rows = ines.Find("settings-version");
        await rows.Nth(3).GetByRole(AriaRole.Link).ClickAsync();
        await ines.Press("restore-version");
        await rows.First.WaitForAsync();
        await ines.Open("/staff/settings/returns");
        await Assertions.Expect(ines.Find("field-returns.window")).Not.ToHaveValueAsync("44");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_box_and_nothing_unsaved_is_left_unasked()
    {
        await using var owner = await site.Visit();
        await owner.SignIn();
        await owner.Open("/staff/settings");
        await owner.Find("field-name").FillAsync("");
        await owner.Page.GetByText("Points and tiers").ClickAsync();
        await owner.Press("save-settings");
        await owner.Find("settings-faults").GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(owner.Find("field-name")).ToBeFocusedAsync();
        await owner.Find("wrong-name").WaitForAsync();

        await owner.Find("staff-bar").GetByText("Desk").ClickAsync();
        await owner.Find("leaving").WaitForAsync();
        await owner.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(owner.Find("field-name")).ToHaveValueAsync("");
        await owner.Find("staff-bar").GetByText("Desk").ClickAsync();
        await owner.Page.GetByText("Discard them").ClickAsync();
        await owner.Find("staff-nav").WaitForAsync();
        owner.Expected(400);
    }
}

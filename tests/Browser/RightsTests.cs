using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>What she asks about her data in her account, and in whose words she is asked.</summary>
public sealed class RightsTests(Site site)
{
    [Fact]
    public async Task She_puts_right_who_she_is_and_objects_with_the_keyboard_alone()
    {
        string email = $"rita-{Guid.NewGuid():N}@example.ph";
        await using var customer = await SignedIn(email);
        await customer.Find("put-right").FocusAsync();
        await customer.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(customer.Find("field-email")).ToBeFocusedAsync();
        await customer.Find("field-email").FillAsync(email);
        await customer.Find("field-name").FillAsync("Rita Cruz");
        await customer.Find("field-phone").FillAsync("0917 555 0101");
        await customer.Find("field-phone").PressAsync("Enter");
        await customer.Find("rectified").WaitForAsync();
        await Assertions.Expect(customer.Find("rectified")).ToContainTextAsync("Done.");

        await customer.Find("ask-to-object").FocusAsync();
        await customer.Page.Keyboard.PressAsync("Enter");
        await customer.Press("object");
        await customer.Page.GetByText("Choose what you object to first.").WaitForAsync();
        await customer.Find("object-tiers").FocusAsync();
        await customer.Page.Keyboard.PressAsync("Space");
        await customer.Find("object-delivery").CheckAsync();
        await customer.Find("object").FocusAsync();
        await customer.Page.Keyboard.PressAsync("Enter");
        await customer.Find("objected").WaitForAsync();
        await Assertions.Expect(customer.Page.Locator("[data-test='objected'] [data-stopped='true']"))
            .ToHaveCountAsync(1);
        await Assertions.Expect(customer.Find("consent-tiers")).Not.ToBeCheckedAsync();
        await customer.Page.ReloadAsync();
        await Assertions.Expect(customer.Find("field-name")).ToHaveValueAsync("Rita Cruz");
        Assert.DoesNotContain(customer.Complaints, one => one.StartsWith("fault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_purpose_is_asked_for_in_the_registers_words_where_she_signs_in_and_where_she_buys()
    {
        using var api = new HttpClient { BaseAddress = Site.Address };
        var notice = (await api.GetFromJsonAsync<JsonNode>("/api/privacy"))!["consents"]!.AsArray();
        string email = $"nina-{Guid.NewGuid():N}@example.ph";
        await using var customer = await SignedIn(email);
        await Shows(customer, [.. notice.Select(one => one!)]);

        // What needs a yes is asked for at the checkout as long as she has not answered.
        await customer.PutSomethingIntoTheBag();
        await customer.GoToTheCheckout();
        await customer.Find("consent-ask").WaitForAsync();
        var needed = notice.Select(one => one!).Where(one => !one["unlessObjected"]!.GetValue<bool>()).ToList();
        Assert.NotEmpty(needed);
        await Shows(customer, needed);
        string purpose = needed[0]["purpose"]!.GetValue<string>();
        await customer.Find($"consent-{purpose}").CheckAsync();
        await Assertions.Expect(customer.Find($"consent-{purpose}")).ToBeEnabledAsync();
        await customer.Open("/account");
        await Assertions.Expect(customer.Find($"consent-{purpose}")).ToBeCheckedAsync();
        await customer.Find($"consent-{purpose}").UncheckAsync();
        await Assertions.Expect(customer.Find($"consent-{purpose}")).ToBeEnabledAsync();
        await customer.Open("/checkout");
        await customer.Find("pay").WaitForAsync();
        await Assertions.Expect(customer.Find("consent-ask")).ToHaveCountAsync(0);
    }

    private static async Task Shows(Visitor customer, List<JsonNode> asked)
    {
        var words = customer.Find("consent-words");
        await Assertions.Expect(words).ToHaveCountAsync(asked.Count);
        for (int at = 0; at < asked.Count; at++)
        {
            var one = words.Nth(at);
            await Assertions.Expect(one).ToHaveTextAsync(asked[at]["text"]!.GetValue<string>());
            await Assertions.Expect(one).ToHaveAttributeAsync("data-version", asked[at]["version"]!.GetValue<string>());
            await Assertions.Expect(one).ToHaveAttributeAsync("data-purpose", asked[at]["purpose"]!.GetValue<string>());
        }
    }

    private async Task<Visitor> SignedIn(string email)
    {
        var customer = await site.Visit();
        await customer.Open("/account");
        await customer.Find("field-email").FillAsync(email);
        await customer.Press("ask-for-code");
        await customer.EnterTheMailedCode(email);
        await customer.Find("points").WaitForAsync();
        return customer;
    }
}

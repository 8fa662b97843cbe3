using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>The shop's mails as they look in a mail program: on a phone and on a desk, by day and by night.</summary>
public sealed class LetterTests(Site site)
{
    [Fact]
    public async Task Every_letter_fits_a_phone_by_day_and_by_night_and_is_read_out_in_order()
    {
        await using var shopper = await site.Visit();
        await shopper.Buy();
        string order = new Uri(shopper.Page.Url).Segments[^1];
        foreach (string subject in new[] { "Your order", "On its way", "Arriving today", "Delivered" })
        {
            string html = await Letter(order, subject);
            foreach (int width in new[] { 375, 600 })
                foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await shopper.Page.SetViewportSizeAsync(width, 900);
                    await shopper.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                    await shopper.Page.SetContentAsync(html);
                    Assert.Equal(width, await shopper.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
                }

            Assert.Equal(1, await shopper.Page.Locator("h1").CountAsync());
            Assert.Equal("en", await shopper.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.Equal(0, await shopper.Page.Locator("img:not([alt])").CountAsync());
            Assert.Equal(0, await shopper.Page.Locator("table:not([role=presentation]):not(.goods)").CountAsync());
        }
    }

    private static async Task<string> Letter(string order, string subject)
    {
        using var sandbox = new HttpClient { BaseAddress = Site.Sandbox };
        for (int look = 0; look < 120; look++)
        {
            var mails = await sandbox.GetFromJsonAsync<JsonArray>("/mail/messages?limit=1000");
            var found = mails!.FirstOrDefault(mail =>
                $"{mail!["subject"]}".StartsWith(subject, StringComparison.Ordinal)
                && $"{mail["text"]}".Contains(order, StringComparison.Ordinal));
            if (found is not null) return $"{found["html"]}";
            await Task.Delay(500);
        }

        throw new InvalidOperationException($"No mail '{subject}' about {order} came.");
    }
}

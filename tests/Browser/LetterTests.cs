using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>The shop's mails as they look in a mail program: on a phone and on a desk, by day and by night.</summary>
public sealed class LetterTests(Site site)
{
    private static readonly string[] OfSent =
        ["Your order", "On its way", "Arriving today", "Delivered", "Your refund"];

    private static readonly string[] OfCancelled = ["Please pay again", "Your order", "Cancelled"];

    [Fact]
    public async Task Every_letter_fits_a_phone_by_day_and_by_night_and_is_read_out_in_order()
    {
        await using var shopper = await site.Visit();
        await shopper.Buy();
        string order = new Uri(shopper.Page.Url).Segments[^1];
        await GoodwillFor(order);
        string second = await NeverSent(shopper);
        var letters = OfSent.Select(subject => (order, subject))
            .Concat(OfCancelled.Select(subject => (second, subject)));
        foreach (var (of, subject) in letters)
        {
            string html = await Letter(of, subject);
            foreach (int width in new[] { 375, 600 })
                foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await shopper.Page.SetViewportSizeAsync(width, 900);
                    await shopper.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                    await shopper.Page.SetContentAsync(html);
                    await Look(shopper, $"{subject}-{width}-{scheme}");
                    Assert.Equal(width, await shopper.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
                }

            Assert.Equal(1, await shopper.Page.Locator("h1").CountAsync());
            Assert.Equal("en", await shopper.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.Equal(0, await shopper.Page.Locator("img:not([alt])").CountAsync());
            Assert.Equal(0, await shopper.Page.Locator("table:not([role=presentation]):not(.goods)").CountAsync());
        }
    }

    // Staff give a little back once it has been paid for.
    private static async Task GoodwillFor(string order)
    {
        await Letter(order, "Delivered");
        await StaffDesk.Put(
            $"orders/{order}/refunds/{Guid.NewGuid()}",
            new { amount = new { amount = 5_000, currency = "PHP" }, reason = "Goodwill" });
    }

    /// <summary>An order whose bank lets go of the money, and that is cancelled then; it also was changed.</summary>
    private static async Task<string> NeverSent(Visitor shopper)
    {
        await StaffDesk.Rest(true);
        try
        {
            await shopper.Buy();
            await shopper.SeeStatus("order-status", "Allocated", 30);
            string order = new Uri(shopper.Page.Url).Segments[^1];
            await StaffDesk.Put(
                $"orders/{order}/corrections/{Guid.NewGuid()}", new { email = "ana.cruz.reyes@example.ph" });
            await StaffDesk.Lapse(order);
            await Letter(order, "Please pay again");
            await StaffDesk.Put($"orders/{order}/cancellations/{Guid.NewGuid()}", new { reason = "Unpaid" });
            return order;
        }
        finally
        {
            await StaffDesk.Rest(false);
        }
    }

    // For people to look at; SERVERLESS_PICTURES names the folder.
    private static async Task Look(Visitor visitor, string name)
    {
        if (Environment.GetEnvironmentVariable("SERVERLESS_PICTURES") is not { Length: > 0 } folder) return;
        string file = $"letter-{name.Replace(' ', '-').ToLowerInvariant()}.png";
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
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

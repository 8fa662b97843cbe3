using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Serverless.Tests.Browser.Site))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Serverless.Tests.Browser;

/// <summary>A whole running shop, and the browser that shoppers and staff meet it with.</summary>
public sealed class Site : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Where the shop is.</summary>
    public static Uri Address => new(Setting("SERVERLESS_SITE"));

    /// <summary>Where the outside world is, with everybody's mail.</summary>
    public static Uri Sandbox => new(Setting("SERVERLESS_SANDBOX"));

    /// <summary>A second shop, of which nobody has said anything yet.</summary>
    public static Uri Empty => new(Setting("SERVERLESS_EMPTY_SITE"));

    /// <summary>What opens the second shop for its first owner, once.</summary>
    public static string EmptySecret => Setting("SERVERLESS_EMPTY_SECRET");

    /// <summary>What staff sign in with.</summary>
    public static string StaffKey => Setting("SERVERLESS_STAFF_KEY");

    public async ValueTask InitializeAsync()
    {
        _ = Address;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("SERVERLESS_CHROMIUM") ?? "/usr/bin/chromium",
            Args = Quiet,
        });
    }

    /// <summary>A person who has never been here before: nothing is remembered of earlier ones.</summary>
    public async Task<Visitor> Visit(bool onPhone = false, Uri? at = null)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = (at ?? Address).ToString(),
            ViewportSize = onPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(20_000);
        return new Visitor(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"{name} is not set: run these tests with ./dev test browser, which starts a shop for them.");
}

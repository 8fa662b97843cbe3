using Microsoft.Playwright;

namespace Serverless.Tests.Browser;

/// <summary>Somebody in front of a browser, with what the browser complained about meanwhile.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    public Visitor(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning") complaints.Add($"{said.Type}: {said.Text}");
        };
        page.PageError += (_, fault) => complaints.Add($"fault: {fault}");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings in the browser's console so far.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Takes away complaints of answers with a status, which the page asks for and expects.</summary>
    public void Expected(int status) => Assert.NotEqual(
        0, complaints.RemoveAll(one => one.Contains($"status of {status}", StringComparison.Ordinal)));

    /// <summary>What carries this <c>data-test</c> name; the names stand in static-site/README.md.</summary>
    public ILocator Find(string name) => Page.Locator($"[data-test='{name}']");

    public Task Open(string path) => Page.GotoAsync(path);

    /// <summary>Opens a page again and again until it shows something that comes by itself within seconds.</summary>
    public async Task OpenUntil(string path, string shown)
    {
        for (int look = 0; look < 20; look++)
        {
            await Open(path);
            try
            {
                await Find(shown).First.WaitForAsync(new() { Timeout = 2_000 });
                return;
            }
            catch (TimeoutException) when (look < 19)
            {
                continue;
            }
        }
    }

    public async Task Press(string name) => await Find(name).First.ClickAsync();

    /// <summary>Waits until something shows a status, which the page follows by itself.</summary>
    public Task SeeStatus(string name, string status, int seconds) => Page
        .Locator($"[data-test='{name}'][data-status='{status}']").First
        .WaitForAsync(new() { Timeout = seconds * 1000 });

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}

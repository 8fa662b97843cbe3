namespace Serverless.Dev;

/// <summary>Sets up what tests need, runs them, and clears away: on free ports and temporary folders, so that a shop
/// that is up never notices.</summary>
internal sealed class TestBench(TestWish wish, string folder)
{
    private readonly Step _restore = new("restore");
    private readonly Step _build = new("build");
    private readonly Step _azurite = new("install azurite");
    private readonly Step _chromium = new("chromium");
    private readonly Step _packages = new("install site");
    private readonly Step _site = new("build site");
    private readonly Step _empty = new("empty shop");

    private Suite? Browser => wish.Suites.FirstOrDefault(suite => suite.Kind == TestKind.Browser);

    public async Task Run(TestRun run, CancellationToken stop)
    {
        var (shop, empty) = (new Home(Path.Combine(folder, "shop")), new Home(Path.Combine(folder, "empty")));
        await using var opening = Browser is null ? null : new Opening(shop);
        await using var other = Browser is null ? null : new Opening(empty);
        var storage = wish.Suites.Any(suite => suite.Kind == TestKind.Integration);
        List<Step> steps = [_restore, _build];
        if (storage || opening is not null) steps.Add(_azurite);
        if (opening is not null) steps.AddRange([_packages, _site, _chromium]);
        foreach (var step in run.Steps)
        {
            if (step.Name == Browser?.Name) steps.AddRange([.. opening!.StartSteps, _empty]);
            steps.Add(step);
        }
        await StepView.Show(steps, Work());

        async Task Work()
        {
            var environment = new Dictionary<string, string>();
            await Make(environment, stop);
            foreach (var suite in wish.Suites)
            {
                if (suite == Browser)
                {
                    await OpenShop(opening!, shop, environment, stop);
                    await _empty.Run("", () => OpenEmpty(other!, empty, environment, stop));
                }
                await run.Run(suite, environment, stop);
            }
        }
    }

    private async Task Make(Dictionary<string, string> environment, CancellationToken stop)
    {
        using var turn = await Dev.Make.Turn(stop);
        var target = Suite.Together(wish.Suites);
        await Together.Run(stop,
            token => Dev.Make.Projects(_restore, _build, target, token),
            token => Dev.Make.Packages(_azurite, "tools/azurite", token),
            token => Browser is null ? Task.CompletedTask : Dev.Make.Site(_packages, _site, token),
            async token =>
            {
                if (Browser is null) return;
                environment["SERVERLESS_CHROMIUM"] = await Chromium.FindOrInstall(_chromium, token);
            });
    }

    private static async Task OpenShop(
        Opening opening, Home shop, Dictionary<string, string> environment, CancellationToken stop)
    {
        shop.Create();
        var ports = Ports.Free();
        await opening.Run(ports, detached: false, restart: false, stop);
        environment["SERVERLESS_SITE"] = ports.SiteUrl;
        environment["SERVERLESS_SANDBOX"] = ports.SandboxUrl;
        environment["SERVERLESS_STAFF_KEY"] = Secrets.LoadOrCreate(shop).StaffKey;
    }

    /// <summary>A shop of which nobody has said anything, for whoever sets up her own.</summary>
    private static async Task<string?> OpenEmpty(
        Opening opening, Home shop, Dictionary<string, string> environment, CancellationToken stop)
    {
        shop.Create();
        var ports = Ports.Free();
        await opening.Run(ports, detached: false, restart: false, stop, empty: true);
        environment["SERVERLESS_EMPTY_SITE"] = ports.SiteUrl;
        environment["SERVERLESS_EMPTY_SECRET"] = Secrets.LoadOrCreate(shop).SetupSecret;
        return null;
    }
}

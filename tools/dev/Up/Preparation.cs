namespace Serverless.Dev;

/// <summary>Makes what a start needs and is not there yet, and copies it to where it runs.</summary>
/// <remarks>From a copy, so that building or testing meanwhile changes nothing under a running process.</remarks>
internal sealed class Preparation(Home home)
{
    private readonly Step _azurite = new("install azurite");
    private readonly Step _restore = new("restore");
    private readonly Step _build = new("build");
    private readonly Step _packages = new("install site");
    private readonly Step _site = new("build site");

    public IReadOnlyList<Step> Steps => [_restore, _build, _azurite, _packages, _site];

    public async Task Run(CancellationToken stop)
    {
        await RequireNode();
        using var turn = await Make.Turn(stop);
        await Together.Run(stop,
            token => Make.Projects(_restore, _build, Target.Apps, token),
            token => Make.Packages(_azurite, "tools/azurite", token),
            token => Make.Site(_packages, _site, token));
        Copy(Target.Output(Target.Host), "functions");
        Copy(Target.Output("sandbox"), "sandbox");
        Copy(Checkout.Path("static-site", "build"), "site");
        if (!AppContext.BaseDirectory.StartsWith(home.Copies, StringComparison.Ordinal))
            Copy(AppContext.BaseDirectory, "tool");
    }

    private static async Task RequireNode()
    {
        var version = await Shell.Ask("node", "--version")
            ?? throw new Trouble("Node.js is missing: install version 20 or later from https://nodejs.org.");
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < 20)
            throw new Trouble($"Node.js {version} is too old: install version 20 or later from https://nodejs.org.");
        _ = await Shell.Ask("npm", "--version")
            ?? throw new Trouble("npm is missing: it comes with Node.js from https://nodejs.org.");
    }

    private void Copy(string from, string name)
    {
        var to = Path.Combine(home.Copies, name);
        var mark = Path.Combine(home.Copies, name + ".stamp");
        var files = Directory.GetFiles(from, "*", SearchOption.AllDirectories);
        var fingerprint = Fingerprint.Of(files);
        if (Directory.Exists(to) && File.Exists(mark) && File.ReadAllText(mark) == fingerprint) return;
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        foreach (var file in files)
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        File.WriteAllText(mark, fingerprint);
    }
}

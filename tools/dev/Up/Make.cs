namespace Serverless.Dev;

/// <summary>Makes packages, assemblies and the site from their sources, and skips what is unchanged.</summary>
internal static class Make
{
    private static readonly string Logs = Home.Default.Logs;

    /// <summary>Restores and builds projects in one call; the fingerprint is taken over the given folders.</summary>
    public static async Task Projects(Step restore, Step build, Target target, CancellationToken stop)
    {
        var sources = Fingerprint.OfProjects(target.Folders);
        if (target.Outputs.All(File.Exists) && Stamps.Holds(target.Name, sources))
        {
            restore.Skip("nothing changed");
            build.Skip("nothing changed");
            return;
        }
        await Restore(restore, target, stop);
        await build.Run(target.Says, async () =>
        {
            await Shell.Run("The build", new("dotnet", "build", target.File, "--no-restore", "--nologo",
                "--verbosity", "quiet", "-clp:NoSummary"), Path.Combine(Logs, $"build-{target.Name}.log"), stop);
            Stamps.Set(target.Name, sources);
            if (target.Covers is { } covered)
                Stamps.Set(covered.Name, Fingerprint.OfProjects(covered.Folders));
            return null;
        });
    }

    private static async Task Restore(Step step, Target target, CancellationToken stop)
    {
        var packages = Fingerprint.OfPackages(target.Folders);
        var name = target.Name + "-packages";
        if (Stamps.Holds(name, packages) && target.Folders.All(IsRestored))
        {
            step.Skip("nothing changed");
            return;
        }
        await step.Run("", async () =>
        {
            await Shell.Run("The restore", new("dotnet", "restore", target.File, "--nologo", "--verbosity", "quiet"),
                Path.Combine(Logs, $"restore-{target.Name}.log"), stop);
            Stamps.Set(name, packages);
            return null;
        });
    }

    private static bool IsRestored(string folder) =>
        Directory.EnumerateFiles(Checkout.Path(folder), "*.csproj").All(project =>
            File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json")));

    /// <summary>Installs what a folder's lock file lists.</summary>
    public static async Task Packages(Step step, string folder, CancellationToken stop)
    {
        var path = Checkout.Path(folder);
        var listed = Fingerprint.Of(Path.Combine(path, "package.json"), Path.Combine(path, "package-lock.json"));
        var name = folder.Replace(Path.DirectorySeparatorChar, '-').Replace('/', '-') + "-packages";
        if (Directory.Exists(Path.Combine(path, "node_modules")) && Stamps.Holds(name, listed))
        {
            step.Skip("nothing changed");
            return;
        }
        await step.Run("", async () =>
        {
            var command = new Launch("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error") { Folder = path };
            await Shell.Run($"npm ci in {folder}", command, Path.Combine(Logs, $"install-{name}.log"), stop);
            Stamps.Set(name, listed);
            return null;
        });
    }

    /// <summary>Installs the site's packages and builds it.</summary>
    public static async Task Site(Step packages, Step build, CancellationToken stop)
    {
        await Packages(packages, "static-site", stop);
        var folder = Checkout.Path("static-site");
        var sources = Fingerprint.OfFolder(folder);
        if (Directory.Exists(Path.Combine(folder, "build")) && Stamps.Holds("site", sources))
        {
            build.Skip("nothing changed");
            return;
        }
        await build.Run("", async () =>
        {
            var command = new Launch("npm", "run", "build") { Folder = folder };
            await Shell.Run("The site's build", command, Path.Combine(Logs, "build-site.log"), stop);
            Stamps.Set("site", Fingerprint.OfFolder(folder));
            return null;
        });
    }

    /// <summary>Waits until no other command of this checkout makes anything; holds the turn until disposed.</summary>
    public static async Task<IDisposable> Turn(CancellationToken stop)
    {
        Home.Default.Create();
        while (true)
        {
            try
            {
                var path = Path.Combine(Home.Default.Folder, "make.lock");
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
            }
        }
    }
}

/// <summary>Projects that are built together.</summary>
/// <param name="Name">Short; names the stamps and logs.</param>
/// <param name="File">A project, solution or solution filter.</param>
/// <param name="Folders">Where all of its sources are.</param>
/// <param name="Outputs">What must be there for a build to be skipped.</param>
internal sealed record Target(
    string Name, string File, IReadOnlyList<string> Folders, IReadOnlyList<string> Outputs, string Says = "")
{
    /// <summary>The project in which the app and its host meet.</summary>
    public static readonly string Host = Path.Combine("tools", "host");

    /// <summary>Something else that is built when this is.</summary>
    public Target? Covers { get; init; }

    /// <summary>The function app and the sandbox.</summary>
    public static Target Apps { get; } = new(
        "apps",
        Checkout.Path("tools", "dev", "up.slnf"),
        ["commerce", "orchestrations", "adapters", "functions", "runtime", "sandbox", Host],
        [Output(Host, "serverless.dll"), Output("sandbox", "Serverless.Sandbox.dll")],
        "functions and sandbox");

    /// <summary>Where a project's build puts a file.</summary>
    public static string Output(string folder, string file = "") =>
        Checkout.Path(folder, "bin", "Debug", "net10.0", file);
}

namespace Serverless.Dev;

/// <summary>Finds the browser that the site is tested in, and installs Debian's where that is possible.</summary>
internal static class Chromium
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    /// <summary>Where it is; installs it first when there is none and this may.</summary>
    public static async Task<string> FindOrInstall(Step step, CancellationToken stop)
    {
        if (Find() is { } there)
        {
            step.Skip(there);
            return there;
        }
        if (!Environment.IsPrivilegedProcess || await Shell.Ask("apt-get", "--version") is null)
        {
            throw new Trouble("The browser tests need Chromium: install it (Debian, Ubuntu: sudo apt-get install "
                + "chromium; macOS: brew install --cask chromium) or name one in SERVERLESS_CHROMIUM.");
        }
        await step.Run("apt-get install chromium", async () =>
        {
            var log = Home.Default.Log("install-chromium");
            var quiet = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
            await Shell.Run("apt-get update", new("apt-get", "update") { Environment = quiet }, log, stop);
            var install = new Launch("apt-get", "install", "-y", "--no-install-recommends", "chromium");
            await Shell.Run("apt-get install chromium", install with { Environment = quiet }, log, stop);
            return null;
        });
        return Find() ?? throw new Trouble("Chromium was installed but is not where it was expected.");
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("SERVERLESS_CHROMIUM");
        if (!string.IsNullOrEmpty(named) && !File.Exists(named))
            throw new Trouble($"SERVERLESS_CHROMIUM names no file: {named}.");
        return string.IsNullOrEmpty(named) ? Places.FirstOrDefault(File.Exists) : named;
    }
}

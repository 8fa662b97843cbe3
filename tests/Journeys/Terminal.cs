using System.Diagnostics;

namespace Serverless.Tests.Journeys;

/// <summary>Shoppers at a terminal: the same command that a person would type.</summary>
public sealed class Terminal : IDisposable
{
    private readonly Process process;
    private readonly Task<string> said;

    /// <summary>Buys from a shop elsewhere.</summary>
    /// <param name="wish">What of <c>./dev order</c> is wanted: <c>--count 2 --country AU</c>.</param>
    /// <param name="patienceSeconds">For how long each of the orders may take.</param>
    public Terminal(string wish, int port, string sandbox, int patienceSeconds)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "dev.dll");
        var start = new ProcessStartInfo("dotnet",
            [tool, "order", .. wish.Split(' '), "--site", $"http://127.0.0.1:{port}", "--sandbox", sandbox,
             "--staff-key", TestShop.StaffKey, "--patience", $"{patienceSeconds}"])
        {
            RedirectStandardOutput = true,
        };
        process = Process.Start(start)!;
        said = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Waits for its end, which has to be the good one; answers what it showed.</summary>
    public async Task<string> EndsWell()
    {
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await said);
        return await said;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}

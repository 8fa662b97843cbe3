using System.CommandLine;

namespace Serverless.Dev;

/// <summary><c>./dev func</c>: the same app under Microsoft's own host.</summary>
internal static class FuncCommand
{
    private static readonly Option<bool> Check = new("--check") { Description = "End again once the app answers." };

    private static readonly PortOptions PortOptions = new();

    public static Command Create()
    {
        var command = new Command("func", "Start the app with Azurite and 'func start'.") { Check };
        foreach (var option in PortOptions.All) command.Add(option);
        command.SetAction((parsed, stop) => Run(PortOptions.Read(parsed), parsed.GetValue(Check), stop));
        return command;
    }

    private static async Task<int> Run(Ports ports, bool check, CancellationToken stop)
    {
        await CoreTools.Require();
        await ports.RequireFree();
        // Beside the data of ./dev up, never in it: orchestrations of the one mean nothing to the other.
        var home = new Home(Path.Combine(Home.Default.Folder, "func"));
        home.Create();
        await using var host = new GenuineHost(home, ports);
        await StepView.Show(host.Steps, host.Start(stop));
        if (check) return 0;
        Say.Line($"API: {ports.FunctionsUrl}/api; it writes to {home.Log("functions")}.");
        Say.Line("Ctrl-C ends it.");
        throw await host.Ended(stop);
    }
}

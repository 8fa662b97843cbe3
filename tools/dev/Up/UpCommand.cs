using System.CommandLine;

namespace Serverless.Dev;

/// <summary><c>./dev up</c>: everything that the shop needs, on this machine.</summary>
internal static class UpCommand
{
    private static readonly Option<bool> Detach = new("--detach", "-d")
    {
        Description = "Leave it running in the background; ./dev down ends it.",
    };

    private static readonly Option<bool> Restart = new("--restart")
    {
        Description = "Start a part again when it dies, instead of ending everything.",
    };

    private static readonly PortOptions PortOptions = new();

    public static Command Create()
    {
        var command = new Command("up", "Start the shop: storage, sandbox, function app and site.") { Detach, Restart };
        foreach (var option in PortOptions.All) command.Add(option);
        command.SetAction((parsed, stop) =>
            Run(PortOptions.Read(parsed), parsed.GetValue(Detach), parsed.GetValue(Restart), stop));
        return command;
    }

    private static async Task<int> Run(Ports ports, bool detached, bool restart, CancellationToken stop)
    {
        var home = Home.Default;
        home.Create();
        if (StackState.Load(home) is { IsAlive: true } running)
        {
            Say.Line(running.Phase == StackPhase.Up ? "It is up already." : "It is being started or ended already.");
            Addresses.Print(running.Ports, home);
            return 0;
        }
        if (await Stack.End(home)) Say.Line("Ended what a killed supervisor had left running.");
        await ports.RequireFree();

        await using var opening = new Opening(home);
        await StepView.Show(opening.Steps, opening.Run(ports, detached, restart, stop));
        Addresses.Print(ports, home);
        Say.Line();
        Say.Line(opening.Times);
        if (detached)
        {
            opening.LetGo();
            Say.Line("It runs in the background: ./dev status looks at it, ./dev down ends it.");
            return 0;
        }
        Say.Line("Ctrl-C ends it.");
        return await Stay(opening, stop);
    }

    private static async Task<int> Stay(Opening opening, CancellationToken stop)
    {
        try
        {
            throw await opening.Ended(stop);
        }
        catch (OperationCanceledException)
        {
            Say.Line();
            Say.Line("Ending site, functions, sandbox, azurite ...");
            await opening.DisposeAsync();
            Say.Line("Ended.");
            return 130;
        }
    }
}

using System.CommandLine;
using System.Runtime.InteropServices;

namespace Serverless.Dev;

/// <summary>The process behind <c>./dev up</c> that owns the parts; nobody types it.</summary>
internal static class SuperviseCommand
{
    private static readonly Option<string> Folder = new("--home") { Required = true };
    private static readonly Option<string> Ports = new("--ports") { Required = true };
    private static readonly Option<bool> Attached = new("--attached");
    private static readonly Option<bool> Restart = new("--restart");

    public static Command Create()
    {
        var command = new Command("supervise") { Folder, Ports, Attached, Restart };
        command.Hidden = true;
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Closing the terminal ends what is attached through its leash, and nothing else.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        if (parsed.GetValue(Attached)) _ = EndWithLeash(end);

        int[] ports = [.. parsed.GetRequiredValue(Ports).Split(',').Select(int.Parse)];
        var home = new Home(parsed.GetRequiredValue(Folder));
        var supervisor = new Supervisor(home, Dev.Ports.Of(ports), parsed.GetValue(Restart));
        return await supervisor.Run(end.Token) ? 0 : 1;
    }

    private static async Task EndWithLeash(CancellationTokenSource end)
    {
        var nothing = new byte[1];
        await using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(nothing) > 0) { }
        await end.CancelAsync();
    }
}

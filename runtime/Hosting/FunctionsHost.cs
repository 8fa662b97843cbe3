using System.Reflection;
using System.Runtime.InteropServices;

namespace Serverless.Runtime;

/// <summary>Runs a function app: what a start project, or the host's own program, calls.</summary>
public static class FunctionsHost
{
    /// <summary>The exit code of a start that failed; the reason is on standard error.</summary>
    public const int CannotStart = 1;

    /// <summary>The exit code when the app's program ended or hung while it ran in this process.</summary>
    public const int WorkerLost = 70;

    /// <summary>Runs until a signal ends it, or the app's program ends unasked.</summary>
    /// <param name="args">
    /// <c>--port N</c>, <c>--workers N</c> (processes of the app's own; 0: in this one), <c>--app FOLDER</c> (an app
    /// that this process does not hold), and settings as <c>--Name:Part=value</c>.
    /// </param>
    /// <param name="app">The app, where this process holds it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string[] args, Assembly? app = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            var host = await HostStart.Run(HostPlan.From(args, app));
            bool isLost = await Task.WhenAny(asked.Task, host.Workers.Lost) != asked.Task;
            if (isLost)
            {
                // Nothing can be finished without the program: what was under way is taken up by the next start.
                await Console.Error.WriteLineAsync(await host.Workers.Lost);
                Environment.Exit(WorkerLost);
            }

            await host.DisposeAsync();
            return 0;
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return CannotStart;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            asked.TrySetResult();
        }
    }
}

using System.CommandLine;
using System.Diagnostics;

namespace Serverless.Dev;

/// <summary><c>./dev restore</c>: brings a backup back in the place of what the shop has now.</summary>
internal static class RestoreCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Argument<string?> Id = new("backup")
    {
        Description = "The id of a backup, or the end of its folder's name; the latest without it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> List = new("--list") { Description = "Show what there is, restore nothing." };

    private static readonly Option<bool> EmptyFirst = new("--empty-first")
    {
        Description = "Delete what the shop has now; without it, only an empty shop is restored into.",
    };

    private static readonly Option<bool> WithoutPersons = new("--without-persons")
    {
        Description = "Restore the books alone, where the keys of persons are gone.",
    };

    private static readonly PortOptions PortOptions = new();

    public static Command Create()
    {
        var command = new Command("restore", "Bring a backup back; the shop must be down.")
        {
            Id, List, EmptyFirst, WithoutPersons,
        };
        foreach (var option in PortOptions.All) command.Add(option);
        command.SetAction((parsed, stop) => Run(Home.Default, PortOptions.Read(parsed), Arguments(parsed), stop));
        return command;
    }

    private static string[] Arguments(ParseResult parsed)
    {
        if (parsed.GetValue(List)) return ["list"];
        List<string> all = ["restore"];
        if (parsed.GetValue(Id) is { } id) all.Add(id);
        if (parsed.GetValue(EmptyFirst)) all.Add("--empty-first");
        if (parsed.GetValue(WithoutPersons)) all.Add("--without-persons");
        return [.. all];
    }

    private static async Task<int> Run(Home home, Ports ports, string[] arguments, CancellationToken stop)
    {
        if (StackState.Load(home) is { IsAlive: true })
            throw new Trouble("The shop is up: ./dev down ends it, then restore again.");
        home.Create();
        await Build(home, stop);
        var azurite = Part.All(home, ports, Secrets.LoadOrCreate(home)).First(part => part.Name == "azurite");
        using var storage = Shell.Start(azurite.Launch, home.Log("azurite"));
        try
        {
            var watch = Stopwatch.StartNew();
            while (!await Health.Answers(azurite, stop))
            {
                if (storage.HasExited || watch.Elapsed > Patience)
                    throw new Trouble("azurite did not start.", Shell.Tail(home.Log("azurite"), 15));
                await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
            }

            int code = await Tool(home, ports, arguments, stop);
            // Processes of before mean nothing to the shop of then: its app starts them anew from its records.
            if (code == 0 && arguments[0] == "restore")
                foreach (string file in Directory.EnumerateFiles(home.Folder, Path.GetFileName(home.Durable) + "*"))
                    File.Delete(file);
            return code;
        }
        finally
        {
            await Posix.End(storage, TimeSpan.FromSeconds(15));
        }
    }

    private static async Task Build(Home home, CancellationToken stop)
    {
        using var turn = await Make.Turn(stop);
        await Shell.Run(
            "The build", new("dotnet", "build", Checkout.Path("tools", "backup"), "--nologo", "--verbosity", "quiet"),
            home.Log("build-backup"), stop);
    }

    private static async Task<int> Tool(Home home, Ports ports, string[] arguments, CancellationToken stop)
    {
        string tool = Target.Output(Path.Combine("tools", "backup"), "backup.dll");
        var start = new ProcessStartInfo("dotnet", [tool, .. arguments]);
        foreach (var (name, value) in Settings.OfFunctions(home, ports, Secrets.LoadOrCreate(home)))
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new Trouble("The tool could not be started.");
        await process.WaitForExitAsync(stop);
        return process.ExitCode;
    }
}

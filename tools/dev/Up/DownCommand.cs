using System.CommandLine;
using System.Diagnostics;

namespace Serverless.Dev;

/// <summary><c>./dev down</c>: ends all parts in order.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var command = new Command("down", "End what ./dev up --detach started.");
        command.SetAction((_, _) => Run());
        return command;
    }

    public static async Task<int> Run()
    {
        var watch = Stopwatch.StartNew();
        Say.Line(await Stack.End(Home.Default) ? $"Ended in {Say.Time(watch.Elapsed)}." : "Nothing is up.");
        return 0;
    }
}

/// <summary><c>./dev reset</c>: ends all parts and deletes what they stored.</summary>
internal static class ResetCommand
{
    public static Command Create()
    {
        var command = new Command("reset", "End everything and delete its data, backups too; secrets and builds stay.");
        command.SetAction(async (_, _) =>
        {
            await DownCommand.Run();
            Delete(Home.Default);
            Say.Line("Deleted all stored data; the next start loads the demo catalog again.");
            return 0;
        });
        return command;
    }

    private static void Delete(Home home)
    {
        if (Directory.Exists(home.Azurite)) Directory.Delete(home.Azurite, recursive: true);
        // SQLite keeps its log and index beside the file.
        foreach (var name in new[] { home.Durable, home.Sandbox }.Select(Path.GetFileName))
            foreach (var file in Directory.EnumerateFiles(home.Folder, name + "*")) File.Delete(file);
    }
}

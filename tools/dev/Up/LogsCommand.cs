using System.CommandLine;

namespace Serverless.Dev;

/// <summary><c>./dev logs</c>: what the parts wrote, followed on request.</summary>
internal static class LogsCommand
{
    private static readonly string[] Parts = ["azurite", "sandbox", "functions", "site", "dev"];

    private static readonly Argument<string?> Name = new("part")
    {
        Description = $"{string.Join(", ", Parts)} (the supervisor), or a build's log; all parts without it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on until Ctrl-C." };

    private static readonly Option<int> Lines = new("--lines", "-n")
    {
        Description = "How many of the last lines.",
        DefaultValueFactory = _ => 40,
    };

    public static Command Create()
    {
        var command = new Command("logs", "Show what the parts wrote.") { Name, Follow, Lines };
        command.SetAction((parsed, stop) =>
            Run(Home.Default, parsed.GetValue(Name), parsed.GetValue(Lines), parsed.GetValue(Follow), stop));
        return command;
    }

    private static async Task<int> Run(Home home, string? part, int lines, bool follow, CancellationToken stop)
    {
        var names = part is null ? Parts : [part];
        if (part is not null && !Parts.Contains(part) && !File.Exists(home.Log(part)))
        {
            var known = Directory.Exists(home.Logs) ? Directory.EnumerateFiles(home.Logs, "*.log") : [];
            throw new Trouble($"There is no log of '{part}'; there are: "
                + $"{string.Join(", ", known.Select(Path.GetFileNameWithoutExtension).Order())}.");
        }
        foreach (var name in names)
            foreach (var line in Shell.Tail(home.Log(name), lines)) Write(name, line, names.Length > 1);
        if (!follow) return 0;
        await Task.WhenAll(names.Select(name => FollowOne(home.Log(name), name, names.Length > 1, stop)));
        return 0;
    }

    private static async Task FollowOne(string log, string name, bool prefixed, CancellationToken stop)
    {
        var position = File.Exists(log) ? new FileInfo(log).Length : 0;
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
            if (!File.Exists(log)) continue;
            using var file = Shell.OpenLog(log);
            // A new start begins a new file.
            if (file.Length < position) position = 0;
            file.Seek(position, SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            var text = await reader.ReadToEndAsync(stop);
            // A line that is still being written waits for its end.
            var whole = text[..(text.LastIndexOf('\n') + 1)];
            position += System.Text.Encoding.UTF8.GetByteCount(whole);
            foreach (var line in whole.Split('\n').SkipLast(1)) Write(name, line, prefixed);
        }
    }

    private static void Write(string name, string line, bool prefixed) =>
        Console.WriteLine(prefixed ? $"{name,-9} | {line}" : line);
}

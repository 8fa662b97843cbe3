using Spectre.Console;

namespace Serverless.Dev;

/// <summary>Prints what failed, so that it can be mended without opening a report.</summary>
internal static class Failures
{
    private const int MostLines = 60;

    public static void Print(IReadOnlyList<Failure> failures)
    {
        foreach (var failure in failures)
        {
            Say.Line();
            Say.Markup($"[red]✗[/] [bold]{failure.Suite.EscapeMarkup()}[/] · {failure.Test.EscapeMarkup()}");
            var message = failure.Message.Split('\n');
            foreach (var line in message.Take(MostLines)) Say.Line("    " + line.TrimEnd());
            if (message.Length > MostLines) Say.Line($"    … and {message.Length - MostLines} more lines");
            foreach (var line in Relevant(failure.Trace)) Say.Line("      " + line);
        }
    }

    // The frames in our own files say where; those of the framework say nothing.
    private static IEnumerable<string> Relevant(string trace)
    {
        string[] lines = [.. trace.Split('\n').Select(line => line.Trim().Replace(Checkout.Root + "/", ""))];
        string[] ours = [.. lines.Where(line => line.Contains(":line ", StringComparison.Ordinal))];
        return (ours.Length > 0 ? ours : lines).Take(MostLines);
    }
}

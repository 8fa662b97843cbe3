using Spectre.Console;

namespace Serverless.Dev;

/// <summary>Writes to the terminal, in colour where there is one.</summary>
internal static class Say
{
    /// <summary>True when a person looks at a terminal that can redraw.</summary>
    public static bool Live => AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi
        && !Console.IsOutputRedirected;

    /// <summary>Plain and unwrapped where no person looks.</summary>
    public static void SetUp()
    {
        if (!Console.IsOutputRedirected) return;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        AnsiConsole.Profile.Width = 500;
    }

    public static void Line(string text = "") => Console.WriteLine(text);

    public static void Markup(string markup) => AnsiConsole.MarkupLine(markup);

    public static void Trouble(Trouble trouble)
    {
        foreach (var line in trouble.Details) Console.Error.WriteLine("  | " + line);
        Console.Error.WriteLine("dev: " + trouble.Message);
    }

    /// <summary>As people say it: 0.4 s, 12 s, 1 min 5 s.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 9.95 => FormattableString.Invariant($"{time.TotalSeconds:0.0} s"),
        < 60 => FormattableString.Invariant($"{time.TotalSeconds:0} s"),
        _ => FormattableString.Invariant($"{(int)time.TotalMinutes} min {time.Seconds} s"),
    };
}

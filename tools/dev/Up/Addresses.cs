using Spectre.Console;

namespace Serverless.Dev;

/// <summary>Prints where the running parts are found.</summary>
internal static class Addresses
{
    public static void Print(Ports ports, Secrets secrets)
    {
        var grid = new Grid().AddColumns(2);
        (string Name, string Value)[] rows =
        [
            ("shop", ports.SiteUrl),
            ("staff", ports.SiteUrl + "/staff"),
            ("staff token", secrets.StaffToken),
            ("API", ports.FunctionsUrl + "/api"),
            ("sandbox", ports.SandboxUrl),
            ("mailbox", ports.SandboxUrl + "/mail"),
        ];
        foreach (var (name, value) in rows) grid.AddRow(new Text(name), new Text(value));
        Say.Line();
        AnsiConsole.Write(grid);
    }
}

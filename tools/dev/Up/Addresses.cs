using Spectre.Console;

namespace Serverless.Dev;

/// <summary>Prints where the running parts are found.</summary>
internal static class Addresses
{
    public static void Print(Ports ports, Home home)
    {
        var grid = new Grid().AddColumns(2);
        var owner = Owner.Load(home);
        (string Name, string Value)[] rows =
        [
            ("shop", ports.SiteUrl),
            ("staff", ports.SiteUrl + "/staff"),
            ("owner", $"{owner?.Email}, password {owner?.Password}, code by ./dev code"),
            ("staff key", Secrets.LoadOrCreate(home).StaffKey),
            ("API", ports.FunctionsUrl + "/api"),
            ("sandbox", ports.SandboxUrl),
            ("mailbox", ports.SandboxUrl + "/mail"),
        ];
        foreach (var (name, value) in rows) grid.AddRow(new Text(name), new Text(value));
        Say.Line();
        AnsiConsole.Write(grid);
    }
}

using System.CommandLine;
using Microsoft.Extensions.Hosting;

namespace Serverless.Dev;

/// <summary>Serves the built site; a part of <c>./dev up</c>, nobody types it.</summary>
internal static class SiteCommand
{
    private static readonly Option<int> Port = new("--port") { Required = true };
    private static readonly Option<int> FunctionsPort = new("--functions-port") { Required = true };
    private static readonly Option<string> Folder = new("--folder") { Required = true };

    public static Command Create()
    {
        var command = new Command("site") { Port, FunctionsPort, Folder };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            await using var server = SiteServer.Create(
                parsed.GetValue(Port), parsed.GetValue(FunctionsPort), parsed.GetRequiredValue(Folder));
            await server.StartAsync(stop);
            await server.WaitForShutdownAsync(stop);
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Dev;

/// <summary><c>./dev backup</c>: makes a backup of the shop that is up, at once.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var command = new Command("backup", "Back up the running shop at once; ./dev restore brings it back.");
        command.SetAction((_, stop) => Run(Home.Default, stop));
        return command;
    }

    private static async Task<int> Run(Home home, CancellationToken stop)
    {
        if (StackState.Load(home) is not { IsAlive: true, Phase: StackPhase.Up } running)
            throw new Trouble("The shop is not up: ./dev up starts it.");
        using var http = new HttpClient { BaseAddress = new($"{running.Ports.FunctionsUrl}/api/staff/backups/") };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", Secrets.LoadOrCreate(home).StaffKey);
        string id = Guid.NewGuid().ToString();
        using var begun = await http.PutAsJsonAsync(id, new { }, stop);
        if (!begun.IsSuccessStatusCode)
            throw new Trouble($"The shop made no backup: {await begun.Content.ReadAsStringAsync(stop)}");
        while (true)
        {
            var now = await http.GetFromJsonAsync<JsonNode>(id, stop);
            if (now?["isOver"]?.GetValue<bool>() == true)
            {
                Say.Line($"Backed up {now["rows"]} rows and files: {now["folder"]}.");
                return 0;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), stop);
        }
    }
}

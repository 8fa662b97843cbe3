using System.Net.Http.Json;

namespace Serverless.Dev;

/// <summary>The sandbox's warehouse robot, faster than any person: it waits while she makes up her mind.</summary>
internal sealed class Robot(HttpClient http, Shopping place)
{
    public Task Rest(CancellationToken stop) => Switch(on: false, stop);

    public Task Work(CancellationToken stop) => Switch(on: true, stop);

    private async Task Switch(bool on, CancellationToken stop)
    {
        var sandbox = place.Sandbox ?? throw new Trouble(
            "--edit and --pay-again want the sandbox, whose robot has to wait: name it with --sandbox.");
        using var answer = await http.PutAsJsonAsync(new Uri(sandbox, "/sandbox/robot"), new { on }, stop);
        if (!answer.IsSuccessStatusCode)
            throw new Trouble($"The sandbox at {sandbox} has no robot: {(int)answer.StatusCode}.");
    }
}

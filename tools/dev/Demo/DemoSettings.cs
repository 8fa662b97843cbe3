using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Dev;

/// <summary>Sets a new shop up as the demo's, through the staff API as its owner would.</summary>
internal sealed class DemoSettings(Ports ports, string staffKey)
{
    private readonly Uri _api = new($"http://127.0.0.1:{ports.Functions}/api/staff/");

    /// <summary>Sends them where nobody has set anything up; says what there is.</summary>
    public async Task<string?> LoadIfNone(CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = _api, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", staffKey);
        var known = (await http.GetFromJsonAsync<JsonNode>("settings", stop))!;
        if (known["version"]!.GetValue<int>() > 0) return $"{known["settings"]!["name"]} is there";

        var path = Checkout.Path("tools", "dev", "Demo", "shop.json");
        var text = await File.ReadAllTextAsync(path, stop);
        using var request = new HttpRequestMessage(HttpMethod.Put, "settings")
        {
            Content = new StringContent(text, new MediaTypeHeaderValue("application/json")),
            Headers = { IfMatch = { new EntityTagHeaderValue("\"0\"") } },
        };
        using var answer = await http.SendAsync(request, stop);
        var said = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode
            ? $"{JsonNode.Parse(said)!["settings"]!["name"]}"
            : throw new Trouble(
                $"The demo's settings were refused: PUT /api/staff/settings answered {(int)answer.StatusCode}.", [said]);
    }
}

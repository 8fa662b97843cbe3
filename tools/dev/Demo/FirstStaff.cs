using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Serverless.Dev;

/// <summary>Opens a new shop: keys for this tool and the sandbox's warehouse, and an owner who signs in.</summary>
internal sealed class FirstStaff(Home home, Ports ports, Secrets secrets)
{
    private const int Days = 365;
    private readonly Uri _api = new($"http://127.0.0.1:{ports.Functions}/api/staff/");

    /// <summary>Makes what is not there; says what there is.</summary>
    public async Task<string?> Welcome(CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = _api, Timeout = TimeSpan.FromSeconds(60) };
        var (own, hash) = Read(secrets.StaffKey);
        var first = new { secret = secrets.SetupSecret, name = "./dev", hash, days = Days };
        await Put(http, $"setup/keys/{own}", first, stop);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secrets.StaffKey);
        (var robot, hash) = Read(secrets.RobotKey);
        await Put(http, $"keys/{robot}", new { name = "Warehouse robot", roles = Warehouse, hash, days = Days }, stop);
        return await MakeOwner(http, stop);
    }

    // As she would herself: with the link in her mailbox, a password, and an authenticator.
    private async Task<string?> MakeOwner(HttpClient http, CancellationToken stop)
    {
        var owner = Owner.Load(home) ?? Owner.New();
        var people = (await http.GetFromJsonAsync<JsonNode>("people", stop))!["items"]!.AsArray();
        bool isThere = people.Any(one => one!["id"]!.GetValue<string>() == owner.Id);
        if (isThere && owner.Secret is not null) return owner.Email;
        if (isThere) owner = Owner.New() with { Email = $"owner-{Guid.NewGuid():N}@likha.example" };
        owner = owner with { Secret = null };
        owner.Save(home);
        await Put(http, $"people/{owner.Id}", new { name = "Ines Santos", email = owner.Email, roles = Owners }, stop);
        var token = await LinkOf(owner, stop);
        await Put(http, $"invitations/{owner.Id}/acceptance", new { token, password = owner.Password }, stop);

        using var own = new HttpClient { BaseAddress = _api, Timeout = TimeSpan.FromSeconds(60) };
        var wish = new { email = owner.Email, password = owner.Password };
        var signedIn = await Put(own, $"sessions/{Guid.NewGuid()}", wish, stop);
        own.DefaultRequestHeaders.Authorization = new("Bearer", signedIn["token"]!.GetValue<string>());
        var totp = Guid.NewGuid();
        var shown = await Put(own, $"me/totp/{totp}", new { }, stop);
        owner = owner with { Secret = shown["secret"]!.GetValue<string>() };
        await Put(own, $"me/totp/{totp}/confirmation", new { code = owner.Code() }, stop);
        await Put(own, "me/sign-out", new { }, stop);
        owner.Save(home);
        return owner.Email;
    }

    private async Task<string> LinkOf(Owner owner, CancellationToken stop)
    {
        using var outside = new HttpClient { BaseAddress = new(ports.SandboxUrl) };
        for (int look = 0; look < 300; look++)
        {
            var mailbox = $"/mail/messages?to={owner.Email}";
            var letters = (await outside.GetFromJsonAsync<JsonArray>(mailbox, stop))!;
            var text = letters.Select(letter => letter!["text"]!.GetValue<string>())
                .FirstOrDefault(words => words.Contains($"#{owner.Id}.", StringComparison.Ordinal));
            if (text is not null)
                return text.Split($"#{owner.Id}.", 2)[1].Split('\n', 2)[0].Trim();
            await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
        }

        throw new Trouble("The invitation of the shop's owner did not come within 30 seconds.");
    }

    private static readonly string[] Owners = ["Owner"];

    private static readonly string[] Warehouse = ["Warehouse"];

    private static (string Id, string Hash) Read(string key)
    {
        var parts = key.Split('_', 3);
        return (parts[1], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts[2]))));
    }

    private static async Task<JsonNode> Put(
        HttpClient http, string path, object body, CancellationToken stop)
    {
        using var answer = await http.PutAsJsonAsync(path, body, stop);
        var said = await answer.Content.ReadAsStringAsync(stop);
        if (answer.IsSuccessStatusCode) return JsonNode.Parse(said)!;
        throw new Trouble($"The shop was not opened: PUT /api/staff/{path} answered {(int)answer.StatusCode}.", [said]);
    }
}

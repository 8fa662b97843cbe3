using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OtpNet;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Somebody of staff at a browser of her own, which keeps her cookies.</summary>
public sealed class StaffPerson(TestShop shop, string id, string email)
{
    public const string Password = "seven blue kites over Manila";

    private readonly Dictionary<string, string> cookies = [];

    public string Id => id;

    public string Email => email;

    /// <summary>The access token that the page has now.</summary>
    public string? Token { get; private set; }

    /// <summary>The secret of her authenticator.</summary>
    public string? Secret { get; private set; }

    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>An owner invites her.</summary>
    public static async Task<StaffPerson> Invite(TestShop shop, params StaffRole[] roles)
    {
        var id = Guid.NewGuid().ToString();
        var email = $"{id[..8]}@staff.example";
        await shop.Staff(HttpMethod.Put, $"people/{id}", Wish(email, roles));
        return new(shop, id, email);
    }

    public static object Wish(string email, params StaffRole[] roles) =>
        new { name = "Mona Reyes", email, roles = roles.Select(role => role.ToString()) };

    /// <summary>She has joined, enrolled an authenticator, and is signed in.</summary>
    public static async Task<StaffPerson> Join(TestShop shop, params StaffRole[] roles)
    {
        var person = await Invite(shop, roles);
        await person.Accept(await person.Link());
        await person.SignIn();
        await person.Enrol();
        return person;
    }

    /// <summary>The same person at another browser, where she has never been.</summary>
    public StaffPerson Elsewhere() => new(shop, id, email) { Secret = Secret, Codes = Codes };

    /// <summary>What the link of the mail that came last carries.</summary>
    public async Task<string> Link(int mails = 1)
    {
        JsonArray letters = [];
        await shop.Until(
            async () => (letters = await Account.Mails(shop, email)).Count >= mails, () => $"{mails} mails to {email}");
        var newest = letters.OrderBy(letter => letter!["id"]!.ToString(), StringComparer.Ordinal)
            .Select(letter => letter!["text"]!.GetValue<string>()).ToList();
        return newest.Select(text => text[(text.IndexOf('#', StringComparison.Ordinal) + 1)..].Split('\n')[0].Trim())
            .Last()[(id.Length + 1)..];
    }

    public async Task Accept(string token, string password = Password) => Good(await Send(
        HttpMethod.Put, $"invitations/{id}/acceptance", new { token, password }));

    public async Task<(HttpStatusCode Status, JsonNode? Answer)> TrySignIn(
        string password = Password, string? code = null, string? session = null)
    {
        var answer = await Send(
            HttpMethod.Put, $"sessions/{session ?? Guid.NewGuid().ToString()}", new { email, password, code });
        if (answer.Status == HttpStatusCode.OK) Token = answer.Answer!["token"]!.GetValue<string>();
        return answer;
    }

    /// <summary>Signs in with what she has.</summary>
    public async Task<JsonNode> SignIn() => Good(await TrySignIn(code: Secret is null ? null : await NewCode()));

    public async Task<(HttpStatusCode Status, JsonNode? Answer)> Renew()
    {
        var answer = await Send(HttpMethod.Put, "sessions/current/renewal", new { });
        if (answer.Status == HttpStatusCode.OK) Token = answer.Answer!["token"]!.GetValue<string>();
        return answer;
    }

    /// <summary>Signs in with a passkey alone.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> TryPasskey(JsonObject shown, string? session = null)
    {
        var answer = await Send(
            HttpMethod.Put, $"sessions/{session ?? Guid.NewGuid().ToString()}/passkey", shown.DeepClone());
        if (answer.Status == HttpStatusCode.OK) Token = answer.Answer!["token"]!.GetValue<string>();
        return answer;
    }

    /// <summary>Something that a passkey has signed for her sign-in.</summary>
    public async Task<JsonObject> Show(Authenticator key)
    {
        var ceremony = Guid.NewGuid().ToString();
        var begun = await Ask(HttpMethod.Put, $"passkey-ceremonies/{ceremony}", new { });
        return new() { ["ceremony"] = ceremony, ["credential"] = key.Sign(begun["options"]!) };
    }

    /// <summary>Adds a passkey.</summary>
    public async Task<string> Add(Authenticator key, string name = "My key")
    {
        var id = Guid.NewGuid().ToString();
        var wished = await Ask(HttpMethod.Put, $"me/passkeys/{id}", new { });
        await Ask(
            HttpMethod.Put, $"me/passkeys/{id}/confirmation",
            new { name, credential = key.Make(wished["options"]!) });
        return id;
    }

    public async Task Enrol()
    {
        var totp = Guid.NewGuid().ToString();
        Secret = (await Ask(HttpMethod.Put, $"me/totp/{totp}", new { }))["secret"]!.GetValue<string>();
        var confirmed = await Ask(HttpMethod.Put, $"me/totp/{totp}/confirmation", new { code = Code() });
        Codes = [.. confirmed["codes"]!.AsArray().Select(code => code!.GetValue<string>())];
    }

    /// <summary>The digits of this half minute.</summary>
    public string Code() => new OtpNet.Totp(Base32Encoding.ToBytes(Secret)).ComputeTotp(
        (shop.Clock?.GetUtcNow() ?? DateTimeOffset.UtcNow).UtcDateTime);

    /// <summary>The digits of the next half minute, which nobody has used.</summary>
    public Task<string> NewCode()
    {
        shop.Clock!.Advance(TimeSpan.FromSeconds(30));
        return Task.FromResult(Code());
    }

    public async Task<JsonNode> Ask(HttpMethod method, string path, object? body = null) =>
        Good(await Send(method, path, body));

    public async Task<(HttpStatusCode Status, JsonNode? Answer)> Send(HttpMethod method, string path, object? body)
    {
        var (status, answer, _) = await SendAll(method, path, body);
        return (status, answer);
    }

    public async Task<(HttpStatusCode Status, JsonNode? Answer, HttpResponseHeaders Headers)> SendAll(
        HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, $"/api/staff/{path}");
        if (Token is not null) request.Headers.Authorization = new("Bearer", Token);
        if (cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(pair => $"{pair.Key}={pair.Value}")));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await shop.Client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Assert.Contains("; secure; samesite=strict; httponly", cookie, StringComparison.Ordinal);
            var pair = cookie.Split(';')[0].Split('=', 2);
            cookies[pair[0]] = pair[1];
        }

        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers);
    }

    /// <summary>What somebody has who copied her cookies.</summary>
    public StaffPerson Copy()
    {
        var copy = new StaffPerson(shop, id, email) { Secret = Secret };
        foreach (var (name, value) in cookies) copy.cookies[name] = value;
        return copy;
    }

    private static JsonNode Good((HttpStatusCode Status, JsonNode? Answer) said)
    {
        Assert.True((int)said.Status < 300, $"{said.Status} {said.Answer}");
        return said.Answer!;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A browser in which somebody of staff signs in with an account at the sandbox's issuer.</summary>
public sealed class LoginBrowser(TestShop shop) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<string, string> cookies = [];

    /// <summary>What the page has made for the sign-in under way.</summary>
    public string Id { get; private set; } = Guid.NewGuid().ToString();

    public string? Token { get; private set; }

    /// <summary>Begins, and answers where the browser is sent; or why it is not.</summary>
    /// <param name="as">Who is signed in and adds an account.</param>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> Begin(object? invited = null, StaffPerson? @as = null)
    {
        Id = Guid.NewGuid().ToString();
        var body = invited is null ? new JsonObject() : System.Text.Json.JsonSerializer.SerializeToNode(invited)!;
        body["issuer"] = "sandbox";
        return await Send(
            HttpMethod.Put, $"/api/staff/{(@as is null ? "" : "me/")}logins/{Id}", body, @as?.Token);
    }

    /// <summary>Chooses somebody at the issuer; answers where the issuer sends the browser back to.</summary>
    public async Task<Uri> Choose(JsonNode? begun, string email, bool mfa = true)
    {
        var form = new Dictionary<string, string> { ["person"] = "else", ["email"] = email };
        if (mfa) form["mfa"] = "on";
        if (email.Length == 0) form["person"] = "nobody";
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(begun!["address"]!.GetValue<string>()), content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    /// <summary>Comes back to the shop; whatever happens, it leads to one page of the shop's own.</summary>
    public async Task Return(Uri callback)
    {
        Assert.StartsWith("http://localhost:8080/api/staff/oidc/callback/sandbox?", callback.ToString());
        using var request = Asked(HttpMethod.Get, callback.PathAndQuery);
        using var answer = await http.SendAsync(request);
        Keep(answer);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("http://localhost:8080/staff/oidc#", answer.Headers.Location!.ToString());
    }

    /// <summary>Asks what came of it.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> Finish(string? code = null)
    {
        var said = await Send(HttpMethod.Put, $"/api/staff/logins/{Id}/session", new { code });
        if (said.Status == HttpStatusCode.OK) Token = said.Answer!["token"]?.GetValue<string>();
        return said;
    }

    /// <summary>All of it; answers what the shop says in the end.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> SignIn(
        string email, bool mfa = true, object? invited = null, StaffPerson? @as = null)
    {
        var begun = await Begin(invited, @as);
        if (begun.Status != HttpStatusCode.OK) return begun;
        await Return(await Choose(begun.Answer, email, mfa));
        return await Finish();
    }

    public Task<(HttpStatusCode Status, JsonNode? Answer)> Ask(HttpMethod method, string path, object? body = null) =>
        Send(method, $"/api/staff/{path}", body, Token);

    /// <summary>Has what another browser has, as somebody who copied its cookies.</summary>
    public void CopyOf(LoginBrowser other)
    {
        Id = other.Id;
        foreach (var (name, value) in other.cookies) cookies[name] = value;
    }

    /// <summary>What the issuer is made to do next.</summary>
    public static async Task Tell(TestShop shop, string path, object body)
    {
        using var outside = new HttpClient();
        using var answer = await outside.PutAsJsonAsync($"{shop.Sandbox.Address}/sandbox/{path}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> Send(
        HttpMethod method, string path, object? body, string? token = null)
    {
        using var request = Asked(method, path);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await http.SendAsync(request);
        Keep(answer);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private HttpRequestMessage Asked(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(shop.Host.Address, path));
        lock (cookies)
        {
            if (cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", cookies.Select(pair => $"{pair.Key}={pair.Value}")));
        }

        return request;
    }

    private void Keep(HttpResponseMessage answer)
    {
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            // The issuer sends the browser back: only what it has begun with may come along from another site.
            bool isBegun = pair[0] == "__Host-staff-login";
            Assert.Contains($"; secure; samesite={(isBegun ? "lax" : "strict")}; httponly", cookie);
            lock (cookies)
            {
                if (pair[1].Length == 0) cookies.Remove(pair[0]);
                else cookies[pair[0]] = pair[1];
            }
        }
    }

    public void Dispose() => http.Dispose();
}

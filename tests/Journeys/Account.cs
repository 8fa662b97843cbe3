using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A customer who is signed in with the code out of her mailbox.</summary>
public sealed class Account
{
    private readonly IShop shop;

    private Account(IShop shop, JsonNode signedIn) => (this.shop, Id, Token, Device) = (
        shop, signedIn["customer"]!.GetValue<string>(), signedIn["token"]!.GetValue<string>(),
        signedIn["device"]!.GetValue<string>());

    public string Id { get; }

    public string Token { get; }

    /// <summary>What a browser would keep.</summary>
    public string Device { get; }

    public static async Task<Account> SignIn(
        IShop shop, string email = "maria@example.com", string? device = null)
    {
        var signIn = Guid.NewGuid().ToString();
        var asked = await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email, device });
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        var code = await CodeOf(shop, signIn, email);
        var (status, answer) = await Enter(shop, signIn, code);
        Assert.True(status == HttpStatusCode.OK, $"{answer}");
        return new(shop, answer!);
    }

    public static Task<(HttpStatusCode Status, JsonNode? Answer)> Enter(IShop shop, string signIn, string code) =>
        shop.Send(
            HttpMethod.Put, $"/api/sign-ins/{signIn}/code", null, new { code, attempt = "the-first" });

    /// <summary>The code in the mail of this sign-in, once it is there.</summary>
    public static async Task<string> CodeOf(IShop shop, string signIn, string email)
    {
        string? code = null;
        await shop.Until(
            async () => (code = (await Mails(shop, email)).LastOrDefault(
                mail => mail!.ToJsonString().Contains(signIn, StringComparison.Ordinal))?["subject"]
                !.GetValue<string>()[..6]) is not null,
            () => $"a mail with a code for {signIn}");
        return code!;
    }

    public static async Task<JsonArray> Mails(IShop shop, string to)
    {
        using var outside = new HttpClient();
        var address = $"{shop.Sandbox.Address}/mail/messages?to={Uri.EscapeDataString(to)}";
        return (await outside.GetFromJsonAsync<JsonNode>(address))!.AsArray();
    }

    public Task<JsonNode> Look(string path = "") => Ask(HttpMethod.Get, path);

    /// <summary>The same of what may not be there yet; null then.</summary>
    public async Task<JsonNode?> TryLook(string path)
    {
        var (status, answer) = await shop.Send(HttpMethod.Get, $"/api/customers/{Id}{path}", Token);
        return status == HttpStatusCode.OK ? answer : null;
    }

    public async Task<JsonNode> Ask(HttpMethod method, string path, object? body = null)
    {
        var (status, answer) = await shop.Send(method, $"/api/customers/{Id}{path}", Token, body);
        Assert.True((int)status < 300, $"{method} {path}: {status} {answer} {shop.Alarms}");
        return answer!;
    }
}

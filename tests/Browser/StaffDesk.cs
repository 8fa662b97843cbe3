using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OtpNet;

namespace Serverless.Tests.Browser;

/// <summary>What staff do, in their own words.</summary>
public static class StaffDesk
{
    public const string Password = "seven blue kites over Manila";

    /// <summary>Signs in as a new owner, who has joined a moment before.</summary>
    public static async Task SignIn(this Visitor staff)
    {
        await staff.Open("/staff");
        await staff.SignInHere();
    }

    /// <summary>The same on the page that is open.</summary>
    public static async Task SignInHere(this Visitor staff)
    {
        var (email, code) = await NewOwner();
        await staff.SignIn(email, code);
        await staff.Find("staff-nav").WaitForAsync();
    }

    public static async Task SignIn(this Visitor staff, string email, string code)
    {
        await staff.Find("field-email").FillAsync(email);
        await staff.Find("field-password").FillAsync(Password);
        await staff.Press("staff-sign-in");
        await staff.Find("field-code").FillAsync(code);
        await staff.Press("staff-sign-in");
    }

    /// <summary>Invites somebody; answers what the link in her mailbox carries.</summary>
    public static async Task<(string Id, string Email, string Token)> Invite(params string[] roles)
    {
        var id = Guid.NewGuid().ToString();
        var email = $"{id[..8]}@staff.example";
        await Put($"people/{id}", new { name = "Mona Reyes", email, roles });
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        for (int look = 0; look < 200; look++)
        {
            var letters = await outside.GetFromJsonAsync<JsonArray>($"/mail/messages?to={email}");
            if (letters!.FirstOrDefault()?["text"]!.GetValue<string>() is { } text)
                return (id, email, text.Split($"#{id}.", 2)[1].Split('\n', 2)[0].Trim());
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"No invitation came to {email}.");
    }

    /// <summary>The warehouse's robot works, or leaves the parcels to the test.</summary>
    public static async Task Robot(bool on)
    {
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        using var answer = await outside.PutAsJsonAsync("/sandbox/robot", new { on });
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>What an authenticator shows of a secret, which people type in groups.</summary>
    public static string CodeOf(string secret) =>
        new Totp(Base32Encoding.ToBytes(secret.Replace(" ", "", StringComparison.Ordinal))).ComputeTotp();

    /// <summary>An owner with an authenticator, and one of her recovery codes.</summary>
    private static async Task<(string Email, string Code)> NewOwner()
    {
        var (id, email, token) = await Invite("Owner");
        using var api = new HttpClient { BaseAddress = Site.Address };
        await Send(api, $"invitations/{id}/acceptance", new { token, password = Password });
        var session = await Send(api, $"sessions/{Guid.NewGuid()}", new { email, password = Password });
        api.DefaultRequestHeaders.Authorization = new("Bearer", session["token"]!.GetValue<string>());
        var totp = Guid.NewGuid();
        var secret = (await Send(api, $"me/totp/{totp}", new { }))["secret"]!.GetValue<string>();
        var confirmed = await Send(api, $"me/totp/{totp}/confirmation", new { code = CodeOf(secret) });
        return (email, confirmed["codes"]![0]!.GetValue<string>());
    }

    private static async Task<JsonNode> Send(HttpClient api, string path, object body)
    {
        using var answer = await api.PutAsJsonAsync($"/api/staff/{path}", body);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {said}");
        return JsonNode.Parse(said)!;
    }

    /// <summary>Asks the staff's API for what the pages have no form for.</summary>
    public static async Task Put(string path, object body)
    {
        using var api = new HttpClient { BaseAddress = Site.Address };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Site.StaffKey);
        using var answer = await api.PutAsJsonAsync($"/api/staff/{path}", body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Somebody cancels the promise of an order's money in the provider's dashboard.</summary>
    public static async Task Lapse(string order)
    {
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        var payments = await outside.GetFromJsonAsync<JsonArray>($"/sandbox/payments?order={order}");
        using var answer = await outside.PostAsJsonAsync(
            $"/sandbox/dashboard/{Assert.Single(payments!)!["payment"]}/cancellation", new { });
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>Has one of the parties outside fail until it is mended.</summary>
    public static async Task Break(string party, object fault)
    {
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        using var answer = await outside.PutAsJsonAsync($"/sandbox/faults/{party}", fault);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Nobody picks and packs meanwhile, or everybody does again.</summary>
    public static async Task Rest(bool rests)
    {
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        using var answer = await outside.PutAsJsonAsync("/sandbox/robot", new { on = !rests });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>All parties outside do their work again.</summary>
    public static async Task Mend()
    {
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        using var answer = await outside.DeleteAsync(new Uri("/sandbox/faults", UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode);
    }
}

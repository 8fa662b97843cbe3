using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Sandbox;

/// <summary>Where the issuer asks who one is: one of its people, or somebody else by an address.</summary>
internal sealed class AuthorizePage(
    IssuerRoutes issuer, IssuerLies lies, SandboxClock clock, SandboxOptions options)
{
    private static readonly (string Id, string Name, string Email)[] People =
    [
        ("mona", "Mona Reyes", "mona@sandbox.example"),
        ("paolo", "Paolo Cruz", "paolo@sandbox.example"),
        ("ines", "Ines Santos", "ines@sandbox.example"),
    ];

    public void Map(WebApplication app)
    {
        app.MapGet("/oidc/authorize", (HttpRequest request) => Show(request.Query));
        app.MapPost("/oidc/authorize", async (HttpRequest request) =>
            Answer(request.Query, request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty));
        app.MapGet("/issuer.css", () => Pages.Style("issuer.css"));
    }

    private IResult Show(IQueryCollection query)
    {
        if (Wrong(query) is { } wrong) return Page("wrong", wrong, "");
        string host = new Uri(query["redirect_uri"].ToString()).Authority;
        return Page("open", "", host);
    }

    // What is wrong with who asks is never told to its address, which may be anybody's (RFC 6749, 4.1.2.1).
    private string? Wrong(IQueryCollection query)
    {
        if (query["client_id"] != options.OidcClientId) return "No client of this issuer has this client_id.";
        string[] known = options.OidcRedirectUris.Split(',', StringSplitOptions.TrimEntries);
        if (!known.Contains(query["redirect_uri"].ToString()))
            return "The redirect_uri is not registered for this client.";
        if (query["response_type"] != "code") return "Only response_type=code is spoken here.";
        if (query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != 43)
            return "A code_challenge by S256 is needed.";
        return query["scope"].ToString().Split(' ').Contains("openid") ? null : "The scope openid is missing.";
    }

    private IResult Answer(IQueryCollection query, IFormCollection form)
    {
        if (Wrong(query) is { } wrong) return Page("wrong", wrong, "");
        string person = form["person"].ToString();
        string email = form["email"].ToString().Trim();
        if (person == "nobody") return Back(query, ("error", "access_denied"));
        // Who presses Enter in the field presses the first button with it: what was typed counts.
        if (email.Length == 0) email = People.FirstOrDefault(one => one.Id == person).Email ?? "";
        if (email.Length is < 3 or > 254) return Show(query);

        // Its name for a person says nothing of her address, as with the big ones.
        string subject = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"sandbox:{email}")))[..21];
        string code = issuer.Grant(new(
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)), query["client_id"].ToString(),
            query["redirect_uri"].ToString(), query["code_challenge"].ToString(), query["nonce"].ToString(), subject,
            email, form["mfa"] == "on", clock.WireNow));
        return Back(query, ("code", code));
    }

    private IResult Back(IQueryCollection query, (string Name, string Value) said)
    {
        string iss = lies.Takes("answer-issuer") ? "https://issuer.example" : issuer.Issuer;
        string named = lies.Takes("no-answer-issuer") ? "" : $"&iss={WebUtility.UrlEncode(iss)}";
        return Results.Redirect(
            $"{query["redirect_uri"]}?{said.Name}={said.Value}&state={WebUtility.UrlEncode(query["state"])}{named}");
    }

    private static IResult Page(string state, string message, string host)
    {
        var texts = new Dictionary<string, string> { ["state"] = state, ["message"] = message, ["host"] = host };
        foreach (var (id, name, email) in People)
            (texts[$"{id}-name"], texts[$"{id}-email"]) = (name, email);
        return Pages.Html("issuer.html", texts, state == "wrong" ? 400 : 200);
    }
}

using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What is the same for everybody who signs in, however she does.</summary>
public sealed class StaffDesk(
    TableStore store, RosterLook roster, AccessLook look, StaffTokens tokens, TimeProvider clock)
{
    /// <summary>A session as it begins in the browser that asks for it.</summary>
    public StaffSession Session(HttpRequest request, string id, string how, bool isStrong) => new(
        id, clock.GetUtcNow(), how, isStrong, BrowserOf(request), Brakes.NetworkOf(request));

    /// <summary>What somebody who is signed in is answered: a token for the page, cookies for the browser.</summary>
    public IResult Answer(HttpRequest request, StaffMember member, StaffAccess access, StaffSession session)
    {
        var now = clock.GetUtcNow();
        var until = now + StaffTokens.AccessLife;
        tokens.SetCookies(request, member.Id, session, now);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Answers.Ok(new
        {
            Token = tokens.Access(member.Id, session.Id, until),
            Until = until,
            Session = session.Id,
            Member = member.Id,
            member.Name,
            member.Roles,
            Enrolled = session.IsStrong,
            access.GraceUntil,
        });
    }

    public void Saw(StaffAccess access) => look.Saw(access);

    /// <summary>Somebody who was invited has come.</summary>
    public async Task Join(Id<StaffMember> member, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var joined = await store.Update(StaffRoster.Id, $"joined-{member}", known => known.Join(member, now), stop);
        if (!joined.IsRefused(out _, out var seen)) roster.Saw(seen);
    }

    // Enough to know one's own browsers apart, and no more.
    private static string BrowserOf(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        string browser = First(
            agent, ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"));
        string system = First(
            agent, ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
            ("Linux", "Linux"));
        return $"{browser}, {system}";
    }

    private static string First(string agent, params (string Sign, string Name)[] known) => known
        .Where(one => agent.Contains(one.Sign, StringComparison.Ordinal)).Select(one => one.Name)
        .FirstOrDefault("another");
}

/// <summary>Passwords in a body.</summary>
public static class PasswordFields
{
    public const int Shortest = 12;
    public const int Longest = 128;

    /// <summary>A new password: long, and not what anybody would try first (NIST SP 800-63B, 5.1.1.2).</summary>
    public static string NewPassword(this Fields fields, string name, params string[] known)
    {
        var text = fields.Text(name, Longest);
        if (text.Length < Shortest) fields.Refuse(name, $"At least {Shortest} characters; a few words do well.");
        else if (text.Distinct().Count() < 5) fields.Refuse(name, "More different characters.");
        else if (known.Any(word => word.Length > 3 && text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            fields.Refuse(name, "Not with your name or address in it.");
        return text;
    }
}

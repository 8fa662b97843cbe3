using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Whose session an access token is for, if it is good.</summary>
public sealed record SessionClaim(Id<StaffMember> Member, string Session);

/// <summary>What people of staff show: signed, so that no token is kept anywhere.</summary>
/// <remarks>
/// The access token lives for ten minutes in the page's memory; the other two are cookies that no script can read and
/// no other site can send. The keys are made of those of the setting TokenKey: the first signs, all of them hold.
/// </remarks>
public sealed class StaffTokens(Settings settings)
{
    public static readonly TimeSpan AccessLife = TimeSpan.FromMinutes(10);

    public const string Prefix = "sat_";
    private const string RefreshCookie = "__Host-staff";
    private const string DeviceCookie = "__Host-staff-device";
    private static readonly TimeSpan DeviceLife = TimeSpan.FromDays(180);

    private readonly byte[][] keys =
    [
        .. Settings.KeysIn(settings.TokenKey).Select(key => HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes("staff"))),
    ];

    public string Access(Id<StaffMember> member, string session, DateTimeOffset until)
    {
        var claim = $"{member}.{session}.{until.ToUnixTimeSeconds()}";
        return $"{Prefix}{claim}.{Sign($"access:{claim}")}";
    }

    public SessionClaim? ReadAccess(string bearer, DateTimeOffset now)
    {
        if (!bearer.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var parts = bearer[Prefix.Length..].Split('.');
        bool good = parts.Length == 4
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long until)
            && until > now.ToUnixTimeSeconds()
            && IsSigned($"access:{parts[0]}.{parts[1]}.{parts[2]}", parts[3]);
        return good ? new(new(parts[0]), parts[1]) : null;
    }

    /// <summary>What the mailed link carries.</summary>
    public string ForInvitation(Id<StaffMember> member, string invitation) =>
        $"{invitation}.{Sign($"invitation:{member}:{invitation}")}";

    /// <summary>The invitation that a link is for; null where it is not one of ours.</summary>
    public string? InvitationIn(Id<StaffMember> member, string token)
    {
        var parts = token.Split('.');
        return parts.Length == 2 && IsSigned($"invitation:{member}:{parts[0]}", parts[1]) ? parts[0] : null;
    }

    /// <summary>Gives the browser what it renews its session with, and what it is known by from now on.</summary>
    public void SetCookies(HttpRequest request, Id<StaffMember> member, StaffSession session, DateTimeOffset now)
    {
        var claim = $"{member}.{session.Id}.{session.Turn}";
        var until = Earlier(session.TurnedAt + StaffSession.Idle, session.StartedAt + StaffSession.Longest);
        Set(request, RefreshCookie, $"{claim}.{Sign($"refresh:{claim}")}", until);
        if (DeviceOf(request, member) is null)
        {
            var device = $"{member}.{Guid.NewGuid():N}";
            Set(request, DeviceCookie, $"{device}.{Sign($"device:{device}")}", now + DeviceLife);
        }
    }

    public static void DropRefresh(HttpRequest request) => Set(request, RefreshCookie, "", DateTimeOffset.UnixEpoch);

    /// <summary>Which session the browser wants to renew, and with its how manyeth token.</summary>
    public (SessionClaim Claim, int Turn)? ReadRefresh(HttpRequest request)
    {
        var parts = (request.Cookies[RefreshCookie] ?? "").Split('.');
        bool good = parts.Length == 4
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && IsSigned($"refresh:{parts[0]}.{parts[1]}.{parts[2]}", parts[3]);
        return good
            ? (new(new(parts[0]), parts[1]), int.Parse(parts[2], CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The browser in which she has signed in before; null where she has not.</summary>
    public string? DeviceOf(HttpRequest request, Id<StaffMember> member)
    {
        var parts = (request.Cookies[DeviceCookie] ?? "").Split('.');
        bool good = parts.Length == 3 && parts[0] == member.Value
            && IsSigned($"device:{parts[0]}.{parts[1]}", parts[2]);
        return good ? parts[1] : null;
    }

    /// <summary>A text for a browser to keep, which it cannot change.</summary>
    public string Mark(string kind, string text)
    {
        var packed = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        return $"{packed}.{Sign($"{kind}:{packed}")}";
    }

    /// <summary>The text that a browser has kept; null where it is none of ours.</summary>
    public string? TextIn(string kind, string marked)
    {
        var parts = marked.Split('.');
        return parts.Length == 2 && IsSigned($"{kind}:{parts[0]}", parts[1])
            ? Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]))
            : null;
    }

    /// <summary>A name for something that shall not be read.</summary>
    public string NameOf(string what) => Sign($"name:{what}");

    private static void Set(HttpRequest request, string name, string value, DateTimeOffset until) =>
        request.HttpContext.Response.Cookies.Append(name, value, new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            Expires = until,
        });

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private bool IsSigned(string what, string mac) => keys.Any(key => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Sign(key, what)), Encoding.ASCII.GetBytes(mac)));

    private string Sign(string what) => Sign(keys[0], what);

    private static string Sign(byte[] key, string what) => System.Buffers.Text.Base64Url.EncodeToString(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(what)));
}

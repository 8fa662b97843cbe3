using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Who has come in by a staff route.</summary>
/// <param name="Member">Null for a key.</param>
/// <param name="Session">The session that she has come in by; null for a key.</param>
/// <param name="IsStrong">Whether a second factor was shown; a key needs none.</param>
/// <param name="GraceUntil">Until when she may do without.</param>
public sealed record Caller(
    Actor Actor, IReadOnlyList<StaffRole> Roles, Id<StaffMember>? Member = null, string? Session = null,
    bool IsStrong = true, DateTimeOffset? GraceUntil = null);

/// <summary>Lets in whom a staff route is for, and nobody else.</summary>
public sealed class StaffDoor(
    TableStore store, RosterLook look, AccessLook sessions, StaffTokens tokens, TimeProvider clock,
    ILogger<StaffDoor> logger)
{
    private static readonly object Place = new();

    /// <summary>Who was let in; a staff route that is open has nobody.</summary>
    public static Caller? Of(HttpRequest request) => request.HttpContext.Items[Place] as Caller;

    /// <summary>Whether what a request shows is meant for this door.</summary>
    public static bool Knocks(HttpRequest? request) =>
        request is not null && Bearer(request) is var bearer
        && (bearer.StartsWith(KeyToken.Prefix, StringComparison.Ordinal)
            || bearer.StartsWith(StaffTokens.Prefix, StringComparison.Ordinal));

    /// <summary>Why she may not come in; null when she may.</summary>
    /// <param name="function">The name of the route's function.</param>
    public async Task<Refusal?> Stop(HttpRequest request, string function, CancellationToken stop)
    {
        if (StaffRoutes.Of(function) is not { } need) return StaffRefusals.Role;
        if (need.IsOpen) return null;
        using var scope = StorageCalls.For(nameof(StaffDoor));
        var bearer = Bearer(request);
        if ((await ByKey(bearer, stop) ?? await BySession(bearer, stop)) is not { } caller)
        {
            // Whoever shows nothing has not tried anything.
            if (bearer.Length > 0)
                logger.LogWarning(StaffEvents.TokenRefused, "{Function}: a token of staff is not good.", function);
            return StaffRefusals.Token;
        }

        if (!need.Allows(caller.Roles))
        {
            logger.LogWarning(
                StaffEvents.RoleRefused, "{Function}: {Actor} has no role for it.", function, caller.Actor);
            return StaffRefusals.Role;
        }

        if (need.IsOwn && caller.Member is null) return StaffRefusals.OnlyPeople;
        bool isGraced = !need.IsOwners && clock.GetUtcNow() < caller.GraceUntil;
        if (!caller.IsStrong && !need.IsOwn && !isGraced)
        {
            logger.LogWarning(
                StaffEvents.FactorMissing, "{Function}: {Actor} has shown no second factor.", function, caller.Actor);
            return StaffRefusals.SecondFactor;
        }

        request.HttpContext.Items[Place] = caller;
        return null;
    }

    private async Task<Caller?> ByKey(string bearer, CancellationToken stop)
    {
        if (KeyToken.Read(bearer) is not { } shown) return null;
        var now = clock.GetUtcNow();
        var key = (await look.Now(stop)).Find(shown.Id)
            ?? (await look.Now(stop, RosterLook.Soonest)).Find(shown.Id);
        if (key is null || !key.IsGood(now) || !KeyToken.Same(key.Hash, shown.Hash)) return null;
        if (key.IsNewUse(now)) await Note(key, now, stop);
        return new(Actor.Of(key.Id), key.Roles);
    }

    private async Task<Caller?> BySession(string bearer, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (tokens.ReadAccess(bearer, now) is not { } claim) return null;
        var member = (await look.Now(stop)).Find(claim.Member);
        var access = await sessions.Now(claim.Member, stop);
        return member is { IsHere: true } && access?.Find(claim.Session) is { } session && session.IsGood(now)
            ? new(Actor.Of(member.Id), member.Roles, member.Id, session.Id, session.IsStrong, access.GraceUntil)
            : null;
    }

    private async Task Note(ApiKey key, DateTimeOffset now, CancellationToken stop)
    {
        var used = await store.Update(
            StaffRoster.Id, $"used-{key.Id}-{now.UtcTicks / ApiKey.UseStep.Ticks}", roster => roster.Use(key.Id, now),
            stop);
        if (!used.IsRefused(out _, out var roster)) look.Saw(roster);
        logger.LogInformation(StaffEvents.KeyUsed, "{Actor} is used in this hour.", Actor.Of(key.Id));
    }

    private static string Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
    }
}

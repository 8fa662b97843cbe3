using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The keys of integrations. Whoever makes one makes its secret: the shop only ever sees the hash.</summary>
public sealed class KeyFunctions(TableStore store, RosterLook look, TimeProvider clock)
{
    [Function("GetApiKeys")]
    public async Task<IResult> All(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/keys")] HttpRequest request,
        CancellationToken stop)
    {
        var roster = await look.Now(stop, TimeSpan.Zero);
        return Answers.Ok(new { Items = roster.Keys.OrderByDescending(key => key.CreatedAt).Select(ViewOf) });
    }

    [Function("PutApiKey")]
    public async Task<IResult> Issue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/keys/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<ApiKey>.TryParse(id, out var key)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var asked = KeyIn(fields, key, fields.Roles("roles"), StaffDoor.Of(request)!.Actor, clock.GetUtcNow());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        // A cause that is known changes nothing, whatever it asks for: so what is there is compared.
        var issued = await store.Update(StaffRoster.Id, $"issued-{key}", roster => roster.Issue(asked), stop);
        if (issued.IsRefused(out var refusal, out var known)) return Answers.Problem(refusal);
        look.Saw(known);
        return known.Find(key) is { } now && now.IsSame(asked)
            ? Answers.Ok(ViewOf(now))
            : Answers.Problem(StaffRefusals.KeyTaken);
    }

    [Function("PutApiKeyRevocation")]
    public async Task<IResult> Revoke(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/keys/{id}/revocation")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return Id<ApiKey>.TryParse(id, out var key)
            ? await Revoke(key, now, stop)
            : Answers.Problem(StaffRefusals.KeyUnknown);
    }

    /// <summary>A key as it is asked for: <c>name</c>, <c>hash</c>, <c>days</c>.</summary>
    internal static ApiKey KeyIn(
        Fields fields, Id<ApiKey> id, ImmutableArray<StaffRole> roles, Actor by, DateTimeOffset now) => new(
            id, fields.Text("name", 60), roles, fields.Hash("hash"), now,
            now.AddDays(fields.Number("days", 1, ApiKey.LongestDays)), by.ToString());

    /// <summary>All that is shown of a key: not even its hash.</summary>
    internal static object ViewOf(ApiKey key) => new
    {
        key.Id,
        key.Name,
        key.Roles,
        key.CreatedAt,
        key.ExpiresAt,
        key.RevokedAt,
        key.UsedAt,
        key.By,
    };

    private async Task<IResult> Revoke(Id<ApiKey> key, DateTimeOffset now, CancellationToken stop)
    {
        var changed = await store.Update(
            StaffRoster.Id, $"revoked-{key}", roster => roster.Revoke(key, now), stop);
        if (changed.IsRefused(out var refusal, out var roster)) return Answers.Problem(refusal);
        look.Saw(roster);
        return roster.Find(key) is { } revoked
            ? Answers.Ok(ViewOf(revoked))
            : Answers.Problem(StaffRefusals.KeyUnknown);
    }
}

/// <summary>Roles in a body.</summary>
public static class RoleFields
{
    /// <summary>One role or more, by their names.</summary>
    public static ImmutableArray<StaffRole> Roles(this Fields fields, string name)
    {
        bool listed = fields.Element.TryGetProperty(name, out var value)
            && value.ValueKind == System.Text.Json.JsonValueKind.Array && value.GetArrayLength() is > 0 and <= 6;
        var words = listed ? value.EnumerateArray().Select(word => word.ToString()).ToList() : [];
        var names = Enum.GetNames<StaffRole>();
        if (listed && words.TrueForAll(names.Contains))
            return [.. words.Distinct().Select(Enum.Parse<StaffRole>).Order()];
        fields.Refuse(name, $"A list of one or more of {string.Join(", ", names)}.");
        return [];
    }
}

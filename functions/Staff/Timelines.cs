using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A record's timeline as staff see it: what happened to it, and who asked for what.</summary>
public sealed class Timelines(AuditTrail trail, RosterLook roster)
{
    private const int MostDeeds = 100;

    /// <summary>
    /// The record's changes with who made them at once, and between them what was asked of its process, which does it
    /// a moment later. In the order of time.
    /// </summary>
    /// <param name="record">As the audit trail names it: <c>orders/…</c>.</param>
    public async Task<IReadOnlyList<object>> Of(
        string record, IReadOnlyList<Fact> facts, CancellationToken stop, bool withData = false)
    {
        var deeds = await trail.Read(record, MostDeeds, null, stop);
        var names = await roster.Now(stop);
        var happened = facts.Select(fact => (fact.At, Order: 1, Moment: (object)new
        {
            fact.At,
            fact.Status,
            fact.Cause,
            Data = withData ? fact.Data : (object?)null,
            By = NameOf(names, fact.By),
        }));
        var asked = deeds.Items.Select(deed => (deed.At, Order: 0, Moment: (object)new
        {
            deed.At,
            Status = "Asked",
            Cause = deed.What,
            deed.Refused,
            By = NameOf(names, deed.By),
        }));
        return [.. happened.Concat(asked).OrderBy(one => one.At).ThenBy(one => one.Order).Select(one => one.Moment)];
    }

    /// <summary>Who an actor is, to people who work with her.</summary>
    public static object? NameOf(StaffRoster roster, string? actor)
    {
        if (actor?.Split(':', 2) is not [var kind, var id]) return null;
        var name = kind switch
        {
            "member" => roster.Find(new Id<StaffMember>(id))?.Name,
            "key" => roster.Find(new Id<ApiKey>(id))?.Name,
            _ => "Setup",
        };
        return new { Actor = actor, Name = name ?? "Somebody" };
    }
}

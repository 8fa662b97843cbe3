using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Finds whom a leak concerns, a page of records at a time; looked at again, a page finds the same.</summary>
public sealed class BreachScopeActivities(TableStore store, LeakedRecords leaked)
{
    private const string People = "people";
    private const int PageSize = 100;

    [Function("FindAffected")]
    public async Task<Result<bool>> Find([ActivityTrigger] BreachScopeStart start, CancellationToken stop)
    {
        var scope = (await store.Find(start.Id, stop))?.Record
            ?? new BreachScope(start.Id, start.Breach, [.. start.Kinds, People]);
        if (start.Turn == 1)
        {
            var looked = await store.Update(
                start.Breach, $"scope-{start.Id}", breach => breach.Look(start.Id), stop);
            if (looked.Refusal is { } refusal) return refusal;
        }

        if (scope.IsOver) return true;
        var next = scope.Places[scope.Place] == People
            ? await Count(scope, stop)
            : await Look(start, scope, stop);
        var kept = await store.Put(start.Id, $"turn-{start.Turn}", known => Result(next), stop);
        return kept.As(now => now.IsOver);
    }

    private async Task<BreachScope> Look(BreachScopeStart start, BreachScope scope, CancellationToken stop)
    {
        var part = await leaked.Page(scope.Places[scope.Place], scope.After, stop);
        int records = 0;
        foreach (var one in part.Found.Where(one => Concerns(start, one)))
        {
            records++;
            var id = BreachPerson.Named(start.Breach, one.Customer);
            var found = await store.Put(
                id, $"{start.Id}-{start.Turn}-{one.Source}",
                known => Result((known ?? new(id, start.Breach, one.Customer, start.Id, []))
                    .Add(start.Id, one.Categories, one.Order, one.Cart, one.Country)), stop);
            found.OrThrow();
        }

        return scope.Advance(part.Seen, records, part.Next);
    }

    // Counted from the people that were found, so that who is found twice counts once, whatever was repeated.
    private async Task<BreachScope> Count(BreachScope scope, CancellationToken stop)
    {
        var page = await store.List<BreachPerson>(PrivacyKinds.PeopleOf(scope.Breach), PageSize, scope.After, stop);
        return page.Items.Select(stored => stored.Record).Where(person => person.Scope == scope.Id)
            .Aggregate(scope, (all, person) => all.Count(person))
            .Advance(0, 0, page.Cursor);
    }

    private static bool Concerns(BreachScopeStart start, LeakedRecord one) =>
        one.Categories.Count > 0
        && (start.Only.IsEmpty || start.Only.Contains(one.Customer))
        && (one.MadeAt is not { } made || (made >= (start.MadeFrom ?? made) && made <= start.MadeUntil));

    private static Result<T> Result<T>(T value) => value;
}

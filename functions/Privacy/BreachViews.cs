using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A case of leaked data as staff see it, with its clock.</summary>
public sealed class BreachViews(TableStore store, BreachNotice notice, TimeProvider clock)
{
    public async Task<BreachScope?> ScopeOf(Breach breach, CancellationToken stop) =>
        breach.Scope is { } scope ? (await store.Find(scope, stop))?.Record : null;

    public object Row(Breach breach) => new
    {
        breach.Id,
        breach.Status,
        breach.AwareAt,
        breach.Deadline,
        DeadlineThere = notice.Shown(breach.Deadline),
        IsLate = !breach.IsSettled && breach.IsLate(clock.GetUtcNow()),
        breach.Waiting,
        breach.Attention,
        breach.Story.Nature,
        breach.Story.Happened,
        breach.ClosedAt,
    };

    public async Task<object> Whole(Stored<Breach> stored, CancellationToken stop)
    {
        var breach = stored.Record;
        var scope = await ScopeOf(breach, stop);
        return new
        {
            Case = Row(breach),
            stored.Version,
            breach.OpenedAt,
            breach.Story,
            Parties = Enum.GetValues<BreachParty>().Select(party => new
            {
                Party = party,
                Need = BreachDuty.Of(breach, party),
                Source = BreachDuty.SourceOf(party),
                Answer = breach.Answers.FirstOrDefault(answer => answer.Party == party),
            }),
            Scope = scope is null ? null : new
            {
                scope.Id,
                scope.IsOver,
                Place = scope.IsOver ? null : scope.Places[scope.Place],
                scope.Seen,
                scope.Records,
                scope.People,
                scope.Categories,
                scope.Countries,
                scope.InEurope,
                MayNotWait = scope.People >= BreachDuty.Many,
            },
            Missing = BreachNotice.Missing(breach, scope),
            MissingInLetter = breach.Story.MissingForPeople().Select(field => field.Name),
            Kinds = BreachKinds.All.Select(kind => new { Kind = kind, Data = BreachKinds.CategoriesIn(kind) }),
            Timeline = (await store.Timeline(breach.Id, stop)).Select(fact => new { fact.At, fact.Cause }),
        };
    }
}

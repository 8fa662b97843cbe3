using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Whom a leak concerns: staff have them looked for, read the notices, and have the letters sent.</summary>
public sealed class BreachPeopleFunctions(
    TableStore store, BreachViews views, BreachNotice notice, BreachLetter letter, TimeProvider clock)
{
    private static readonly BreachParty[] Authorities = [BreachParty.Npc, BreachParty.Eu];

    [Function("PutBreachScope")]
    public async Task<IResult> Look(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/breaches/{id}/scopes/{scope}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string scope, CancellationToken stop)
    {
        if (!Id<BreachScope>.TryParse(scope, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        if (await Find(id, stop) is not { } breach) return Answers.Problem(BreachRefusals.Unknown);
        if (breach.Scope == asked) return Accepted(request, breach);
        if (breach.Status == BreachStatus.Closed) return Answers.Problem(BreachRefusals.Closed);
        var story = breach.Story;
        if (story.Kinds.IsEmpty) return Answers.Problem(BreachRefusals.NoKinds);
        var start = new BreachScopeStart(
            asked, breach.Id, story.Kinds, story.MadeFrom, story.MadeUntil ?? story.Until ?? clock.GetUtcNow(),
            story.Only, 1);
        var begun = await Processes.Start(
            client, nameof(BreachScopeOrchestration), asked.Value, start,
            (first, again) => first.Breach == again.Breach, BreachRefusals.ScopeTaken);
        return begun.Refusal is { } taken ? Answers.Problem(taken) : Accepted(request, breach);
    }

    /// <summary>Whom the last look has found, with what of each; a page at a time.</summary>
    [Function("GetBreachPeople")]
    public async Task<IResult> People(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/breaches/{id}/people")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { } breach) return Answers.Problem(BreachRefusals.Unknown);
        if (Page.Of(request, "people").IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        var found = await store.List<BreachPerson>(
            PrivacyKinds.PeopleOf(breach.Id), page.Limit, page.Cursor, stop);
        return Answers.Ok(new
        {
            Items = found.Items.Select(stored => stored.Record).Where(person => person.Scope == breach.Scope)
                .Select(person => new
                {
                    person.Customer,
                    person.Categories,
                    person.Country,
                    person.ToldAt,
                    person.Unreachable,
                }),
            found.Cursor,
        });
    }

    /// <summary>The notice to an authority as it would be sent now, as a text to take along.</summary>
    [Function("GetBreachNotice")]
    public async Task<IResult> Notice(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/breaches/{id}/notices/{party}")]
        HttpRequest request, string id, string party, CancellationToken stop)
    {
        var to = Authorities.Where(one => $"{one}" == party).ToList();
        if (to.Count == 0 || await Find(id, stop) is not { } breach) return Answers.Problem(BreachRefusals.Unknown);
        var text = notice.For(to[0], breach, await views.ScopeOf(breach, stop), clock.GetUtcNow());
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(
            Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", $"breach-notice-{to[0]}-{breach.Id}.txt");
    }

    /// <summary>The letter as somebody would read it of whom all leaked that did of anybody.</summary>
    [Function("GetBreachLetter")]
    public async Task<IResult> Sample(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/breaches/{id}/letter")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { } breach) return Answers.Problem(BreachRefusals.Unknown);
        var scope = await views.ScopeOf(breach, stop);
        var anybody = new BreachPerson(
            new("sample"), breach.Id, new("sample"), scope?.Id ?? default, [.. scope?.Categories.Keys ?? []]);
        var mail = letter.To(breach, anybody, "");
        return Answers.Ok(new
        {
            mail.Subject,
            mail.Text,
            Missing = breach.Story.MissingForPeople().Select(field => field.Name),
        });
    }

    [Function("PutBreachLetters")]
    public async Task<IResult> Write(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/breaches/{id}/letters/{letters}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string letters, CancellationToken stop)
    {
        if (!Id<BreachLettersStart>.TryParse(letters, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        if (await Find(id, stop) is not { } breach) return Answers.Problem(BreachRefusals.Unknown);
        if (await client.GetInstanceAsync(asked.Value, getInputsAndOutputs: true, stop) is null
            && await Hindrance(breach, stop) is { } no) return Answers.Problem(no);
        var start = new BreachLettersStart(asked, breach.Id, breach.Scope ?? default, null, 0, 0, false);
        // Whichever input it has by now: it is the one with this id.
        var begun = await Processes.Start(
            client, nameof(BreachLettersOrchestration), asked.Value, start,
            (first, again) => first.Breach == again.Breach, BreachRefusals.LettersTaken);
        return begun.Refusal is { } taken ? Answers.Problem(taken) : Accepted(request, breach);
    }

    private async Task<Refusal?> Hindrance(Breach breach, CancellationToken stop)
    {
        if (breach.Status == BreachStatus.Closed) return BreachRefusals.Closed;
        if (await views.ScopeOf(breach, stop) is not { IsOver: true } scope) return BreachRefusals.NoScope;
        if (scope.People == 0) return BreachRefusals.Nobody;
        return breach.Story.MissingForPeople() is { Count: > 0 } missing
            ? BreachRefusals.Missing with { Fields = missing }
            : null;
    }

    private async Task<Breach?> Find(string id, CancellationToken stop) =>
        Id<Breach>.TryParse(id, out var breach) ? (await store.Find(breach, stop))?.Record : null;

    private static IResult Accepted(HttpRequest request, Breach breach) =>
        Answers.Accepted(request, $"/api/staff/breaches/{breach.Id}", new { breach.Id });
}

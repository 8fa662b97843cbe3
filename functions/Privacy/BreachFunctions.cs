using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Staff open a case of leaked data, say what is known of it in phases, and close it.</summary>
/// <remarks>NPC Circular 16-03 sections 11 to 19; GDPR art. 33 and 34.</remarks>
public sealed class BreachFunctions(
    TableStore store, BreachViews views, TextSeal seal, ShopPolicy policy, TimeProvider clock)
{
    [Function("PutBreach")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/breaches/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Breach>.TryParse(id, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var now = clock.GetUtcNow();
        var aware = fields.OptionalPast("awareAt", policy.Seller, now);
        if (aware is null) fields.Refuse("awareAt", "This is needed: since when it is known, or believed.");
        var found = fields.OptionalPast("foundAt", policy.Seller, now) ?? aware ?? now;
        var happened = fields.Text("happened", BreachStories.MostWords);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        // A clock that is a little ahead of ours has not seen the future.
        var awareAt = aware!.Value < now ? aware.Value : now;
        var start = new BreachStart(
            asked, awareAt, found < awareAt ? found : aware.Value == found ? awareAt : found, now,
            seal.Seal(asked.Value, happened));
        var story = new BreachStory(start.FoundAt) { Happened = happened };
        if (Breach.Open(asked, awareAt, story, now).Refusal is { } no) return Answers.Problem(no);
        var begun = await Processes.Start(
            client, nameof(BreachOrchestration), asked.Value, start,
            (first, again) => first.AwareAt == again.AwareAt && HappenedIn(first) == happened, BreachRefusals.Taken);
        return begun.Refusal is { } taken
            ? Answers.Problem(taken)
            : Answers.Accepted(request, $"/api/staff/breaches/{asked}", new { Id = asked });
    }

    [Function("GetBreaches")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/breaches")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, PrivacyKinds.OfBreaches).IsRefused(out var refusal, out var page))
            return Answers.Problem(refusal);
        var found = await store.List<Breach>($"breaches.{page.List}", page.Limit, page.Cursor, stop);
        return Answers.Ok(new { Items = found.Items.Select(stored => views.Row(stored.Record)), found.Cursor });
    }

    [Function("GetBreach")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/breaches/{id}")] HttpRequest request,
        string id, CancellationToken stop) =>
        Id<Breach>.TryParse(id, out var breach) && await store.Find(breach, stop) is { } stored
            ? Answers.Ok(await views.Whole(stored, stop))
            : Answers.Problem(BreachRefusals.Unknown);

    /// <summary>A phase: the whole of what is known now, written on what the asker has seen.</summary>
    [Function("PutBreachStory")]
    public async Task<IResult> Tell(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/breaches/{id}/story")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Breach>.TryParse(id, out var breach)) return Answers.Problem(BreachRefusals.Unknown);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var now = clock.GetUtcNow();
        var story = BreachStories.In(fields, policy.Seller, now);
        int version = fields.Number("version", 1, int.MaxValue);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (await store.Find(breach, stop) is not { } seen) return Answers.Problem(BreachRefusals.Unknown);
        bool isSame = seen.Record.Story.Equals(story);
        if (!isSame && seen.Version != version) return Answers.Problem(BreachRefusals.Changed);
        var told = await store.Update(
            breach, $"story-{Guid.NewGuid():N}",
            known => known.Story.Equals(seen.Record.Story) ? known.Tell(story, now) : BreachRefusals.Changed, stop);
        return told.Refusal is { } refusal ? Answers.Problem(refusal) : await Get(request, id, stop);
    }

    /// <summary>Somebody was told, or will not be and why; late, it says why so late (GDPR art. 33 (1)).</summary>
    [Function("PutBreachAnswer")]
    public async Task<IResult> Answer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/breaches/{id}/answers/{party}")]
        HttpRequest request, string id, string party, CancellationToken stop)
    {
        if (!Id<Breach>.TryParse(id, out var breach) || await store.Find(breach, stop) is not { Record: var seen })
            return Answers.Problem(BreachRefusals.Unknown);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        if (!Enum.GetNames<BreachParty>().Contains(party))
            fields.Refuse("party", $"One of {string.Join(", ", Enum.GetNames<BreachParty>())}.");
        var now = clock.GetUtcNow();
        bool told = fields.Flag("told");
        var at = fields.OptionalPast("at", policy.Seller, now) ?? now;
        bool needsReason = !told || seen.IsLate(at);
        var reason = needsReason ? fields.Text("reason", 500) : fields.Optional("reason", 500);
        var reference = fields.Optional("reference", 100);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var answer = new BreachAnswer(Enum.Parse<BreachParty>(party), told, at)
        {
            Reference = reference,
            Reason = reason,
        };
        var answered = await store.Update(breach, $"answer-{Guid.NewGuid():N}", known => known.Answer(answer), stop);
        return answered.Refusal is { } refusal ? Answers.Problem(refusal) : await Get(request, id, stop);
    }

    [Function("PutBreachClosing")]
    public async Task<IResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/breaches/{id}/closing")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Breach>.TryParse(id, out var breach) || await store.Find(breach, stop) is null)
            return Answers.Problem(BreachRefusals.Unknown);
        var closed = await store.Update(breach, "closed", known => known.Close(clock.GetUtcNow()), stop);
        return closed.Refusal is { } refusal ? Answers.Problem(refusal) : await Get(request, id, stop);
    }

    private string HappenedIn(BreachStart start) => seal.Open<string>(start.Id.Value, start.Happened);
}

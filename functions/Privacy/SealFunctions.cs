using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>
/// Staff have everything sealed that an earlier release kept in the clear, or brought under a new key of the shop.
/// </summary>
public sealed class SealFunctions(
    TableStore store, RecordKinds kinds, PrivateFiles files, Mailboxes mailboxes, OrderSearch search, TextSeal seal,
    ILogger<SealFunctions> logger)
{
    // What an account says of its customer is sealed by the shop's key itself.
    private const string Accounts = "customers";

    // Orders are found by words under the shop's key; those of an earlier release by none.
    private const string Words = "words of orders";

    private static readonly SealStart Beginning = new(null, null, 0, 0, false);

    [Function("PutSealing")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/sealings/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<SealStart>.TryParse(id, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        // Whichever input it has by now: it is the one with this id.
        var begun = await Processes.Start(
            client, nameof(SealOrchestration), asked.Value, Beginning, (_, _) => true, SealRefusals.Taken);
        return begun.Refusal is { } taken
            ? Answers.Problem(taken)
            : Answers.Accepted(request, $"/api/staff/sealings/{asked}", new { Id = asked });
    }

    [Function("GetSealing")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/sealings/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var instance = Id<SealStart>.TryParse(id, out var asked)
            ? await client.GetInstanceAsync(asked.Value, getInputsAndOutputs: true, stop)
            : null;
        if (instance?.Name != nameof(SealOrchestration)) return Answers.Problem(SealRefusals.Unknown);
        var end = instance.IsCompleted ? instance.ReadOutputAs<Result<SealStart>>() : null;
        if (end?.Refusal is { } refusal) return Answers.Problem(refusal);
        var progress = end?.Value ?? instance.ReadInputAs<SealStart>() ?? Beginning;
        return Answers.Ok(new { Id = asked, progress.IsOver, progress.Table, progress.Seen, progress.Changed });
    }

    [Function("SealSome")]
    public async Task<Result<SealStart>> Seal([ActivityTrigger] SealStart progress, CancellationToken stop)
    {
        string[] places = [.. kinds.Personal, .. PrivateFiles.Containers, Words, Accounts];
        var table = progress.Table ?? places[0];
        var part = table == Accounts ? await SealAccounts(progress.After, stop)
            : table == Words ? await KeepWords(progress.After, stop)
            : PrivateFiles.Containers.Contains(table) ? await files.In(table).SealSome(progress.After, stop)
            : await store.SealSome(table, progress.After, stop);
        var (seen, changed) = (progress.Seen + part.Seen, progress.Changed + part.Changed);
        logger.LogInformation("Sealing {Table}: {Seen} seen, {Changed} changed.", table, seen, changed);
        if (part.Next is not null) return new SealStart(table, part.Next, seen, changed, false);
        var next = places.SkipWhile(known => known != table).ElementAtOrDefault(1);
        return new SealStart(next ?? table, null, seen, changed, next is null);
    }

    private async Task<SealedPart> SealAccounts(string? after, CancellationToken stop)
    {
        var page = await store.Page<Customer>(after, stop);
        int changed = 0;
        foreach (var customer in page.Items.Select(stored => stored.Record).Where(one => one.LeadsTo is null))
        {
            bool renewed = customer.Profile is { } profile && await mailboxes.Renew(
                customer, seal.Open<Profile>(customer.Id.Value, profile).Email, stop);
            if (await Reseal(customer, stop) || renewed) changed++;
        }

        return new(page.Cursor, page.Items.Count, changed);
    }

    private async Task<SealedPart> KeepWords(string? after, CancellationToken stop)
    {
        var page = await store.Page<Order>(after, stop);
        int changed = 0;
        foreach (var stored in page.Items)
            if (await search.Keep(stored.Record, stop)) changed++;
        return new(page.Cursor, page.Items.Count, changed);
    }

    private async Task<bool> Reseal(Customer customer, CancellationToken stop)
    {
        var old = customer.Sealed.Where(text => !seal.IsCurrent(text)).Distinct().ToList();
        if (old.Count == 0) return false;
        var anew = old.ToDictionary(text => text, text => seal.Renewed(customer.Id.Value, text));
        var resealed = await store.Update(
            customer.Id, $"resealed-{Guid.NewGuid():N}", known => known.Reseal(anew), stop);
        resealed.OrThrow();
        return true;
    }
}

/// <summary>Why a sealing was refused.</summary>
public static class SealRefusals
{
    public static readonly Refusal Taken =
        new(Because.Conflict, "sealing.exists", "Another process has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown = new(Because.Unknown, "sealing.unknown", "There is no such sealing.");
}

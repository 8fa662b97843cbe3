using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Deletes by night what was kept long enough, and says how much of what.</summary>
public sealed class RetentionFunctions(
    TableStore store, OrderSearch search, ShopPolicy policy, TimeProvider clock, ILogger<RetentionFunctions> logger)
{
    // 19:45 UTC is a quarter to four in the morning in Manila.
    [Function("KeepNoLonger")]
    public async Task Run([TimerTrigger("0 45 19 * * *")] TimerInfo timer, CancellationToken stop)
    {
        var (kept, now) = (policy.Retention, clock.GetUtcNow());
        var removed = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("carts", await Remove<Cart>(
                now - kept.Carts, cart => cart.Id, cart => kept.IsOver(cart, now), stop)),
            KeyValuePair.Create("sign-ins", await Remove<SignIn>(
                now - kept.SignIns, signIn => signIn.Id, signIn => signIn.ExpiresAt + kept.SignIns <= now, stop)),
            KeyValuePair.Create("mailed codes", await Remove<CodeBudget>(
                now - kept.SignIns, budget => budget.Id, _ => true, stop)),
            KeyValuePair.Create("counts of senders", await Remove<SenderBudget>(
                now - kept.SignIns, budget => budget.Id, _ => true, stop)),
            KeyValuePair.Create("counts of guesses", await Remove<GuessBrake>(
                now - GuessBrake.Memory, brake => brake.Id, brake => brake.FreeAt <= now, stop)),
            KeyValuePair.Create("passkey ceremonies", await Remove<PasskeyCeremony>(
                now - kept.SignIns, ceremony => ceremony.Id, ceremony => ceremony.Until <= now, stop)),
            KeyValuePair.Create("answers of issuers", await Remove<LoginAnswer>(
                now - GuessBrake.Memory, answer => answer.Id, _ => true, stop)),
            KeyValuePair.Create("failed checkouts", await Erase(now - kept.FailedCheckouts, stop)),
        ]);
        var noted = await store.Put(
            RetentionRun.Latest, $"{now.UtcTicks}", _ => Result(new RetentionRun(now, removed)), stop);
        noted.OrThrow();
        logger.LogInformation(
            "Kept no longer: {Removed}.", string.Join(", ", removed.Select(one => $"{one.Value} {one.Key}")));
    }

    [Function("GetRetention")]
    public async Task<IResult> Last(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/retention")] HttpRequest request,
        CancellationToken stop)
    {
        var run = (await store.Find(RetentionRun.Latest, stop))?.Record;
        return Answers.Ok(new { run?.At, Removed = run?.Removed ?? ImmutableSortedDictionary<string, int>.Empty });
    }

    private async Task<int> Remove<T>(
        DateTimeOffset before, Func<T, Id<T>> idOf, Func<T, bool> isOver, CancellationToken stop) where T : class
    {
        int removed = 0;
        await foreach (var stored in store.UnchangedSince<T>(before, stop))
        {
            if (isOver(stored.Record) && await store.Remove(idOf(stored.Record), stored.Version, stop)) removed++;
        }

        return removed;
    }

    // The order stays, since its number may be asked for; who asked for it does not.
    private async Task<int> Erase(DateTimeOffset before, CancellationToken stop)
    {
        int erased = 0;
        await foreach (var stored in store.UnchangedSince<Order>(before, stop))
        {
            if (!RetentionPolicy.CameToNothing(stored.Record)) continue;
            await search.Forget(stored.Record.Id, stop);
            (await store.Erase(stored.Record.Id, "retention", stop)).OrThrow();
            erased++;
        }

        return erased;
    }

    private static Result<RetentionRun> Result(RetentionRun run) => run;
}

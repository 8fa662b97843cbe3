using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Opens a shop that was restored: what was under way goes on, all is reckoned, then it serves.</summary>
public sealed class RevivalFunctions(
    Reviver reviver, RestoreMarks marks, Journal journal, TableStore store, RetentionFunctions retention,
    DriftFunctions drift, ShopPolicy policy, TimeProvider clock, ILogger<RevivalFunctions> logger)
{
    private static readonly DateOnly Ever = new(2000, 1, 1);

    /// <summary>At the app's start, and again where it was running already.</summary>
    [Function("OpenRestoredShop")]
    public async Task Begin(
        [TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer,
        [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (await marks.Read(stop) is not { Stage: RestoreStage.Restored } mark) return;
        string id = $"revival-{mark.Backup.Replace('/', '-')}-{mark.At.UtcTicks}";
        (await Processes.Start(
            client, nameof(RevivalOrchestration), id, RevivalStart.Of(mark.Backup), (_, _) => true,
            BackupRefusals.Taken)).OrThrow();
    }

    [Function("ReviveSome")]
    public async Task<Result<RevivalStart>> Revive(
        [ActivityTrigger] RevivalStart progress, [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        await reviver.Some(progress, client, stop);

    [Function("OpenShop")]
    public async Task<Result<bool>> Open([ActivityTrigger] RevivalStart end, CancellationToken stop)
    {
        if (await marks.Read(stop) is not { Stage: RestoreStage.Restored } mark) return true;
        // What was deleted by its age since the backup was made is deleted again before anybody can see it.
        await retention.Run(new TimerInfo(), stop);
        await drift.Check(new TimerInfo(), stop);
        var balances = await journal.Balance(Ever, policy.Seller.DayOf(clock.GetUtcNow()).AddDays(1), stop);
        bool isBalanced = balances.GroupBy(one => one.Debit.Currency)
            .All(one => one.Sum(sum => sum.Debit.Amount) == one.Sum(sum => sum.Credit.Amount));
        var report = new OpeningReport(
            new(StringComparer.Ordinal)
            {
                ["orders"] = end.Orders,
                ["returns"] = end.Returns,
                ["purchase orders"] = end.Purchases,
                ["erasures"] = end.Erasures,
                ["for a person"] = end.Asked,
            },
            isBalanced, (await store.Find(DriftCheck.Latest, stop))?.Record.Drifted ?? 0, end.Reprinted);
        if (!isBalanced) logger.LogError("The restored books do not balance: debits are not credits.");
        await marks.Write(mark with { Stage = RestoreStage.Opened, At = clock.GetUtcNow(), Opening = report }, stop);
        logger.LogInformation(
            "The shop is open again from {Backup}: {Orders} orders, {Returns} returns, {Purchases} purchase orders and "
            + "{Erasures} erasures go on, {Asked} are for a person, {Drifted} stocks differ.",
            mark.Backup, end.Orders, end.Returns, end.Purchases, end.Erasures, end.Asked, report.Drifted);
        return true;
    }
}

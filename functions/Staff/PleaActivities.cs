using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Shows staff where a process cannot go on, and takes the sign down again.</summary>
public sealed class PleaActivities(TableStore store, ILogger<PleaActivities> logger)
{
    [Function("AskForPerson")]
    public async Task<Result<bool>> Ask([ActivityTrigger] Plea plea, CancellationToken stop)
    {
        logger.LogWarning("{Instance} needs a person at {Step}: {Code}.", plea.Instance, plea.Step, plea.Code);
        var attention = new Attention(plea.Code, $"The step {plea.Step} cannot go on.", plea.At)
        {
            Process = plea.Instance,
            // Who waits for goods or people goes on by itself when they come; staff only need to know.
            Waits = plea.Resumable,
        };
        var asked = await Change(
            plea, "asked", order => order.AskForPerson(attention), back => back.AskForPerson(attention),
            purchase => purchase.AskForPerson(attention), stop);

        // A checkout that is stuck before its order exists stands on no list, so that nobody would ever come.
        if (asked.Refusal?.Code == "record.unknown") return plea.Process != nameof(CheckoutOrchestration);
        return asked;
    }

    [Function("NoteResumption")]
    public async Task<Result<bool>> Resume([ActivityTrigger] Plea plea, CancellationToken stop)
    {
        var noted = await Change(
            plea, plea.Ended ? "ended" : "resumed", order => order.Resume(plea.Instance), back => back.Resume(),
            purchase => purchase.Resume(plea.Instance), stop);

        // A process that has no record is found in the log.
        return noted.Refusal?.Code == "record.unknown" ? true : noted;
    }

    private async Task<Result<bool>> Change(
        Plea plea, string what, Func<Order, Result<Order>> order, Func<Return, Result<Return>> back,
        Func<PurchaseOrder, Result<PurchaseOrder>> purchase, CancellationToken stop)
    {
        var cause = $"{what}-{plea.Step}-{plea.At.UtcTicks}";
        if (plea.Process == nameof(ReturnOrchestration))
            return (await store.Update(new Id<Return>(plea.Instance), cause, back, stop)).As(_ => true);
        if (plea.Process is nameof(PurchaseOrchestration) or nameof(PurchaseReceiptOrchestration))
            return (await store.Update(await PurchaseOf(plea, stop), cause, purchase, stop)).As(_ => true);
        var about = plea.Order ?? FulfilmentOrchestration.OrderOf(plea.Instance);
        return (await store.Update(about, cause, order, stop)).As(_ => true);
    }

    // A receipt has an id of its own; which purchase order it is for, a list says.
    private async Task<Id<PurchaseOrder>> PurchaseOf(Plea plea, CancellationToken stop)
    {
        if (plea.Process == nameof(PurchaseOrchestration)) return new(plea.Instance);
        var by = await store.List<PurchaseOrder>(PurchaseKinds.ReceivedBy(plea.Instance), 1, stop: stop);
        return by.Items.Count == 0 ? new(plea.Instance) : by.Items[0].Record.Id;
    }
}

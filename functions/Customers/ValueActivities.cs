using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a checkout does to points and credit: set aside, spend, give back.</summary>
public sealed class ValueActivities(TableStore store)
{
    [Function("HoldValue")]
    public async Task<Result<bool>> Hold([ActivityTrigger] OrderMoment moment, CancellationToken stop)
    {
        var order = (await store.Find(moment.Order, stop))?.Record;
        if (order is null) return OrderRefusals.Unknown;
        foreach (var (id, amount, none) in Parts(order))
        {
            var held = await store.Update(
                id, $"{order.Id}-Held", value => value.Hold(order.Id, amount, moment.At), stop);
            if (held.Refusal is { } refusal) return refusal.Code == "record.unknown" ? none : refusal;
        }

        return true;
    }

    [Function("BurnValue")]
    public Task<Result<bool>> Burn([ActivityTrigger] OrderMoment moment, CancellationToken stop) => Settle(
        moment, ValueEntryKind.Burnt, value => value.Burn(moment.Order, moment.At), stop);

    /// <summary>What was held can be spent again; what is held later, by a step that comes late, is not.</summary>
    [Function("GiveValueBack")]
    public Task<Result<bool>> GiveBack([ActivityTrigger] OrderMoment moment, CancellationToken stop) => Settle(
        moment, ValueEntryKind.GivenBack, value => value.GiveBack(moment.Order, moment.At), stop);

    /// <summary>The cause under which what was held for an order is spent.</summary>
    public static string Burnt(Id<Order> order) => $"{order}-{ValueEntryKind.Burnt}";

    private async Task<Result<bool>> Settle(
        OrderMoment moment, ValueEntryKind kind, Func<StoredValue, Result<StoredValue>> rule, CancellationToken stop)
    {
        var order = (await store.Find(moment.Order, stop))?.Record;
        if (order is null) return true;
        foreach (var (id, _, _) in Parts(order))
        {
            var settled = await store.Update(id, $"{order.Id}-{kind}", rule, stop);

            // Who never had any has nothing to get back.
            bool nothing = settled.Refusal?.Code == "record.unknown" && kind == ValueEntryKind.GivenBack;
            if (settled.Refusal is { } refusal && !nothing) return refusal;
        }

        return true;
    }

    /// <summary>What pays for the order besides the card, and how it is refused where there is none.</summary>
    private static IEnumerable<(Id<StoredValue> Id, long Amount, Refusal None)> Parts(Order order)
    {
        if (order.Customer is not { } customer) yield break;
        if (order.Points > 0)
            yield return (StoredValue.PointsOf(customer), order.Points, StoredValueRefusals.TooFew);
        if (order.Credit is { } credit)
        {
            var account = StoredValue.CreditOf(customer, credit.Currency);
            yield return (account, credit.Amount, StoredValueRefusals.TooLittle);
        }
    }
}

using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What goes back to the shopper when units come off her order: money, points, credit, her coupon.</summary>
public sealed class GiveBackActivities(TableStore store, Refunds refunds, Points points, Coupons coupons)
{
    /// <summary>The money was taken: it is paid back, and taken back in the books.</summary>
    [Function("RefundUnits")]
    public async Task<Result<bool>> Refund([ActivityTrigger] UnitsCut cut, CancellationToken stop)
    {
        if (await Find(cut, stop) is not ({ }, { } off)) return CancelRefusals.Unknown;
        var id = off.Refund;
        var paid = await refunds.Pay(
            cut.Order, id, now => now.ReserveRefund(id, off.Sums.Total),
            (_, refund) => ReturnPostings.Refund($"{id}-refund", cut.At, off.Sums, refund, crossed: false), cut.At,
            stop);
        return paid.As(_ => true);
    }

    /// <summary>Points, credit and coupon that had paid can be used again.</summary>
    [Function("RestoreUnits")]
    public async Task<Result<bool>> Restore([ActivityTrigger] UnitsCut cut, CancellationToken stop)
    {
        if (await Find(cut, stop) is not ({ } order, { } off)) return CancelRefusals.Unknown;
        if (order.Customer is { } customer && await RestoreValue(customer, order, off, cut.At, stop) is { } unpaid)
            return unpaid;
        if (order.Status is not (OrderStatus.Cancelled or OrderStatus.ReturnedToSender)) return true;
        // It may be cancelled before the checkout has said that it used it.
        if ((await coupons.Use(order.Id, stop)).Refusal is { } unused) return unused;
        return await coupons.Restore(order.Id, stop);
    }

    private async Task<Refusal?> RestoreValue(
        Id<Customer> customer, Order order, TakenOff off, DateTimeOffset at, CancellationToken stop)
    {
        if (off.Sums.Points > 0)
        {
            var account = StoredValue.PointsOf(customer);
            if (await Burn(account, order.Id, at, stop) is { } unburnt) return unburnt;
            // What was sold is booked, and so is what is owed again for it; what never was is owed as before.
            if (off.IsRefund) await points.Restore(customer, off.Id.Value, off.Sums.Points, To(order), stop);
            else if (await points.GiveBack(account, off.Id.Value, off.Sums.Points, To(order), stop) is { } not)
                return not;
        }

        if (off.Credit is not { Amount: > 0 } credit) return null;
        var mine = StoredValue.CreditOf(customer, credit.Currency);
        if (await Burn(mine, order.Id, at, stop) is { } unspent) return unspent;
        var cause = $"{off.Id}-restored";
        return (await store.Update(mine, cause, value => value.Restore(cause, credit.Amount, null, at), stop)).Refusal;
    }

    private static Address To(Order order) => order.Delivery.Address;

    // It may be cancelled before the checkout has said that it was spent: said twice, it is spent once.
    private async Task<Refusal?> Burn(
        Id<StoredValue> account, Id<Order> order, DateTimeOffset at, CancellationToken stop) =>
        (await store.Update(account, ValueActivities.Burnt(order), value => value.Burn(order, at), stop)).Refusal;

    private async Task<(Order?, TakenOff?)> Find(UnitsCut cut, CancellationToken stop)
    {
        var order = (await store.Find(cut.Order, stop))?.Record;
        return (order, order?.TakenOff.FirstOrDefault(off => off.Id == cut.Id));
    }
}

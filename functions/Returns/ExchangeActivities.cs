using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What an exchange does: keeps the other goods, and has them ordered like any order.</summary>
public sealed class ExchangeActivities(TableStore store, Replacements replacements, Policies policies)
{
    [Function("HoldExchange")]
    public async Task<Result<bool>> Hold([ActivityTrigger] ExchangeHold hold, CancellationToken stop)
    {
        if (await Find(hold.Return, stop) is not var (_, replacement, order)) return ReturnRefusals.NotNow;
        return await replacements.Hold(
            replacement, order, await policies.Of(hold.Version, stop), hold.Until, stop);
    }

    /// <summary>The goods never came: what was kept for the shopper is anybody's again.</summary>
    [Function("ReleaseExchange")]
    public async Task<Result<bool>> Release([ActivityTrigger] ReturnGoods goods, CancellationToken stop)
    {
        if (await Find(goods.Return, stop) is not var (_, replacement, _)) return ReturnRefusals.NotNow;
        await replacements.Release(
            replacement, await policies.Of(goods.Version, stop), "never-came", [], stop);
        return true;
    }

    [Function("GiveUpExchange")]
    public async Task<Result<bool>> GiveUp([ActivityTrigger] ExchangeFailure failure, CancellationToken stop) =>
        (await store.Update(failure.Return, "exchange-given-up", back => back.GiveUpExchange(failure.Reason), stop))
        .As(_ => true);

    /// <summary>What is left for the card, unless there will be no exchange.</summary>
    [Function("AskDifference")]
    public async Task<Result<Money>> Ask([ActivityTrigger] ReturnGoods goods, CancellationToken stop)
    {
        if (await Find(goods.Return, stop) is not var (back, replacement, order)) return ReturnRefusals.NotNow;
        if (back.Remedy != Remedy.Exchange) return back.Reason ?? ReplacementRefusals.Nothing;
        var policy = await policies.Of(goods.Version, stop);
        if (back.Used(policy).Amount == 0) return ReplacementRefusals.Nothing;
        bool asShown = await replacements.PriceOf(replacement, order, policy, stop) == replacement.Total;
        return asShown ? back.Difference(policy) : CartRefusals.PriceChanged;
    }

    /// <summary>Orders the replacement as anybody would: a cart, a checkout, paid with credit and card.</summary>
    [Function("OrderExchange")]
    public async Task<Result<bool>> Order(
        [ActivityTrigger] ExchangeOrder ask, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (await Find(ask.Return, stop) is not var (back, replacement, order)) return ReturnRefusals.NotNow;
        if (back.Customer is not { } customer) return StoredValueRefusals.NotYours;
        var policy = await policies.Of(ask.Version, stop);
        var filled = await store.Insert(
            replacement.Cart, $"{back.Id}-exchange", () => replacement.Fill(order, policy, ask.At), stop);
        if (filled.IsRefused(out var refusal, out _)) return refusal;
        var start = new CheckoutStart(
            replacement.Order, replacement.Cart, ask.Method, replacement.Total, PolicyVersion.Of(policy))
        {
            Credit = new(customer, back.Used(policy)),
            IsReplacement = true,
        };
        return await Processes.Start(
            client, nameof(CheckoutOrchestration), replacement.Order.Value, start,
            (first, again) => first.Cart == again.Cart && first.Credit == again.Credit, OrderRefusals.Taken);
    }

    /// <summary>Whether the replacement is placed; refused while it is undecided, and as its checkout was.</summary>
    [Function("CheckExchange")]
    public async Task<Result<bool>> Check(
        [ActivityTrigger] Id<Return> id, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (await Find(id, stop) is not var (_, replacement, _)) return ReturnRefusals.NotNow;
        if ((await store.Find(replacement.Order, stop))?.Record is { } order)
        {
            if (order.Status is OrderStatus.Failed or OrderStatus.Expired) return order.Reason ?? OrderRefusals.NotNow;
            return order.PlacedAt is null ? ReplacementRefusals.Undecided : true;
        }

        // Refused at its first step, it has no record.
        var checkout = await client.GetInstanceAsync(replacement.Order.Value, getInputsAndOutputs: true, stop);
        var end = checkout is { IsCompleted: true } ? checkout.ReadOutputAs<CheckoutEnd>() : null;
        return end?.Reason ?? ReplacementRefusals.Undecided;
    }

    /// <summary>The replacement is placed, or its value stays as credit; what is still kept is given back.</summary>
    [Function("EndExchange")]
    public async Task<Result<ReturnStatus>> End([ActivityTrigger] ReturnGoods goods, CancellationToken stop)
    {
        if (await Find(goods.Return, stop) is not var (back, replacement, _)) return ReturnRefusals.NotNow;
        bool placed = back.Remedy == Remedy.Exchange;
        var order = placed ? (await store.Find(replacement.Order, stop))?.Record : null;
        await replacements.Release(
            replacement, await policies.Of(goods.Version, stop), "exchange-over", order?.Shipments ?? [], stop);
        var ended = await store.Update(
            back.Id, "exchange-over", now => placed ? now.Exchange() : now.Credit(), stop);
        return ended.As(now => now.Status);
    }

    private async Task<(Return Return, Replacement Replacement, Order Order)?> Find(
        Id<Return> id, CancellationToken stop)
    {
        var back = (await store.Find(id, stop))?.Record;
        if (back?.Replacement is not { } replacement) return null;
        return (await store.Find(back.Order, stop))?.Record is { } order ? (back, replacement, order) : null;
    }
}

using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>The part of a return that sends other goods: held early, then bought with its value.</summary>
public static class ExchangePhase
{
    public static readonly Activity<ExchangeHold, bool> HoldExchange = new("HoldExchange");
    public static readonly Activity<ReturnGoods, bool> ReleaseExchange = new("ReleaseExchange");
    public static readonly Activity<ExchangeFailure, bool> GiveUpExchange = new("GiveUpExchange");
    public static readonly Activity<ReturnGoods, Money> AskDifference = new("AskDifference");
    public static readonly Activity<ExchangeOrder, bool> OrderExchange = new("OrderExchange");
    public static readonly Activity<Id<Return>, bool> CheckExchange = new("CheckExchange");
    public static readonly Activity<ReturnGoods, ReturnStatus> EndExchange = new("EndExchange");

    /// <summary>How long one waits at first before looking again whether the replacement is placed.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestGlance = TimeSpan.FromMinutes(30);

    /// <summary>A checkout is decided within the hour; one that needs a person may take days.</summary>
    private const int MaxGlances = 1000;

    /// <summary>The goods are kept from now on, until the parcel must have come and been looked into.</summary>
    public static async Task Hold(TaskOrchestrationContext context, ReturnStart start)
    {
        var returns = start.Policy.Returns;
        var until = context.CurrentUtcDateTime + returns.ParcelTime + returns.InspectionTime + returns.DifferenceTime;
        var held = await context.TryCall(HoldExchange, new(start.Return, start.Policy.Number, until));
        if (held.IsRefused(out var gone, out _)) await context.Call(GiveUpExchange, new(start.Return, gone));
    }

    /// <summary>Lets the replacement be ordered; whatever stands in its way leaves the value as store credit.</summary>
    public static async Task Exchange(TaskOrchestrationContext context, ReturnStart start)
    {
        if (await Order(context, start) is { } refusal)
            await context.Call(GiveUpExchange, new(start.Return, refusal));
        await context.Call(EndExchange, new(start.Return, start.Policy.Number));
    }

    private static async Task<Refusal?> Order(TaskOrchestrationContext context, ReturnStart start)
    {
        var asked = await context.TryCall(AskDifference, new(start.Return, start.Policy.Number));
        if (asked.IsRefused(out var never, out var difference)) return never;
        var method = start.Method;
        if (difference.Amount > 0 && method is null)
        {
            var given = await context.Wait(ReturnOrchestration.DifferencePaid, start.Policy.Returns.DifferenceTime);
            if (given is null) return ReplacementRefusals.Unpaid;
            method = given.Method;
        }

        var order = new ExchangeOrder(start.Return, method ?? "", start.Policy.Number, context.CurrentUtcDateTime);
        var ordered = await context.TryCall(OrderExchange, order);
        return ordered.Refusal ?? await Outcome(context, start);
    }

    private static async Task<Refusal?> Outcome(TaskOrchestrationContext context, ReturnStart start)
    {
        var pause = Glance;
        for (int glances = 0; glances < MaxGlances; glances++)
        {
            var looked = await context.TryCall(CheckExchange, start.Return);
            if (looked.Refusal?.Code != ReplacementRefusals.Undecided.Code) return looked.Refusal;
            await context.CreateTimer(context.CurrentUtcDateTime + pause, CancellationToken.None);
            pause = pause * 2 < LongestGlance ? pause * 2 : LongestGlance;
        }

        await context.Call(CheckExchange, start.Return);
        return null;
    }
}

/// <summary>Goods to keep for an exchange until a time.</summary>
public sealed record ExchangeHold(Id<Return> Return, int Version, DateTimeOffset Until);

/// <summary>A return, and the version of the policy that it is under.</summary>
public sealed record ReturnGoods(Id<Return> Return, int Version);

/// <summary>An exchange that cannot be.</summary>
public sealed record ExchangeFailure(Id<Return> Return, Refusal Reason);

/// <summary>The replacement to order, and the token that pays the difference.</summary>
public sealed record ExchangeOrder(Id<Return> Return, string Method, int Version, DateTimeOffset At);

using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes one approved purchase order to its supplier, and watches over it until it is over.</summary>
public static class PurchaseOrchestration
{
    // What a purchase asks of the world, and what it waits to hear. Goods come in by receipts of their own.
    public static readonly Activity<PurchaseSending, DateTimeOffset> SendPurchaseOrder = new("SendPurchaseOrder");
    public static readonly Activity<Id<PurchaseOrder>, PurchaseStatus> ExpectGoods = new("ExpectGoods");
    public static readonly Activity<Id<PurchaseOrder>, PurchaseStatus> MailPurchaseOrder = new("MailPurchaseOrder");
    public static readonly Activity<PurchaseDue, DateTimeOffset> ConfirmDelivery = new("ConfirmDelivery");
    public static readonly Activity<PurchaseMoment, PurchaseStatus> WatchDelivery = new("WatchDelivery");
    public static readonly Activity<PurchaseEnding, PurchaseStatus> ClosePurchaseOrder = new("ClosePurchaseOrder");
    public static readonly Signal<PurchaseNews> PurchaseHeard = new("PurchaseHeard");

    /// <summary>How often it is looked after a delivery that is late.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromDays(1);

    /// <summary>More than any supplier is late.</summary>
    private const int MaxLooks = 1000;

    [Function(nameof(PurchaseOrchestration))]
    public static async Task<PurchaseEnd> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, PurchaseStart start)
    {
        var (id, policy) = start;

        // From a backup: its supplier has had the letter.
        if (start.Sent is { } expected) return await Watch(context, start, expected);

        // Sent before it is mailed: what the supplier reads must not change any more.
        var sending = new PurchaseSending(id, policy, context.CurrentUtcDateTime);
        var sent = await context.TryCall(SendPurchaseOrder, sending);
        if (sent.Refusal?.Code == PurchaseRefusals.NotNow.Code) return new(PurchaseStatus.Cancelled, sent.Refusal);

        // The supplier may have changed since it was approved: a person has to mend the order.
        var due = sent.Refusal is null ? sent.Value : await context.Call(SendPurchaseOrder, sending);
        await context.Call(ExpectGoods, id);
        await context.Call(MailPurchaseOrder, id);
        return await Watch(context, start, due);
    }

    private static async Task<PurchaseEnd> Watch(
        TaskOrchestrationContext context, PurchaseStart start, DateTimeOffset due)
    {
        var (id, policy) = start;
        for (int looks = 0; looks < MaxLooks; looks++)
        {
            var news = await context.Wait(PurchaseHeard, TimeUntil(due + policy.Grace, context));
            if (news is { Due: { } confirmed }) due = await Confirm(context, new(id, confirmed, news.Id), due);
            var status = news is { Due: null }
                ? await Close(context, id, news)
                : await context.Call(WatchDelivery, new(id, context.CurrentUtcDateTime, policy.Grace));
            if (status is not (PurchaseStatus.Sent or PurchaseStatus.PartlyReceived)) return new(status, null);
        }

        throw new InvalidOperationException($"Nobody closed the purchase order {id} in {MaxLooks} days.");
    }

    private static TimeSpan TimeUntil(DateTimeOffset due, TaskOrchestrationContext context)
    {
        var left = due - context.CurrentUtcDateTime;
        return left > TimeSpan.Zero ? left : Glance;
    }

    // What came between asking and now may make it impossible: then all stays as it is, and the list shows it.
    private static async Task<DateTimeOffset> Confirm(
        TaskOrchestrationContext context, PurchaseDue confirmed, DateTimeOffset due)
    {
        var changed = await context.TryCall(ConfirmDelivery, confirmed);
        return changed.IsRefused(out _, out var known) ? due : known;
    }

    private static async Task<PurchaseStatus> Close(
        TaskOrchestrationContext context, Id<PurchaseOrder> id, PurchaseNews news)
    {
        var now = context.CurrentUtcDateTime;
        var closed = await context.TryCall(ClosePurchaseOrder, new(id, news.InPart, now));
        return closed.IsRefused(out _, out var status)
            ? await context.Call(WatchDelivery, new(id, now, TimeSpan.Zero))
            : status;
    }
}

/// <summary>A purchase order that a person approved, under the policy of that day.</summary>
public sealed record PurchaseStart(Id<PurchaseOrder> Order, PurchasePolicy Policy)
{
    /// <summary>When its goods are due, where it was sent already in the backup that was restored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Sent { get; init; }
}

/// <summary>How a purchase order ended; a refusal where it was cancelled before it was sent.</summary>
public sealed record PurchaseEnd(PurchaseStatus Status, Refusal? Reason);

/// <summary>A purchase order to send.</summary>
public sealed record PurchaseSending(Id<PurchaseOrder> Order, PurchasePolicy Policy, DateTimeOffset At);

/// <summary>When the goods of a purchase order will be here, by which news.</summary>
public sealed record PurchaseDue(Id<PurchaseOrder> Order, DateTimeOffset Due, string News);

/// <summary>A moment at which somebody looks whether goods are late.</summary>
public sealed record PurchaseMoment(Id<PurchaseOrder> Order, DateTimeOffset At, TimeSpan Grace);

/// <summary>A purchase order of which nothing more is to come.</summary>
/// <param name="InPart">Whether some of it came; else it is cancelled.</param>
public sealed record PurchaseEnding(Id<PurchaseOrder> Order, bool InPart, DateTimeOffset At);

/// <summary>Staff have news of a purchase order: a date, or that nothing more is to come.</summary>
/// <param name="Due">When the goods will be here; null where they will not.</param>
/// <param name="InPart">Whether the rest is given up; else all of it.</param>
public sealed record PurchaseNews(string Id, DateTimeOffset? Due, bool InPart) : ISignal;

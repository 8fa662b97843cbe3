using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Has money promised anew for a placed order: asked for, confirmed at the bank, or given up.</summary>
public static class PaymentPhase
{
    // What an attempt asks of the world; it waits to hear what a checkout does.
    public static readonly Activity<PaymentAttemptStart, PaymentStatus> AuthoriseAttempt = new("AuthoriseAttempt");
    public static readonly Activity<PaymentAttemptStart, PaymentStatus> CheckAttempt = new("CheckAttempt");
    public static readonly Activity<PaymentAttemptStart, bool> VoidReplaced = new("VoidReplaced");
    public static readonly Activity<PaymentAttemptEnd, bool> EndAttempt = new("EndAttempt");

    /// <summary>How often the provider is asked by ourselves while the shopper is at her bank.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMinutes(1);

    /// <summary>Asks for the money of an attempt that has begun; null when it is promised, else why not.</summary>
    public static async Task<Refusal?> Authorise(TaskOrchestrationContext context, PaymentAttemptStart start)
    {
        var asked = await context.TryCall(AuthoriseAttempt, start);
        if (asked.IsRefused(out var declined, out var status)) return declined;
        var deadline = context.CurrentUtcDateTime + start.Policy.PaymentTime;
        while (status != PaymentStatus.Authorised)
        {
            if (context.CurrentUtcDateTime >= deadline) return OrderRefusals.Expired;
            await context.Wait(CheckoutOrchestration.PaymentHeard, Glance);
            var looked = await context.TryCall(CheckAttempt, start);
            if (looked.IsRefused(out declined, out status)) return declined;
        }

        return null;
    }

    /// <summary>Lets the promise go that nobody needs, and notes why.</summary>
    public static async Task<Refusal> End(TaskOrchestrationContext context, PaymentAttemptStart start, Refusal reason)
    {
        await context.Call(EndAttempt, new(start, reason));
        return reason;
    }
}

/// <summary>An attempt to have the money of an order promised, by the provider's token for a card.</summary>
/// <param name="Amount">What the shopper was shown; null where a correction reckons it.</param>
public sealed record PaymentAttemptStart(
    Id<PaymentAttempt> Id, Id<Order> Order, string Method, Money? Amount, PolicyVersion Policy)
{
    /// <summary>Whether it was under way in a backup from which the shop was restored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsInterrupted { get; init; }

    /// <summary>When its process began; null while it has not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }
}

/// <summary>An attempt that comes to nothing.</summary>
public sealed record PaymentAttemptEnd(PaymentAttemptStart Start, Refusal Reason);

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Ends checkouts that cannot go on: what they hold is given back, and the cart is open again.</summary>
public sealed class EndingFunctions(
    TableStore store, ShopPolicy policy, Policies policies, TimeProvider clock, ILogger<EndingFunctions> logger)
{
    private const int AtOnce = 100;

    /// <summary>Staff end a checkout that waits for them, or that nobody runs; ended already is no refusal.</summary>
    [Function("PutOrderEnding")]
    public async Task<IResult> End(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/ending")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order) || await store.Find(order, stop) is not { Record: var record })
            return Answers.Problem(OrderRefusals.Unknown);
        if (!await End(client, record, stop) && !WasEnded(record)) return Answers.Problem(OrderRefusals.NotNow);
        return Answers.Accepted(request, $"/api/staff/orders/{order}", new { Id = order });
    }

    /// <summary>Nobody came: a shopper must not wait for us for ever, nor her cart.</summary>
    [Function("EndStuckCheckouts")]
    public async Task EndStuck(
        [TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client,
        CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        string? cursor = null;
        do
        {
            // The oldest come first, and none that is younger than the patience has been stuck for longer.
            var page = await store.List<Order>("orders.checkout", AtOnce, cursor, stop);
            foreach (var order in page.Items.Select(stored => stored.Record))
            {
                if (order.OpenedAt > now - policy.StuckTime) return;
                bool givenUp = order.IsGivenUp(await policies.Of(order.PolicyVersion, stop), now);
                if (!givenUp && await IsRun(client, order, stop)) continue;
                logger.LogWarning("{Order} was stuck for too long and is ended.", order.Id);
                await End(client, order, stop);
            }

            cursor = page.Cursor;
        }
        while (cursor is not null);
    }

    /// <summary>Tells the process that waits; where there is none any more, another takes back what it did.</summary>
    private async Task<bool> End(DurableTaskClient client, Order order, CancellationToken stop)
    {
        if (!order.IsInCheckout) return false;
        if (await IsRun(client, order, stop))
        {
            return order.Stuck is { } stuck && await Processes.Tell(
                client, order.Id.Value, Flow.Resumed, Resumptions.Of(stuck) with { Ends = true }, stop);
        }

        var start = TakenUp.Of(order, await policies.Of(order.PolicyVersion, stop));
        var begun = await Processes.Start(
            client, nameof(CheckoutOrchestration), $"{order.Id}-ending", start, (_, _) => true, OrderRefusals.NotNow);
        return begun.Refusal is null;
    }

    private static async Task<bool> IsRun(DurableTaskClient client, Order order, CancellationToken stop) =>
        await client.GetInstanceAsync(order.Id.Value, stop) is { IsCompleted: false };

    private static bool WasEnded(Order order) =>
        order.Reason?.Code is { } code && (code == OrderRefusals.Ended.Code || code == OrderRefusals.Interrupted.Code);
}

/// <summary>What a person says to a process that waits for one.</summary>
public static class Resumptions
{
    /// <summary>Named after the plea that it answers: of all that is said to one, the first counts, once.</summary>
    public static Resumption Of(Attention attention) => new($"resumed-{attention.Since.UtcTicks}");
}

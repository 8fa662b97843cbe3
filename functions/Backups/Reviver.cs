using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Starts the processes of records that have not come to their end; a backup holds none.</summary>
/// <remarks>
/// A process takes up where its record stands. Each step that it repeats is known by its cause, so nothing happens
/// twice; what cannot be known from the record goes to a person.
/// </remarks>
public sealed class Reviver(
    TableStore store, ErasureList erasures, RestoreMarks marks, CreditNotes notes, Policies policies,
    TimeProvider clock)
{
    private const string Orders = "orders";
    private const string Returns = "returns";
    private const string Purchases = "purchases";
    private const string Erasures = "erasures";

    private static readonly string[] Tables = [Orders, Returns, Purchases, Erasures];

    public async Task<RevivalStart> Some(RevivalStart at, DurableTaskClient client, CancellationToken stop)
    {
        var mark = await marks.Read(stop)
            ?? throw new InvalidOperationException("The shop lost the mark that it was restored.");
        string table = at.Table ?? Orders;
        var (next, after) = table switch
        {
            Orders => await Page<Order>(at, async (now, one) => await Revive(now, one, mark, client, stop), stop),
            Returns => await Page<Return>(at, async (now, one) => await Revive(now, one, mark, client, stop), stop),
            Purchases => await Page<PurchaseOrder>(at, async (now, one) => await Revive(now, one, client, stop), stop),
            _ => (await ReviveErasures(at, mark, client, stop), null),
        };
        string? following = after is null ? Tables.SkipWhile(known => known != table).ElementAtOrDefault(1) : table;
        return next with { Table = following ?? table, After = after, IsOver = following is null };
    }

    private async Task<(RevivalStart Next, string? After)> Page<T>(
        RevivalStart at, Func<RevivalStart, Stored<T>, Task<RevivalStart>> revive, CancellationToken stop)
        where T : class
    {
        var page = await store.Page<T>(at.After, stop);
        foreach (var stored in page.Items) at = await revive(at, stored);
        return (at, page.Cursor);
    }

    private async Task<RevivalStart> Revive(
        RevivalStart at, Stored<Order> stored, RestoreMark mark, DurableTaskClient client, CancellationToken stop)
    {
        var order = stored.Record;
        bool moved = mark.IsMoved(stored.SavedAt);
        bool abroad = order.Landed is not null && order.Shipments.Any(one => one.HasLeft && !one.IsOver);
        if (moved || abroad)
        {
            var asked = new Attention(
                "shop.restored",
                moved
                    ? "It changed while the backup was made. Compare it with the books, the shelf and the provider."
                    : "It was on its way when the backup was made. Ask the broker what customs charged, and book it.",
                clock.GetUtcNow());
            (await store.Update(order.Id, $"restored-{mark.BeganAt.UtcTicks}", now => now.AskForPerson(asked), stop))
                .OrThrow();
            at = at with { Asked = at.Asked + 1 };
        }

        foreach (var off in order.TakenOff.Where(off => off.DoneAt is null))
            await Begin(client, nameof(CancellationOrchestration), off.Id.Value, Again(order, off));
        if (order.OpenAttempt() is { } attempt)
            await Begin(
                client, nameof(PaymentOrchestration), PaymentOrchestration.InstanceOf(order.Id, attempt.Id),
                await Interrupted(order, attempt, stop));
        bool isOver = order.PlacedAt is not null && order.Shipments.All(one => one.IsOver);
        if (isOver || order.Status is OrderStatus.Failed or OrderStatus.Expired) return at;
        var start = TakenUp.Of(order, await policies.Of(order.PolicyVersion, stop));
        await Begin(client, nameof(CheckoutOrchestration), order.Id.Value, start);
        return at with { Orders = at.Orders + 1 };
    }

    // With which card she paid nobody remembers: it is let go, and she can pay anew.
    private async Task<PaymentAttemptStart> Interrupted(Order order, PaymentAttempt attempt, CancellationToken stop) =>
        new(attempt.Id, order.Id, "", attempt.Amount, PolicyVersion.Of(await policies.Of(order.PolicyVersion, stop)))
        { IsInterrupted = true };

    private async Task<RevivalStart> Revive(
        RevivalStart at, Stored<Return> stored, RestoreMark mark, DurableTaskClient client, CancellationToken stop)
    {
        var back = stored.Record;
        if (back.CreditNote is not null && await Reprint(back, stop)) at = at with { Reprinted = at.Reprinted + 1 };
        bool ended = back.Status is ReturnStatus.Closed or ReturnStatus.Declined or ReturnStatus.Expired;
        // How she pays what an exchange costs more is on no record, and whether its order was begun nobody knows.
        bool unsure = back.Wish.Remedy == Remedy.Exchange && back.Status >= ReturnStatus.Inspected;
        if (!ended && (unsure || mark.IsMoved(stored.SavedAt)))
        {
            var asked = new Attention(
                "shop.restored", "The shop was restored while this was under way. Look whether she has her due.",
                clock.GetUtcNow());
            (await store.Update(back.Id, $"restored-{mark.BeganAt.UtcTicks}", now => now.AskForPerson(asked), stop))
                .OrThrow();
            at = at with { Asked = at.Asked + 1 };
        }

        if (ended || unsure) return at;
        var order = (await store.Find(back.Order, stop))?.Record;
        var policy = PolicyVersion.Of(await policies.Of(order?.PolicyVersion ?? 0, stop));
        var start = new ReturnStart(back.Id, back.Order, back.Wish, policy) { Restored = back.Status };
        await Begin(client, nameof(ReturnOrchestration), back.Id.Value, start);
        return at with { Returns = at.Returns + 1 };
    }

    private async Task<RevivalStart> Revive(
        RevivalStart at, Stored<PurchaseOrder> stored, DurableTaskClient client, CancellationToken stop)
    {
        var order = stored.Record;
        if (!order.IsOpen) return at;
        stop.ThrowIfCancellationRequested();
        var policy = await policies.Current(stop);
        var start = new PurchaseStart(order.Id, policy.Purchasing) { Sent = order.DueAt ?? clock.GetUtcNow() };
        await Begin(client, nameof(PurchaseOrchestration), order.Id.Value, start);
        return at with { Purchases = at.Purchases + 1 };
    }

    /// <summary>Those that waited in the backup, and those that were asked for since.</summary>
    private async Task<RevivalStart> ReviveErasures(
        RevivalStart at, RestoreMark mark, DurableTaskClient client, CancellationToken stop)
    {
        var starts = new Dictionary<string, ErasureStart>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await store.Page<Erasure>(cursor, stop);
            foreach (var stored in page.Items.Where(one => one.Record.Status != ErasureStatus.Done))
            {
                var known = stored.Record;
                starts[known.Id.Value] = new(
                    known.Id, known.Customer, known.By, known.AskedAt, (int)stored.Version + 1);
            }

            cursor = page.Cursor;
        } while (cursor is not null);

        foreach (var asked in await erasures.Since(mark.BeganAt - ErasureList.Margin, stop))
        {
            if (asked is not { Place: ErasureList.Asked, Erasure: { } id, By: { } by }) continue;
            starts.TryAdd(id, new(new(id), new(asked.Name), Enum.Parse<Asker>(by), asked.At, 1));
        }

        foreach (var (id, start) in starts) await Begin(client, nameof(ErasureOrchestration), id, start);
        return at with { Erasures = at.Erasures + starts.Count };
    }

    private static CancellationStart Again(Order order, TakenOff off) => new(
        off.Id, order.Id, off.By, off.Reason, null,
        [.. off.Lines.Select(line => new Goods(line.Sku, line.Units.Length))])
    {
        At = off.At,
    };

    // The law keeps the paper; what was printed for somebody who was forgotten since stayed in the vault.
    private async Task<bool> Reprint(Return back, CancellationToken stop)
    {
        if (await notes.Find(back.Id, stop) is not null
            || (await store.Find(back.Order, stop))?.Record is not { } order
            || await store.FindFact(back.Id, "credit-note", stop) is not { } issued
            || CreditNote.Of(back, order, (await policies.Of(order.PolicyVersion, stop)).Seller, issued.At)
                is not { } note) return false;
        await notes.Keep(note, stop);
        return true;
    }

    // Asked again after a crash, it is the same process.
    private static async Task Begin<T>(DurableTaskClient client, string name, string id, T start) where T : class =>
        (await Processes.Start(client, name, id, start, (_, _) => true, BackupRefusals.Taken)).OrThrow();
}

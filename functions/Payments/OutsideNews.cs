using System.Security.Cryptography;
using System.Text;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Money that moved at the provider without the shop: noted on the order and written into the books.</summary>
public sealed class OutsideNews(TableStore store, IPayments payments, Books books, TimeProvider clock)
{
    /// <summary>Asks the provider what has moved of an order's payment; answers the order that knows it.</summary>
    public async Task<Result<Order>> Hear(Order order, CancellationToken stop)
    {
        if (order.Payment?.Provider is not { } payment) return order;
        var told = await payments.Statement(payment, stop);
        var now = clock.GetUtcNow();
        var heard = await store.Update(order.Id, $"outside-{NameOf(told)}", known => known.Hear(told, now), stop);
        if (heard.Value is { } record) await Book(record, stop);
        return heard;
    }

    /// <summary>Whether all that was captured at the provider went back there, before anything was sold.</summary>
    public async Task<bool> IsPaidBack(Order order, CancellationToken stop) =>
        (await Hear(order, stop)).Value?.Advance?.BackAt is not null;

    /// <summary>Writes what the order knows of it into the books; what is there already stays.</summary>
    public async Task Book(Order order, CancellationToken stop)
    {
        foreach (var entry in OutsidePostings.Of(order)) await books.Post(entry, stop);
    }

    // The same news are the same cause, whoever brings them.
    private static string NameOf(PaymentStatement told)
    {
        var parts = told.Moved.Select(one => $"{one.Id} {one.Standing} {string.Join(' ', one.Moves.Select(Name))}");
        var all = string.Join('\n', parts.Append($"{told.Elsewhere}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16];

        static string Name(OutsideMove move) => move.Id;
    }
}

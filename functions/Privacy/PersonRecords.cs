using System.Runtime.CompilerServices;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>All records of one person, found from her id; what is kept of people anew is to be found here.</summary>
public sealed class PersonRecords(TableStore store)
{
    private const int PageSize = 50;

    public async IAsyncEnumerable<Order> Orders(
        Id<Customer> customer, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var order in All<Order>(Lists.OrdersOf(customer), stop)) yield return order;
    }

    /// <summary>What she had put right, the newest first.</summary>
    public async Task<IReadOnlyList<Rectification>> Rectifications(Id<Customer> customer, CancellationToken stop) =>
        await All<Rectification>(PrivacyKinds.RectificationsOf(customer), stop).ToListAsync(stop);

    /// <summary>What she objected to, the newest first.</summary>
    public async Task<IReadOnlyList<Objection>> Objections(Id<Customer> customer, CancellationToken stop) =>
        await All<Objection>(PrivacyKinds.ObjectionsOf(customer), stop).ToListAsync(stop);

    public async Task<IReadOnlyList<Return>> Returns(Order order, CancellationToken stop)
    {
        var found = await Task.WhenAll(order.TakenBack.Select(taken => store.Find(taken.Return, stop)));
        return [.. found.OfType<Stored<Return>>().Select(stored => stored.Record)];
    }

    /// <summary>Her bags, those that became orders among them.</summary>
    public async Task<IReadOnlyList<Cart>> Carts(Id<Customer> customer, CancellationToken stop) =>
        await All<Cart>(Lists.CartsOf(customer), stop).ToListAsync(stop);

    public async Task<Cart?> Cart(Order order, CancellationToken stop) => (await store.Find(order.Cart, stop))?.Record;

    /// <summary>Her points, and her credit in each currency, also where the shop does not sell in it any more.</summary>
    public async Task<IReadOnlyList<StoredValue>> Values(Id<Customer> customer, CancellationToken stop)
    {
        Id<StoredValue>[] accounts =
        [
            StoredValue.PointsOf(customer),
            .. Currency.All.Select(currency => StoredValue.CreditOf(customer, currency)),
        ];
        var found = await Task.WhenAll(accounts.Select(account => store.Find(account, stop)));
        return [.. found.OfType<Stored<StoredValue>>().Select(stored => stored.Record)];
    }

    /// <summary>Leaks that concern her.</summary>
    public async Task<IReadOnlyList<BreachPerson>> Leaks(Id<Customer> customer, CancellationToken stop) =>
        await All<BreachPerson>(PrivacyKinds.BreachesOf(customer), stop).ToListAsync(stop);

    private async IAsyncEnumerable<T> All<T>(string list, [EnumeratorCancellation] CancellationToken stop)
        where T : class
    {
        string? cursor = null;
        do
        {
            var page = await store.List<T>(list, PageSize, cursor, stop);
            foreach (var stored in page.Items) yield return stored.Record;
            cursor = page.Cursor;
        } while (cursor is not null);
    }
}

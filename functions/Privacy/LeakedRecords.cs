using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>One record of somebody, and what of her is in it.</summary>
/// <param name="Source">Names it: its kind and id.</param>
/// <param name="MadeAt">Null where nobody knows.</param>
public sealed record LeakedRecord(
    string Source, Id<Customer> Customer, DateTimeOffset? MadeAt, IReadOnlyCollection<string> Categories)
{
    public Id<Order>? Order { get; init; }

    public Id<Cart>? Cart { get; init; }

    public string? Country { get; init; }
}

/// <summary>Some records of a kind.</summary>
/// <param name="Next">Where the next part begins; null at the end.</param>
public sealed record LeakedPart(IReadOnlyList<LeakedRecord> Found, int Seen, string? Next);

/// <summary>Reads whom the records of a kind are about and what of her they hold, by the register.</summary>
public sealed class LeakedRecords(TableStore store, Mailboxes mailboxes, CustomerViews views, ReturnPhotos photos)
{
    private const string Photographs = "photos of what was sent back";

    /// <param name="kind">One of <see cref="BreachKinds.All"/>.</param>
    /// <param name="after">The last part's <see cref="LeakedPart.Next"/>; null begins.</param>
    public Task<LeakedPart> Page(string kind, string? after, CancellationToken stop) => kind switch
    {
        "accounts" => Read<Customer>(after, (account, _) => Task.FromResult(Of(account)), stop),
        "bags" => Read<Cart>(after, Of, stop),
        "orders" => Read<Order>(after, (order, token) => Of(order, HeldData.In(order), token), stop),
        "customs-papers" => Read<Order>(after, Papers, stop),
        "returns" => Read<Return>(after, (back, token) => Of(back, HeldData.In(back), token), stop),
        "credit-notes" => Read<Return>(after, Notes, stop),
        "photos" => Read<Return>(after, Pictures, stop),
        _ => throw new ArgumentException($"Nothing is called '{kind}'.", nameof(kind)),
    };

    private async Task<LeakedPart> Read<T>(
        string? after, Func<T, CancellationToken, Task<LeakedRecord?>> of, CancellationToken stop) where T : class
    {
        var page = await store.Page<T>(after, stop);
        List<LeakedRecord> found = [];
        foreach (var stored in page.Items)
            if (await of(stored.Record, stop) is { } one) found.Add(one);
        return new(found, page.Items.Count, page.Cursor);
    }

    private LeakedRecord? Of(Customer account)
    {
        if (views.ProfileOf(account) is not { } profile) return null;
        SortedSet<string> held = [.. HeldData.In(profile.Address)];
        (string Property, bool IsThere)[] parts =
        [
            (nameof(profile.Email), true), (nameof(profile.Name), profile.Name is not null),
            (nameof(profile.Phone), profile.Phone is not null), (nameof(Return.Note), account.Notes.Length > 0),
        ];
        held.UnionWith(parts.Where(part => part.IsThere).Select(part => PrivacyNotice.WordOf(part.Property)));
        return new($"account-{account.Id}", account.Id, account.Since, held) { Country = profile.Address?.Country };
    }

    private async Task<LeakedRecord?> Of(Cart cart, CancellationToken stop) =>
        cart.Delivery is { } to && to.Email != Register.Forgotten
            ? new($"bag-{cart.Id}", await mailboxes.IdOf(to.Email, stop), null, HeldData.In(cart))
            {
                Cart = cart.Id,
                Country = to.Address.Country,
            }
            : null;

    private async Task<LeakedRecord?> Of(Order order, IReadOnlyCollection<string> held, CancellationToken stop)
    {
        if (order.Delivery.Email is var email && email == Register.Forgotten) return null;
        var customer = order.Customer ?? await mailboxes.IdOf(email, stop);
        return new($"order-{order.Id}", customer, order.OpenedAt, held)
        {
            Order = order.Id,
            Country = order.Delivery.Address.Country,
        };
    }

    private async Task<LeakedRecord?> Papers(Order order, CancellationToken stop) =>
        order.Landed is not null && order.Shipments.Any(shipment => shipment.HasLeft)
            ? await Of(order, HeldData.In(order.Delivery), stop)
            : null;

    private async Task<LeakedRecord?> Of(Return back, IReadOnlyCollection<string> held, CancellationToken stop) =>
        held.Count > 0 && await store.Find(back.Order, stop) is { Record: var order }
        && await Of(order, held, stop) is { } one
            ? one with { Source = $"return-{back.Id}", MadeAt = back.OpenedAt }
            : null;

    private async Task<LeakedRecord?> Notes(Return back, CancellationToken stop) =>
        back.CreditNote is not null && await store.Find(back.Order, stop) is { Record: var order }
            ? await Of(back, HeldData.In(order.Delivery.Address), stop)
            : null;

    private async Task<LeakedRecord?> Pictures(Return back, CancellationToken stop) =>
        (await photos.List(back.Id, back.Order, stop)).Count > 0 ? await Of(back, [Photographs], stop) : null;
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Knows which customer asks.</summary>
/// <remarks>
/// A token needs no storage but for one thing: whether she has ended all her sign-ins since. That is looked up once a
/// minute for each customer who asks, so an ended sign-in may go on for a minute where another process ended it.
/// </remarks>
public sealed class CustomerDoor(TableStore store, Tokens tokens, TimeProvider clock)
{
    private const int Most = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Id<Customer>, (DateTimeOffset? SignedOutAt, long LookedAt)> looks = new();

    /// <summary>Who is signed in; null where nobody is.</summary>
    public async Task<Id<Customer>?> Who(HttpRequest request, CancellationToken stop) =>
        (await SignIn(request, stop))?.Customer;

    /// <summary>Who is signed in, and since when.</summary>
    public async Task<CustomerToken?> SignIn(HttpRequest request, CancellationToken stop)
    {
        if (tokens.CustomerIn(request, clock.GetUtcNow()) is not { } token) return null;
        return Holds(token.At, await SignedOutAt(token.Customer, stop)) ? token : null;
    }

    /// <summary>The same, where it must be her: null for everybody else.</summary>
    public async Task<Id<Customer>?> Own(HttpRequest request, string id, CancellationToken stop) =>
        Id<Customer>.TryParse(id, out var customer) && await Who(request, stop) == customer ? customer : null;

    /// <summary>Whether the token shows a device on which she has signed in before, and not out since.</summary>
    public bool IsHerDevice(string? device, Mailbox hers) =>
        device is not null && tokens.DeviceSince(device, hers.Customer) is { } since
        && Holds(since, hers.Known?.SignedOutAt);

    /// <summary>Whether she has signed in on it since she has a second factor, and so has shown that there.</summary>
    public bool KnowsHer(string? device, Customer her) =>
        device is not null && tokens.DeviceSince(device, her.Id) is { } since
        && Holds(since, her.SignedOutAt) && Holds(since, her.Factor?.OnSince);

    /// <summary>Ends all her sign-ins, on all devices.</summary>
    public async Task SignOut(Id<Customer> customer, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var ended = await store.Put(
            customer, $"signed-out-{now.UtcTicks}",
            known => Customer.Known(known, customer, now) with { SignedOutAt = now }, stop);
        ended.OrThrow();
        looks[customer] = (now, clock.GetTimestamp());
    }

    // Tokens know whole seconds.
    private static bool Holds(DateTimeOffset at, DateTimeOffset? signedOutAt) =>
        signedOutAt is not { } end || at.ToUnixTimeSeconds() > end.ToUnixTimeSeconds();

    private async Task<DateTimeOffset?> SignedOutAt(Id<Customer> customer, CancellationToken stop)
    {
        if (looks.TryGetValue(customer, out var look) && clock.GetElapsedTime(look.LookedAt) < Fresh)
            return look.SignedOutAt;
        var known = (await store.Find(customer, stop))?.Record.SignedOutAt;
        if (looks.Count >= Most) looks.Clear();
        looks[customer] = (known, clock.GetTimestamp());
        return known;
    }
}

using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Who an e-mail address is in this shop.</summary>
/// <param name="Known">Her record; null where she has none yet.</param>
public sealed record Mailbox(Id<Customer> Customer, Customer? Known);

/// <summary>Finds people by their e-mail address, which is kept nowhere but sealed.</summary>
/// <remarks>
/// A customer's id is a keyed hash of her address, and stays when the key is replaced: then a signpost stands where the
/// new hash leads, and says who she is. What leads to her is listed on her record, and goes with her.
/// </remarks>
public sealed class Mailboxes(TableStore store, Tokens tokens, TextSeal seal, TimeProvider clock)
{
    /// <summary>Whose address it is. One read, and for who is known from before a key was replaced a second.</summary>
    public async Task<Mailbox> Find(string email, CancellationToken stop)
    {
        var ids = tokens.CustomerIdsOf(email);
        var known = (await store.Find(ids[0], stop))?.Record;
        if (known is not null) return known.LeadsTo is { } person ? await Of(person, stop) : new(ids[0], known);
        foreach (var old in ids.Skip(1))
            if (await Whose(old, stop) is { } whose) return await Led(ids[0], whose, stop);
        foreach (var former in tokens.FormerIdsOf(email))
            if (await Whose(former, stop) is { } whose && await Wrote(whose, email, stop))
                return await Led(ids[0], whose, stop);
        return new(ids[0], null);
    }

    /// <summary>Whose address it is, where nobody asks what is known of her.</summary>
    public async Task<Id<Customer>> IdOf(string email, CancellationToken stop) => (await Find(email, stop)).Customer;

    /// <summary>Makes her address lead to her under the key that names now, and under no other.</summary>
    /// <returns>Whether something had to be changed.</returns>
    public async Task<bool> Renew(Customer person, string email, CancellationToken stop)
    {
        var now = tokens.CustomerIdsOf(email)[0];
        ImmutableArray<Id<Customer>> keys = now == person.Id ? [] : [now];
        if (person.SearchKeys.SequenceEqual(keys)) return false;
        if (keys.Length > 0) await Lead(now, person.Id, stop);
        await Remove(person.SearchKeys.Except(keys), stop);
        var renewed = await store.Update(
            person.Id, $"search-keys-{Guid.NewGuid():N}", known => known with { SearchKeys = keys }, stop);
        renewed.OrThrow();
        return true;
    }

    /// <summary>Takes away what leads to a person.</summary>
    public async Task Remove(IEnumerable<Id<Customer>> searchKeys, CancellationToken stop)
    {
        foreach (var key in searchKeys)
        {
            if (await store.Find(key, stop) is { Record.LeadsTo: not null } signpost)
                await store.Remove(key, signpost.Version, stop);
        }
    }

    // Whom an id of before leads to; null where nobody is known by it.
    private async Task<Id<Customer>?> Whose(Id<Customer> old, CancellationToken stop)
    {
        var before = (await store.Find(old, stop))?.Record;
        if (before is null && await store.Count(Lists.OrdersOf(old), 1, stop) == 0) return null;
        return before?.LeadsTo ?? old;
    }

    // Two mailboxes had one id that differ in case: she is the one who wrote it so.
    private async Task<bool> Wrote(Id<Customer> whose, string email, CancellationToken stop)
    {
        if ((await store.Find(whose, stop))?.Record.Profile is not { } profile) return false;
        var known = seal.Open<Profile>(whose.Value, profile).Email;
        return EmailAddress.Identity(known) == EmailAddress.Identity(email);
    }

    private async Task<Mailbox> Led(Id<Customer> from, Id<Customer> person, CancellationToken stop)
    {
        await Lead(from, person, stop);
        return await Of(person, stop);
    }

    private async Task<Mailbox> Of(Id<Customer> person, CancellationToken stop) =>
        new(person, (await store.Find(person, stop))?.Record);

    // On her record first: a signpost that nobody knows of would stay when she goes.
    private async Task Lead(Id<Customer> from, Id<Customer> person, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var listed = await store.Put(
            person, $"found-by-{from}-{Guid.NewGuid():N}",
            known => Customer.Known(known, person, now).FindBy(from), stop);
        listed.OrThrow();
        var led = await store.Put(
            from, $"leads-to-{person}-{Guid.NewGuid():N}",
            known => known ?? new Customer(from, now) { LeadsTo = person }, stop);
        led.OrThrow();
    }
}

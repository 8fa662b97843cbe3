using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Finds orders by a word of them: number, tracking number, SKU, name, phone or e-mail.</summary>
/// <remarks>
/// An order stands on a list for each of its words, under a keyed hash, and a search reads those lists alone: what it
/// costs does not grow with the orders. The lists hang on a record beside the order, written behind the queues, so that
/// no checkout waits for them.
/// </remarks>
public sealed class OrderSearch(TableStore store, Tokens tokens)
{
    /// <summary>How many are answered at most: who finds more says more.</summary>
    public const int MostFound = 30;

    /// <summary>How far back a word is followed that many orders have, where several are asked for at once.</summary>
    private const int MostOfWord = 2_000;

    /// <summary>How many orders are looked at whether they say all of it.</summary>
    private const int MostLooked = 10 * MostFound;

    private const int ParallelReads = 8;
    private const int MostLooks = 5;

    public static readonly RecordKind<SearchEntry> Kind = new("searchentries")
    {
        Status = _ => "Found",
        Fact = (_, _) => null,
        Forgotten = entry => entry.Forget(),
        Lists = entry => entry.Codes.Concat(entry.Person)
            .Select(word => new ListRow(ListOf(word), SortKey.Newest(entry.At))),
    };

    /// <summary>Makes an order findable by what it says now, and by nothing that it said before.</summary>
    /// <returns>Whether something had to be changed.</returns>
    public async Task<bool> Keep(Order order, CancellationToken stop)
    {
        bool changed = false;
        for (int looks = 0; looks < MostLooks; looks++)
        {
            var entry = EntryOf(order);
            var kept = await store.Put(
                SearchEntry.IdOf(order.Id), $"kept-{Guid.NewGuid():N}", known =>
                {
                    bool same = known is not null && Same(known, entry);
                    changed |= !same;
                    return same ? known! : entry;
                }, stop);
            kept.OrThrow();
            // Who was forgotten while it was written must not be found by what was read before.
            order = (await store.Find(order.Id, stop))?.Record ?? order;
            if (Same(EntryOf(order), entry)) break;
        }

        return changed;
    }

    /// <summary>Nobody finds it by who bought it any more, also after a restore.</summary>
    public async Task Forget(Id<Order> order, CancellationToken stop)
    {
        var id = SearchEntry.IdOf(order);
        if (await store.Find(id, stop) is null) return;
        await store.NoteErased(id, stop);
        (await store.Update(id, "forgotten", entry => entry.Forget(), stop)).OrThrow();
    }

    /// <summary>The orders that a typed text may mean, the newest first.</summary>
    public async Task<FoundOrders> Find(string text, CancellationToken stop)
    {
        var asked = OrderWords.Asked(text);
        int most = asked.All(words => words.Length == 1) ? MostFound + 1 : MostOfWord;
        string[] words = [.. asked.SelectMany(all => all).Distinct()];
        var read = await Task.WhenAll(words.Select(word => Any(word, most, stop)));
        var lists = words.Zip(read).ToDictionary(pair => pair.First, pair => pair.Second);
        var listed = asked.Select(all => Common([.. all.Distinct().Select(word => lists[word])], most)).ToList();
        var ids = listed.SelectMany(one => one.Ids).DistinctBy(one => one.Id)
            .OrderBy(one => one.Sort, StringComparer.Ordinal).Select(one => new Id<Order>(one.Id)).ToList();
        List<Order> found = [];
        int looked = 0;
        // A list may be a moment behind what the order says, and of a common word it is not followed to its end.
        for (; looked < ids.Count && looked < MostLooked && found.Count < MostFound; looked += MostFound)
            found.AddRange((await Load(ids.Skip(looked).Take(MostFound), stop))
                .Where(order => asked.Any(all => Says(order, all))));
        bool more = looked < ids.Count || found.Count > MostFound || listed.Exists(one => one.IsCut);
        return new([.. found.Take(MostFound)], more);
    }

    /// <summary>What these lists have in common; one that was not read to its end leaves nothing out.</summary>
    private static (IEnumerable<Listed> Ids, bool IsCut) Common(IReadOnlyList<Listed>[] lists, int most)
    {
        var whole = lists.Where(list => list.Count < most).OrderBy(list => list.Count).ToList();
        if (whole.Count == 0) whole = [.. lists];
        var others = whole.Skip(1).Select(list => list.Select(one => one.Id).ToHashSet()).ToList();
        return (
            whole[0].Where(one => others.TrueForAll(ids => ids.Contains(one.Id))),
            Array.TrueForAll(lists, list => list.Count >= most) && lists[0].Count > 0);
    }

    private async Task<IEnumerable<Order>> Load(IEnumerable<Id<Order>> ids, CancellationToken stop)
    {
        Id<Order>[] these = [.. ids];
        var orders = new Order?[these.Length];
        await Parallel.ForAsync(
            0, these.Length, new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = stop },
            async (at, token) => orders[at] = (await store.Find(these[at], token))?.Record);
        return orders.OfType<Order>();
    }

    // Under each key of the shop: entries are brought under the newest one by the sealing run.
    private async Task<IReadOnlyList<Listed>> Any(string word, int most, CancellationToken stop)
    {
        var under = await Task.WhenAll(
            tokens.WordsOf(word).Select(hash => store.Listed<SearchEntry>(ListOf(hash), most, stop)));
        return under.Length == 1 ? under[0] : [.. under.SelectMany(list => list).DistinctBy(one => one.Id)];
    }

    private SearchEntry EntryOf(Order order) => new(
        order.Id, order.OpenedAt, Hashed(OrderWords.CodesOf(order, OrderViews.NumberOf(order.Id))),
        Hashed(OrderWords.PersonOf(order)));

    private ImmutableArray<string> Hashed(ImmutableArray<string> words) =>
        [.. words.Select(word => tokens.WordsOf(word)[0])];

    private static bool Says(Order order, ImmutableArray<string> words) =>
        words.All(OrderWords.CodesOf(order, OrderViews.NumberOf(order.Id)).Concat(OrderWords.PersonOf(order))
            .ToHashSet().Contains);

    private static bool Same(SearchEntry one, SearchEntry other) =>
        one.At == other.At && one.Codes.SequenceEqual(other.Codes) && one.Person.SequenceEqual(other.Person);

    private static string ListOf(string hash) => $"orders.by.{hash}";
}

/// <summary>What was found.</summary>
/// <param name="HasMore">Whether there are more than are answered.</param>
public sealed record FoundOrders(ImmutableArray<Order> Orders, bool HasMore);

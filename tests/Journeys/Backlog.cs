using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What came in while nobody listened: news of orders, of stock and of customs, in no order at all.</summary>
/// <remarks>The same for every shop, so that two can be compared; a quarter of it is said twice or is stale.</remarks>
/// <param name="size">How many messages, one of which nobody can make anything of.</param>
public sealed class Backlog(int size)
{
    public const int Customers = 12;
    public const string Place = "MNL";
    private const int AtOnce = 8;

    // One message in four.
    private const int Movements = 4;

    /// <summary>An order that never was: news of it are poison.</summary>
    public static readonly Id<Order> Lost = new("6e0b3c1a-0000-4000-9999-999999999999");

    private static readonly Money Cost = new(40_000, Currency.Php);

    /// <summary>A third is sold out by its movements, a third runs low, and of the rest there is plenty.</summary>
    public static readonly string[] Skus = [.. Enumerable.Range(0, 25).Select(number => $"SKU-{number}")];

    // The last of them was delivered some days ago.
    private readonly DateTimeOffset first = DateTimeOffset.UtcNow.AddDays(-7).AddHours(-Orders(size));

    public int Size { get; } = size;

    /// <summary>How many units have left of each SKU.</summary>
    public int Sold { get; } = size / Movements / Skus.Length;

    /// <summary>Those that somebody could bring more of.</summary>
    public static IEnumerable<string> Supplied => Skus.Where((_, number) => number % 2 == 0);

    /// <summary>Those that have to be bought again.</summary>
    public static IEnumerable<string> Low => Skus.Where((_, number) => number % 2 == 0 && number % 3 != 2);

    /// <summary>Writes what the news are about, and puts them on their queues; the poison comes first.</summary>
    /// <param name="abroad">Parcels of this shop that are with customs now.</param>
    public async Task Fill(Backroom backroom, IEnumerable<Id<Shipment>> abroad)
    {
        var random = new Random(20261111);
        List<(string Queue, object Message)> news =
        [
            .. (await new Histories(backroom.Store, first).Write(Orders(Size), Customers)).Select(OfCustomers),
            .. (await Leave(backroom.Store)).Select(OfStock),
        ];
        news.AddRange(abroad.SelectMany(parcel => Enumerable.Range(0, Size / 40).Select(at => OfCustoms(parcel, at))));
        int distinct = news.Count;
        while (news.Count < Size - 1) news.Add(Again(news[random.Next(distinct)], random));
        var shuffled = news.ToArray();
        random.Shuffle(shuffled);
        // What follows stands behind it.
        await backroom.Messages.Send(CrmNews.Queue, new CrmNews(Lost, CrmEvent.Delivered, 1_000, null));
        await Parallel.ForEachAsync(
            shuffled, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (one, stop) => await backroom.Messages.Send(one.Queue, one.Message, stop));
    }

    /// <summary>Goods that came in and have left again, one unit by each movement.</summary>
    private async Task<List<StockChanged>> Leave(TableStore store)
    {
        var left = await Task.WhenAll(Skus.Select((sku, number) => Leave(store, Stock.At(sku, Place), number)));
        return [.. left.SelectMany(one => one)];
    }

    private async Task<List<StockChanged>> Leave(TableStore store, Id<Stock> id, int number)
    {
        int units = (number % 3) switch { 0 => Sold, 1 => 2 * Sold, _ => 100 * Sold };
        var now = DateTimeOffset.UtcNow;
        var lot = new Lot($"lot-{number}", units, Cost, now);
        await store.Put<Stock>(id, $"receipt-{lot.Id}", stock => Stock.Receive(stock, id, lot));
        Id<Order>[] orders =
            [.. Enumerable.Range(0, Sold).Select(at => new Id<Order>($"6e0b3c1a-0000-4000-b{number:D3}-{at:D12}"))];
        await Task.WhenAll(orders.Select(order => store.Update(
            id, $"{order}-kept", stock => stock.Allocate(order, 1, now))));
        await Task.WhenAll(orders.Select(order => store.Update(id, $"{order}-shipped", stock => stock.Ship(order))));
        return [.. orders.Select((order, at) => new StockChanged(id, at + 1) { Movement = $"{order}-shipped" })];
    }

    // Each makes nine messages in four.
    private static int Orders(int size) => size * 2 / 9;

    private static (string, object) OfCustomers(CrmNews news) => (CrmNews.Queue, news);

    private static (string, object) OfStock(StockChanged changed) => (StockNews.Queue, changed);

    private static (string, object) OfCustoms(Id<Shipment> parcel, int at) => (
        ClearanceFunctions.Queue, new CustomsNotice(CustomsNotice.Known, $"again-{parcel}-{at}", parcel.Value, at % 3));

    // Of what has a version, an older one may come as well.
    private static (string Queue, object Message) Again((string Queue, object Message) said, Random random)
    {
        if (said.Message is not CrmNews news) return said;
        bool stale = news.What == CrmEvent.Delivered && random.Next(2) == 0;
        return stale ? OfCustomers(news with { Version = 1 }) : said;
    }
}

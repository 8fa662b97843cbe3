using System.Text.Json;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What a shop has come to: all that counts, and nothing of when and how often it was tried.</summary>
/// <param name="Lines">One fact each, said in the same words in every shop.</param>
public sealed record BacklogEnd(IReadOnlyList<string> Lines)
{
    private const int Most = 20;

    /// <summary>Reads it from the records, the books and the poison queues.</summary>
    public static async Task<BacklogEnd> Of(Backroom backroom)
    {
        var today = LegalEntity.Nobody.DayOf(DateTimeOffset.UtcNow);
        var delivered = await backroom.All<Order>("orders.delivered");
        var customers = delivered.Select(order => order.Customer!.Value).Distinct().OrderBy(id => id.Value);
        var words = await backroom.Availability.Current(CancellationToken.None);
        var proposed = await backroom.All<PurchaseOrder>("purchase-orders.proposed");
        var abroad = delivered.Where(order => order.Landed is not null);
        return new(
        [
            .. await All(customers.Select(id => Account(backroom, id))),
            .. await All(Histories.Products.Select(product => Together(backroom, product))),
            .. await Task.WhenAll(
                Backlog.Skus.Append(BacklogShop.Sku).Select(sku => Counted(backroom, sku, words.Of(sku)))),
            .. proposed.SelectMany(order => order.Lines.Select(line => $"proposed {line.Sku} {order.Location}"))
                .Order(),
            .. (await Task.WhenAll(abroad.Select(order => Cleared(backroom, order)))).Order(),
            .. (await backroom.Journal.Balance(today.AddDays(-2), today)).Select(one => $"books {Said(one)}"),
            .. (await backroom.Poison.List()).Select(one => $"poison {one.Queue} {one.Body}").Distinct(),
        ]);
    }

    /// <summary>The facts that stand in one only, at most twenty; empty when both are the same.</summary>
    public IEnumerable<string> Differences(string name, BacklogEnd other, string otherName)
    {
        List<string> all =
        [
            .. Without(Lines, other.Lines).Select(line => $"{name}: {line}"),
            .. Without(other.Lines, Lines).Select(line => $"{otherName}: {line}"),
        ];
        return all.Count > Most ? all.Take(Most).Append($"... and {all.Count - Most} more") : all;
    }

    // A fact that is said twice counts twice.
    private static IEnumerable<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        var counts = others.CountBy(line => line).ToDictionary();
        foreach (string line in lines)
        {
            int left = counts.GetValueOrDefault(line);
            if (left == 0) yield return line;
            else counts[line] = left - 1;
        }
    }

    private static async Task<IEnumerable<string>> All(IEnumerable<Task<IEnumerable<string>>> parts) =>
        (await Task.WhenAll(parts)).SelectMany(lines => lines);

    private static async Task<IEnumerable<string>> Account(Backroom backroom, Id<Customer> id)
    {
        var points = (await backroom.Store.Find(StoredValue.PointsOf(id)))?.Record;
        var customer = (await backroom.Store.Find(id))?.Record;
        var head = new
        {
            points?.Balance,
            points?.Shortfall,
            Sum = points?.BroughtForward + points?.Entries.Sum(entry => entry.Change),
            Known = customer?.Profile is not null,
            Tier = DemoShop.Policy.Points.TierFor(customer?.Spent(DateTimeOffset.UtcNow)).Name,
        };
        return
        [
            $"customer {id} {Said(head)}",
            .. (points?.Lots ?? []).Select(lot => $"customer {id} has a lot of {lot.Amount} points"),
            .. (customer?.Purchases ?? [])
                .Select(one => $"customer {id} paid {one.Paid}, version {one.Version}").Order(),
        ];
    }

    private static async Task<IEnumerable<string>> Together(Backroom backroom, string product)
    {
        var found = (await backroom.Store.Find(new Id<Companions>(product)))!.Record;
        return
        [
            $"product {product} in {found.Orders} orders",
            .. found.With.OrderBy(with => with.Product.Value, StringComparer.Ordinal)
                .Select(with => $"product {product} with {Said(with)}"),
        ];
    }

    private static async Task<string> Counted(Backroom backroom, string sku, Availability word)
    {
        var stock = (await backroom.Store.Find(Stock.At(sku, Backlog.Place)))!.Record;
        var demand = (await backroom.Store.Find(Demand.Of(stock.Id)))?.Record;
        return $"stock {sku} {stock.OnHand} left, {demand?.Days.Sum(day => day.Units)} counted, said to be {word}";
    }

    private static async Task<string> Cleared(Backroom backroom, Order order)
    {
        var parcel = Assert.Single(order.Shipments);
        var clearance = (await backroom.Store.Find(ClearanceActivities.IdOf(parcel.Id)))!.Record;
        return $"parcel {clearance.Status}, {order.Totals.Import}";
    }

    private static string Said(object fact) => JsonSerializer.Serialize(fact);
}

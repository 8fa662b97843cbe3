using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Orders that were bought, delivered and in part returned long ago, and the news of them.</summary>
/// <param name="first">When the first was bought; each other is an hour after the one before.</param>
public sealed class Histories(TableStore store, DateTimeOffset first)
{
    private const int AtOnce = 8;

    private static readonly DateTimeOffset Day = new(2026, 10, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>What is in each of the orders.</summary>
    public static readonly string[] Products = ["bowl", "mug", "plate"];
    private static readonly string[] Skus = ["BOWL", "MUG", "PLATE"];

    public Histories(TestShop shop)
        : this(shop.Services.GetRequiredService<TableStore>(), Day)
    {
    }

    public static Id<Customer> Customer(int number) => new($"6e0b3c1a-0000-4000-8000-{number:D12}");

    /// <summary>An order of each number: every third has two parcels, every fourth a return of one unit.</summary>
    public async Task<List<CrmNews>> Write(int orders, int customers)
    {
        List<CrmNews> news = [];
        foreach (int[] some in Enumerable.Range(0, orders).Chunk(AtOnce))
        {
            var written = await Task.WhenAll(some.Select(number => WriteOne(number, customers)));
            news.AddRange(written.SelectMany(one => one));
        }

        return news;
    }

    public static Order Order(int number, Id<Customer> customer, string[] skus) =>
        Order(number, customer, Day.AddHours(number), skus);

    private async Task<CrmNews[]> WriteOne(int number, int customers)
    {
        var order = Order(number, Customer(number % customers), first.AddHours(number), Skus);
        var back = number % 4 == 0 ? Back(order, number) : null;
        if (back is not null) order = order with { TakenBack = [new(back.Id, [new("MUG", [0])])] };
        await store.Insert(order.Id, "history", () => order);
        if (back is not null) await store.Insert(back.Id, "history", () => back);
        CrmNews[] usual = [CrmNews.Placed(order), CrmNews.Over(order, ShipmentStatus.Delivered)];
        return back is null ? usual : [.. usual, CrmNews.Paid(back)];
    }

    private static Order Order(int number, Id<Customer> customer, DateTimeOffset bought, string[] skus)
    {
        var id = new Id<Order>($"6e0b3c1a-0000-4000-9000-{number:D12}");
        ImmutableArray<OrderLine> lines =
        [
            .. skus.Select((sku, at) => new OrderLine(
                sku, sku.ToLowerInvariant(), sku, "", "", at + 1, Php(33_333), Php(33_333 * (at + 1)), 100)),
        ];
        var goods = lines.Aggregate(Php(0), (sum, line) => sum + line.Total);
        var address = new Address("Ana", "1 Mabini", null, "Taguig", "Metro Manila", "1634", "PH", "+63 917 1234567");
        var order = new Order(
            id, "run", new($"{id}"), OrderStatus.Delivered, lines,
            new(goods, Php(0), Php(0), Php(0), Php(0), goods),
            new($"customer-{number}@example.com", address, "standard"), bought)
        {
            Customer = customer,
            PlacedAt = bought,
            Shipments = Parcels(id, lines, number % 3 == 0 ? 1 : lines.Length, bought),
        };
        return order;
    }

    private static ImmutableArray<Shipment> Parcels(
        Id<Order> id, ImmutableArray<OrderLine> lines, int first, DateTimeOffset bought)
    {
        return
        [
            .. new[] { lines[..first], lines[first..] }.Where(part => part.Length > 0).Select((part, at) =>
                new Shipment(
                    Shipment.Named(id, at + 1), "MNL",
                    [.. part.Select(line => new ShipmentLine(line.Sku, line.Quantity))], ShipmentStatus.Delivered)
                {
                    DeliveredAt = bought.AddDays(2 + at),
                }),
        ];
    }

    private static Return Back(Order order, int number)
    {
        var line = order.Lines.First(line => line.Sku == "MUG");
        return new(
            new($"6e0b3c1a-0000-4000-a000-{number:D12}"), "run", order.Id, ReturnStatus.Closed,
            [
                new(line.Sku, line.Name, "", "", 1, ReturnReason.ChangedMind)
                {
                    Findings = [new("MUG", 1, Disposition.Restock)],
                },
            ],
            line.UnitPrice, order.OpenedAt)
        {
            Customer = order.Customer,
        };
    }

    private static Money Php(long amount) => new(amount, Currency.Php);
}

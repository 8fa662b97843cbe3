using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Ordinary things of the shop, for tests that are about something else.</summary>
internal static class Some
{
    public const string Tote = "TOTE-NAT";
    public const string Hat = "HAT-M";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly ShopPolicy Policy = ShopPolicy.Default;
    public static readonly Id<Cart> CartId = new("6e0b3c1a-0000-4000-8000-000000000001");
    public static readonly Id<Order> OrderId = new("6e0b3c1a-0000-4000-8000-000000000002");
    public static readonly Id<Return> ReturnId = new("6e0b3c1a-0000-4000-8000-000000000003");

    public static readonly Delivery Home = new(
        "ana@example.ph",
        new("Ana Cruz", "12 Mabini St", null, "Quezon City", "Metro Manila", "1100", "PH", "+639171234567"),
        "standard");

    public static readonly Payment Promised =
        new(PaymentStatus.Authorised, "pi_1", null, "visa", "4242", Now);

    public static readonly Payment Captured = Promised with { Status = PaymentStatus.Captured };

    public static readonly ImmutableDictionary<string, Offer> Offers = ImmutableDictionary<string, Offer>.Empty
        .Add(Tote, new(Tote, "abaca-tote", "Abaca tote", "Natural", "tote.svg", Php(125_000), 400))
        .Add(Hat, new(Hat, "buri-hat", "Buri hat", "M", "hat.svg", Php(69_999), 150));

    public static Money Php(long amount) => new(amount, Currency.Php);

    public static Money Usd(long amount) => new(amount, Currency.Usd);

    public static Id<Order> Order(int number) => new($"order-{number}");

    public static Cart Cart(params (string Sku, int Quantity)[] lines) => new(
        CartId, Currency.Php, [.. lines.Select(line => new CartLine(line.Sku, line.Quantity))], Home,
        CartStatus.Open, null, Now + Policy.CartLife);

    public static Quote Quote(params (string Sku, int Quantity)[] lines) =>
        Serverless.Commerce.Quote.Of(Cart(lines), Offers, Policy).OrThrow();

    /// <summary>An order that was just opened.</summary>
    public static Order Opened(params (string Sku, int Quantity)[] lines)
    {
        var quote = Quote(lines);
        return Serverless.Commerce.Order
            .Open(OrderId, "run-1", Cart(lines), quote, quote.Totals.Total, Now).OrThrow();
    }

    /// <summary>An order whose goods the shopper has, each at a cost of a third of its price.</summary>
    public static Order AtHome(params (string Sku, int Quantity)[] lines)
    {
        var order = Opened(lines);
        return order with
        {
            Status = OrderStatus.Delivered,
            Payment = Captured,
            Shipment = new($"{order.Id}-1", "MNL") { WeightGrams = 900, Carrier = "Ninja Van", Tracking = "NV1" },
            Lines = [.. order.Lines.Select(line => line with { Cost = line.Total.Part(1, 3) })],
            PlacedAt = Now,
            DeliveredAt = Now.AddDays(3),
        };
    }

    /// <summary>An order in any status, with all it can have: a parcel, money, a return, a refund.</summary>
    public static Order In(OrderStatus status) => AtHome((Tote, 2), (Hat, 1)) with
    {
        Status = status,
        TakenBack = [new(new("return-0"), [new(Hat, [0])])],
        Refunds = [new("refund-0", Php(50), Paid: false)],
    };

    public static ReturnAsk Ask(string sku, int quantity) => new(sku, quantity, ReturnReason.ChangedMind);

    public static Order TakingBack(Order order, Id<Return> id, params ReturnAsk[] asked) =>
        order.TakeBack(id, [.. asked], Policy.Returns, Now.AddDays(5)).OrThrow();

    /// <summary>A return of these goods, just asked for, and its order.</summary>
    public static (Return Return, Order Order) Requested(Order order, params ReturnAsk[] asked)
    {
        var taken = TakingBack(order, ReturnId, asked);
        return (Return.Request(ReturnId, "run-1", taken, [.. asked], Now.AddDays(5)).OrThrow(), taken);
    }

    public static Id<Stock> StockId => Serverless.Commerce.Stock.At(Tote, "MNL");

    public static Lot Lot(string id, int quantity, long unitCost = 40_000, int day = 0) =>
        new(id, quantity, Php(unitCost), Now.AddDays(day));

    /// <summary>Stock of so many units in one lot.</summary>
    public static Stock Stock(int quantity) =>
        Serverless.Commerce.Stock.Receive(null, StockId, Lot("lot-1", quantity)).OrThrow();
}

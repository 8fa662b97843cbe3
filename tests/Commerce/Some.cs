using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Ordinary things of the shop, for tests that are about something else.</summary>
internal static class Some
{
    public const string Tote = "TOTE-NAT";
    public const string Hat = "HAT-M";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly ShopPolicy Policy = DemoShop.Policy;
    public static readonly LegalEntity Seller = Policy.Seller;
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

    /// <summary>All these goods, from one location.</summary>
    public static ImmutableArray<Source> AllFrom(string location, Order order) =>
        [new(location, [.. order.Lines.Select(line => new Goods(line.Sku, line.Quantity))])];

    /// <summary>An order whose goods the shopper has, each at a cost of a third of its price.</summary>
    public static Order AtHome(params (string Sku, int Quantity)[] lines)
    {
        var order = Opened(lines);
        return AtHome(order, AllFrom("MNL", order));
    }

    /// <summary>The same, in the parcels of these sources.</summary>
    public static Order AtHome(Order order, ImmutableArray<Source> sources) => order with
    {
        Status = OrderStatus.Delivered,
        Payment = Captured,
        CapturedAt = Now,
        Shipments = [.. sources.Select((source, at) => Parcel(order, at + 1, source, ShipmentStatus.Delivered))],
        PlacedAt = Now,
    };

    /// <summary>A parcel with all it can have.</summary>
    public static Shipment Parcel(Order order, int number, Source source, ShipmentStatus status)
    {
        var parcel = Shipment.Of(order.Id, number, source) with
        {
            Status = status,
            WeightGrams = 900,
            Carrier = "Ninja Van",
            Tracking = $"NV{number}",
            Pickup = status == ShipmentStatus.ReadyForPickup ? new("hash", []) : null,
            DeliveredAt = status is ShipmentStatus.Delivered or ShipmentStatus.PickedUp ? Now.AddDays(3) : null,
        };
        return parcel with { Lines = [.. parcel.Lines.Select(line => line with { Cost = CostOf(order, line) })] };
    }

    /// <summary>An order in any status, with all it can have: parcels, money, a return, a refund.</summary>
    public static Order In(OrderStatus status)
    {
        var order = Opened((Tote, 2), (Hat, 1));
        return AtHome(order, AllFrom("MNL", order)) with
        {
            Status = status,
            Shipments = [.. InParcels(status).Select((parcel, at) => Parcel(
                order, at + 1, AllFrom("MNL", order)[0], parcel))],
            TakenBack = [new(new("return-0"), [new(Hat, [0])])],
            Refunds = [new("refund-0", Php(50), Paid: false)],
        };
    }

    /// <summary>An order under way in two parcels that stand so.</summary>
    public static Order InTwo(ShipmentStatus first, ShipmentStatus second)
    {
        var order = Opened((Tote, 2), (Hat, 1));
        var shipments = ImmutableArray.Create(
            Parcel(order, 1, new("MNL", [new(Tote, 1)]), first),
            Parcel(order, 2, new("CEB", [new(Tote, 1), new(Hat, 1)]), second));
        return AtHome(order, AllFrom("MNL", order)) with
        {
            Shipments = shipments,
            Status = OrderShipments.StatusOf(shipments),
        };
    }

    private static Money CostOf(Order order, ShipmentLine line)
    {
        var bought = order.Lines.First(one => one.Sku == line.Sku);
        return bought.Total.Part(line.Quantity, 3 * bought.Quantity);
    }

    private static ShipmentStatus[] InParcels(OrderStatus status) => status switch
    {
        OrderStatus.Started => [],
        OrderStatus.PartiallyShipped => [ShipmentStatus.Shipped, ShipmentStatus.Packed],
        OrderStatus.PartiallyDelivered => [ShipmentStatus.Shipped, ShipmentStatus.Delivered],
        _ => [Enum.TryParse(status.ToString(), out ShipmentStatus same) ? same : ShipmentStatus.Held],
    };

    public static ReturnAsk Ask(string sku, int quantity) => new(sku, quantity, ReturnReason.ChangedMind);

    public static ReturnWish Wish(params ReturnAsk[] asked) => new([.. asked]);

    public static Order TakingBack(Order order, Id<Return> id, params ReturnAsk[] asked) =>
        order.TakeBack(id, Wish(asked), Policy.Returns, Now.AddDays(5)).OrThrow();

    /// <summary>A return of these goods, just asked for, and its order.</summary>
    public static (Return Return, Order Order) Requested(Order order, params ReturnAsk[] asked)
    {
        var taken = TakingBack(order, ReturnId, asked);
        return (
            Return.Request(ReturnId, "run-1", taken, Wish(asked), Policy.Returns, Now.AddDays(5)).OrThrow(), taken);
    }

    public static Id<Stock> StockId => Serverless.Commerce.Stock.At(Tote, "MNL");

    public static Lot Lot(string id, int quantity, long unitCost = 40_000, int day = 0) =>
        new(id, quantity, Php(unitCost), Now.AddDays(day));

    /// <summary>Stock of so many units in one lot.</summary>
    public static Stock Stock(int quantity) =>
        Serverless.Commerce.Stock.Receive(null, StockId, Lot("lot-1", quantity)).OrThrow();
}

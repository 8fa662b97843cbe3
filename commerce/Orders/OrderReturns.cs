using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What an order knows about goods and money that go back.</summary>
public static class OrderReturns
{
    /// <summary>How many units of a SKU could still be sent back.</summary>
    public static int Returnable(this Order order, string sku) =>
        order.FreeUnits(sku).Count();

    /// <summary>Reserves units for a return, so that two returns never share one.</summary>
    public static Result<Order> TakeBack(
        this Order order, Id<Return> id, ImmutableArray<ReturnAsk> asked, ReturnPolicy policy, DateTimeOffset now)
    {
        if (order.TakenBack.Any(taken => taken.Return == id)) return order;
        if (order.DeliveredAt is not { } delivered) return ReturnRefusals.NotDelivered;
        if (now > delivered + policy.Window) return ReturnRefusals.TooLate;
        if (asked.IsEmpty || asked.DistinctBy(ask => ask.Sku).Count() != asked.Length) return ReturnRefusals.Lines;
        if (asked.Any(ask => ask.Quantity < 1)) return ReturnRefusals.Lines;
        if (asked.Any(ask => ask.Quantity > order.Returnable(ask.Sku))) return ReturnRefusals.TooMany;

        var lines = asked.Select(ask => new TakenLine(ask.Sku, [.. order.FreeUnits(ask.Sku).Take(ask.Quantity)]));
        return order with { TakenBack = order.TakenBack.Add(new(id, [.. lines])) };
    }

    /// <summary>The return came to nothing: its units may be asked for again.</summary>
    public static Result<Order> GiveUpReturn(this Order order, Id<Return> id)
    {
        var mine = order.TakenBack.FirstOrDefault(taken => taken.Return == id);
        return mine is null ? order : order with { TakenBack = order.TakenBack.Remove(mine) };
    }

    /// <summary>What was paid for the first so many of the units that a return took back.</summary>
    public static Money PaidFor(this Order order, TakenLine taken, int quantity)
    {
        var line = order.Lines.First(line => line.Sku == taken.Sku);
        return Share(order.NetOf(line), line.Quantity, taken.Units, quantity);
    }

    /// <summary>What the first so many of those units had cost the shop, each in the shipment it came in.</summary>
    public static Money CostOf(this Order order, TakenLine taken, int quantity)
    {
        var asked = taken.Units.Take(quantity).ToList();
        return order.Shipments.Aggregate(Money.Zero(Currency.Php), (sum, shipment) =>
        {
            var units = order.UnitsIn(shipment, taken.Sku).ToList();
            var mine = asked.Where(units.Contains).Select(unit => unit - units[0]).ToImmutableArray();
            if (mine.IsEmpty) return sum;
            var cost = shipment.Lines.First(line => line.Sku == taken.Sku).Cost ?? Money.Zero(Currency.Php);
            return sum + Share(cost, units.Count, mine, mine.Length);
        });
    }

    /// <summary>Where the goods of a return go back to: whence most of them came.</summary>
    public static string HomeOf(this Order order, Id<Return> id)
    {
        var taken = order.TakenBack.First(taken => taken.Return == id);
        return order.Shipments.MaxBy(Carried)!.Location;

        int Carried(Shipment shipment) =>
            taken.Lines.Sum(line => line.Units.Intersect(order.UnitsIn(shipment, line.Sku)).Count());
    }

    /// <summary>Money given back so far, or on its way.</summary>
    public static Money Refunded(this Order order) =>
        order.Refunds.Aggregate(Money.Zero(order.Totals.Total.Currency), (sum, refund) => sum + refund.Amount);

    /// <summary>Reserves a refund: Σ refunds never exceeds what was captured, however many ask at once.</summary>
    public static Result<Order> ReserveRefund(this Order order, string refund, Money amount)
    {
        if (order.Refunds.Any(known => known.Id == refund)) return order;
        if (order.Payment?.Status != PaymentStatus.Captured) return OrderRefusals.NotNow;
        if (amount.Amount < 0 || order.Refunded() + amount > order.Totals.Total) return OrderRefusals.TooMuch;
        return order with { Refunds = order.Refunds.Add(new(refund, amount, Paid: false)) };
    }

    /// <summary>The provider has paid a refund out.</summary>
    public static Result<Order> PayRefund(this Order order, string refund)
    {
        var known = order.Refunds.FirstOrDefault(known => known.Id == refund);
        if (known is null) return OrderRefusals.NotNow;
        return known.Paid ? order : order with { Refunds = order.Refunds.Replace(known, known with { Paid = true }) };
    }

    // Only what the shopper has: a parcel that is under way, or came back, holds nothing that she could return.
    private static IEnumerable<int> FreeUnits(this Order order, string sku)
    {
        var had = order.Shipments.Where(shipment => shipment.Status == ShipmentStatus.Delivered)
            .SelectMany(shipment => order.UnitsIn(shipment, sku));
        var taken = order.TakenBack.SelectMany(back => back.Lines).Where(line => line.Sku == sku);
        return had.Except(taken.SelectMany(line => line.Units));
    }

    private static Money Share(Money whole, int units, ImmutableArray<int> taken, int quantity) =>
        taken.Take(quantity).Aggregate(
            whole with { Amount = 0 },
            (sum, unit) => sum + whole.Part(unit + 1, units) - whole.Part(unit, units));
}

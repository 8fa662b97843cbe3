using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What lies in one box, and what of the order comes in another; it names no prices.</summary>
/// <param name="Number">The order's, as the shopper knows it.</param>
/// <param name="Parcel">Which of the order's parcels this is, from 1.</param>
public sealed record PackingSlip(
    string Number, int Parcel, int Parcels, DateOnly Day, ImmutableArray<string> To,
    ImmutableArray<SlipLine> Here, ImmutableArray<SlipLine> Elsewhere)
{
    public static PackingSlip Of(Order order, Shipment shipment, string number, DateOnly day) => new(
        number, order.Shipments.IndexOf(shipment) + 1, order.Shipments.Length, day,
        [order.Delivery.Address.Name, .. order.Delivery.Address.Street, order.Delivery.Address.Place],
        [.. Goods(order, [shipment])],
        [.. Goods(order, order.Shipments.Where(
            other => other.Id != shipment.Id && other.Status != ShipmentStatus.Cancelled))]);

    private static IEnumerable<SlipLine> Goods(Order order, IEnumerable<Shipment> shipments) =>
        from shipment in shipments
        from line in order.GoodsOf(shipment)
        let bought = order.Lines.First(bought => bought.Sku == line.Sku)
        select new SlipLine(line.Sku, bought.Name, bought.Options, line.Quantity, shipment.HasLeft);
}

/// <summary>One kind of goods on a packing slip.</summary>
/// <param name="HasLeft">Whether its parcel is on its way, or was before.</param>
public sealed record SlipLine(string Sku, string Name, string Options, int Quantity, bool HasLeft);

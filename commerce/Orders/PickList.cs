using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What somebody takes from the shelves of one location for a morning's parcels, shelf by shelf.</summary>
public sealed record PickList(string Location, ImmutableArray<PickStop> Stops)
{
    /// <summary>As many as somebody picks in one round, and as one paper is made of.</summary>
    public const int MaxParcels = 500;

    /// <summary>Lists parcels that are to be picked there, in the order given: the first is box 1.</summary>
    /// <remarks>SKUs stand as the shelves do, by their letters, digits as numbers.</remarks>
    public static Result<PickList> Of(string location, IReadOnlyList<(Order Order, Shipment Shipment)> parcels)
    {
        if (parcels.Any(one => one.Shipment.Location != location || !IsToPick(one.Shipment.Status)))
            return ShipmentRefusals.NoPickList;
        var stops =
            from box in parcels.Select((one, at) => (one.Order, one.Shipment, Number: at + 1))
            from line in box.Order.GoodsOf(box.Shipment)
            group (box, line) by line.Sku into shelf
            let bought = shelf.First().box.Order.Lines.First(line => line.Sku == shelf.Key)
            select new PickStop(
                shelf.Key, bought.Name, bought.Options, bought.Picture, shelf.Sum(one => one.line.Quantity),
                [.. shelf.Select(one => new PickBox(one.box.Number, one.box.Shipment.Id, one.line.Quantity))]);
        return new PickList(location, [.. stops.OrderBy(stop => stop.Sku, Shelves)]);
    }

    private static bool IsToPick(ShipmentStatus status) => status is ShipmentStatus.Allocated or ShipmentStatus.Picking;

    private static readonly StringComparer Shelves = StringComparer.Create(
        System.Globalization.CultureInfo.InvariantCulture, System.Globalization.CompareOptions.NumericOrdering);
}

/// <summary>One SKU at its shelf, and the boxes that it goes into.</summary>
public sealed record PickStop(
    string Sku, string Name, string Options, string Picture, int Quantity, ImmutableArray<PickBox> Boxes);

/// <summary>How many of it go into one box.</summary>
/// <param name="Number">Of the box on this list, from 1.</param>
public sealed record PickBox(int Number, Id<Shipment> Shipment, int Quantity);

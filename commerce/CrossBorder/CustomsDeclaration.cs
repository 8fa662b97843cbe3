using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What customs are told about one parcel: who sends what to whom, worth how much, made where.</summary>
/// <param name="Number">What people call the parcel, and the number of its invoice: <c>7K3M-9Q2A-1</c>.</param>
/// <param name="Day">Of packing, as the seller's books have it.</param>
/// <param name="Postage">What the shopper pays for delivery.</param>
/// <param name="Terms">Who pays what the border asks, as Incoterms 2020 say it: <c>DDP</c>, <c>DAP</c>.</param>
public sealed record CustomsDeclaration(
    Id<Shipment> Shipment, string Number, DateOnly Day, Address Sender, Address Recipient, string RecipientEmail,
    ImmutableArray<DeclaredGoods> Goods, Money Postage, int GrossGrams, string Terms)
{
    /// <summary>What is to be said of a packed shipment; its value is what is paid for the goods.</summary>
    /// <param name="order">The order that it is a part of.</param>
    /// <param name="shipment">Packed and weighed.</param>
    /// <param name="policy">Knows where it leaves from, and what countries are called.</param>
    /// <param name="number">Of the parcel, for people.</param>
    /// <param name="packedAt">The moment by which the papers are dated.</param>
    public static Result<CustomsDeclaration> Of(
        Order order, Shipment shipment, ShopPolicy policy, string number, DateTimeOffset packedAt)
    {
        if (shipment.WeightGrams is not { } gross) return ShipmentRefusals.NotNow;
        var (from, to) = (policy.LocationOf(shipment.Location).Address.ToAddress(), order.Delivery.Address);
        return new CustomsDeclaration(
            shipment.Id, number, policy.Seller.DayOf(packedAt), from, to,
            order.Delivery.Email, [.. order.GoodsOf(shipment).Select(line => Declare(order, shipment, line))],
            PostageOf(order, shipment), gross, order.Delivery.Terms == DeliveryTerms.Ddp ? "DDP" : "DAP")
        {
            Seller = policy.Seller,
            IsVatRegistered = order.Totals.VatPercent > 0,
            SenderCountry = Named(policy, from),
            RecipientCountry = Named(policy, to),
            Category = CategoryOf(order, shipment),
            Documents =
            [
                .. order.Papers.Where(paper => order.GoodsOf(shipment).Any(line => line.Sku == paper.Sku))
                    .Select(paper => paper.Document).OfType<string>().Distinct(),
            ],
        };
    }

    // A parcel has one category: what is sold makes a sale of all of it, and a mixture has no word of its own.
    private static ItemCategory CategoryOf(Order order, Shipment shipment)
    {
        var kinds = order.GoodsOf(shipment)
            .Select(part => order.Lines.First(line => line.Sku == part.Sku).Customs?.Category
                ?? ItemCategory.SaleOfGoods)
            .Distinct().ToList();
        if (kinds.Contains(ItemCategory.SaleOfGoods)) return ItemCategory.SaleOfGoods;
        return kinds is [var only] ? only : ItemCategory.Other;
    }

    private static DeclaredGoods Declare(Order order, Shipment shipment, ShipmentLine part)
    {
        var line = order.Lines.First(line => line.Sku == part.Sku);
        var units = new TakenLine(part.Sku, [.. order.UnitsIn(shipment, part.Sku)]);
        return new(
            part.Sku, line.FullName, part.Quantity, line.WeightGrams * part.Quantity / line.Quantity,
            order.PaidFor(units, part.Quantity), line.HsCode, line.Origin)
        {
            Licence = line.Customs?.Licence,
            Certificate = line.Customs?.Certificate,
        };
    }

    // Delivery was paid once for all parcels: shares cut one after another add up to it.
    private static Money PostageOf(Order order, Shipment shipment)
    {
        var sent = order.Shipments.RemoveAll(one => one.Status == ShipmentStatus.Cancelled);
        int at = sent.IndexOf(sent.First(one => one.Id == shipment.Id));
        int parcels = sent.Length;
        return order.Totals.Shipping.Part(at + 1, parcels) - order.Totals.Shipping.Part(at, parcels);
    }

    private static string Named(ShopPolicy policy, Address address) =>
        policy.Countries.FirstOrDefault(country => country.Code == address.Country)?.Name ?? address.Country;

    /// <summary>Who sells, and under which numbers.</summary>
    public required LegalEntity Seller { get; init; }

    /// <summary>Whether the seller was registered for home VAT when the goods were sold.</summary>
    public bool IsVatRegistered { get; init; } = true;

    /// <summary>The seller's numbers that customs over there ask for.</summary>
    public IEnumerable<string> SellerNumbers => Seller.NumbersFor(Recipient.Country, IsVatRegistered);

    public ItemCategory Category { get; init; } = ItemCategory.SaleOfGoods;

    /// <summary>Documents that the border asks for with these goods, by name.</summary>
    public ImmutableArray<string> Documents { get; init; } = [];

    /// <summary>Countries as the papers call them, in English.</summary>
    public required string SenderCountry { get; init; }

    public required string RecipientCountry { get; init; }

    /// <summary>Of the goods alone.</summary>
    public Money Value => Goods.Aggregate(Postage with { Amount = 0 }, (sum, goods) => sum + goods.Value);

    /// <summary>What the shopper pays for goods and delivery.</summary>
    public Money Total => Value + Postage;

    /// <summary>Of the goods without box and filling.</summary>
    public int NetGrams => Goods.Sum(goods => goods.NetGrams);
}

/// <summary>One kind of goods in a parcel, as customs look at it.</summary>
/// <param name="NetGrams">Of all units together.</param>
/// <param name="Value">Of all units together.</param>
/// <param name="HsCode">Six digits of the Harmonized System.</param>
/// <param name="Origin">Where it was made, by ISO 3166 code.</param>
public sealed record DeclaredGoods(
    string Sku, string Description, int Quantity, int NetGrams, Money Value, string HsCode, string Origin)
{
    /// <summary>Number of the licence that it needs; null where it needs none.</summary>
    public string? Licence { get; init; }

    /// <summary>Number of the certificate that goes with it; null where none does.</summary>
    public string? Certificate { get; init; }
}

using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What customs are told about one parcel: who sends what to whom, worth how much, made where.</summary>
/// <param name="Number">What people call the parcel, and the number of its invoice: <c>7K3M-9Q2A-1</c>.</param>
/// <param name="Day">Of packing, where the goods leave.</param>
/// <param name="Postage">What the shopper pays for delivery.</param>
/// <param name="Terms">Who pays what the border asks, as Incoterms 2020 say it: <c>DDP</c>, <c>DAP</c>.</param>
public sealed record CustomsDeclaration(
    Id<Shipment> Shipment, string Number, DateOnly Day, Address Sender, Address Recipient, string RecipientEmail,
    ImmutableArray<DeclaredGoods> Goods, Money Postage, int GrossGrams, string Terms)
{
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
    string Sku, string Description, int Quantity, int NetGrams, Money Value, string HsCode, string Origin);

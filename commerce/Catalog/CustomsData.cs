using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What the papers of a parcel say about goods beyond their HS code and origin.</summary>
/// <param name="Category">Why it crosses a border.</param>
/// <param name="Licence">Number of the licence under which it is exported or imported, where it needs one.</param>
/// <param name="Certificate">Number of the certificate that goes with it, such as one of origin or of health.</param>
public sealed record CustomsData(ItemCategory Category, string? Licence, string? Certificate);

/// <summary>The categories that the forms CN 22 and CN 23 of the Universal Postal Union know.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ItemCategory>))]
public enum ItemCategory { Gift, Documents, CommercialSample, ReturnedGoods, SaleOfGoods, Other }

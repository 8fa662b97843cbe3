using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What the broker's words mean in the shop's; <c>docs/customs-broker.md</c> has all of them.</summary>
internal static class BrokerWords
{
    public static object Declaration(CustomsDeclaration declaration) => new
    {
        declaration.Shipment,
        declaration.Number,
        declaration.Day,
        declaration.Terms,
        Category = CategoryOf(declaration.Category),
        Seller = new
        {
            declaration.Seller.Name,
            declaration.Seller.Address,
            declaration.Seller.Phone,
            declaration.Seller.Email,
            Numbers = declaration.SellerNumbers,
        },
        declaration.Sender,
        declaration.Recipient,
        declaration.RecipientEmail,
        declaration.Goods,
        declaration.Postage,
        declaration.GrossGrams,
    };

    private static string CategoryOf(ItemCategory category) => category switch
    {
        ItemCategory.Gift => "gift",
        ItemCategory.Documents => "documents",
        ItemCategory.CommercialSample => "commercial_sample",
        ItemCategory.ReturnedGoods => "returned_goods",
        ItemCategory.SaleOfGoods => "sale_of_goods",
        ItemCategory.Other => "other",
    };

    public static BrokerAnswer Answer(BrokerDeclaration said) => new(
        said.Reference, said.Version,
        said.Status switch
        {
            "lodged" => BrokerStanding.Lodged,
            "held" => BrokerStanding.Held,
            "released" => BrokerStanding.Released,
            "refused" => BrokerStanding.Refused,
            _ => throw new FormatException("The customs broker names a status that is not known here."),
        },
        [.. said.Asked ?? []], said.Reason)
    {
        Charges = said.Charges is null ? null : Charges(said.Charges),
    };

    private static ImportCharges Charges(BrokerCharges said)
    {
        if (said is not { Duty: { } duty, Tax: { } tax, Fees: { } fees })
            throw new FormatException("The customs broker does not say duty, tax and fees of what customs charged.");
        Money[] parts = [duty, tax, fees];
        bool sound = duty.Currency.Code is not null
            && parts.All(part => part.Amount >= 0 && part.Currency == duty.Currency);
        return sound
            ? new(duty, tax, fees)
            : throw new FormatException("The customs broker's charges are negative, or not all in one currency.");
    }

    public static CustomsNotice Notice(string body)
    {
        try
        {
            var said = JsonSerializer.Deserialize<BrokerNotice>(body, Json.Options);
            if (said is { Format: CustomsNotice.Known, Version: > 0 }
                && NoticeText.IsName(said.Event) && NoticeText.IsName(said.Shipment))
                return new(said.Format, said.Event, said.Shipment, said.Version);
        }
        catch (JsonException fault)
        {
            throw new FormatException("The customs broker's notice is not JSON of the known form.", fault);
        }

        throw new FormatException($"The customs broker's notice is not one of format {CustomsNotice.Known}.");
    }
}

/// <summary>A declaration, as the broker answers it.</summary>
internal sealed record BrokerDeclaration(
    string Reference, int Version, string Status, IReadOnlyList<string>? Asked, string? Reason,
    BrokerCharges? Charges = null);

/// <summary>What customs charged, as the broker bills it.</summary>
internal sealed record BrokerCharges(Money? Duty, Money? Tax, Money? Fees);

/// <summary>Declarations, as the broker lists them.</summary>
internal sealed record BrokerList(ImmutableArray<BrokerDeclaration> Items);

/// <summary>A notice, as the broker's webhook tells it.</summary>
internal sealed record BrokerNotice(int Format, string? Event, string? Shipment, int Version);

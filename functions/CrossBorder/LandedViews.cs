using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a border asks, as the shopper sees it: by which law and rates, and until when.</summary>
public sealed record LandedView(
    string Country, DeliveryTerms Terms, string Rules, string Source, Id<RateSheet> Sheet,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpiresAt,
    ImmutableArray<LandedLine> Lines, ImmutableArray<LandedFee> Fees, Money Duty, Money Tax, Money Charges,
    Money Total, Money Collected, ImmutableArray<Screened> Documents)
{
    public static LandedView? Of(LandedCost? landed, ImmutableArray<Screened> documents, RateSheet? sheet) =>
        landed is null
            ? null
            : new(
                landed.Country, landed.Terms, landed.Rules, landed.Source, landed.Sheet, sheet?.ExpiresAt,
                landed.Lines, landed.Fees, landed.Duty, landed.Tax, landed.Charges, landed.Total, landed.Collected,
                documents);
}

/// <summary>What one unit of a product costs at a door abroad, or why it cannot be sent there.</summary>
public sealed record EstimateView(
    string Country, Money? Shipping, Money? Import, Money? Total, LandedView? Landed, Problem? Problem);

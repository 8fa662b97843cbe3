using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Who pays what a border asks: the shop, which has collected it, or whoever receives.</summary>
/// <remarks>Incoterms 2020: delivered duty paid, delivered at place.</remarks>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryTerms>))]
public enum DeliveryTerms { Ddp, Dap }

/// <summary>What is sent in one parcel across a border.</summary>
/// <param name="Freight">What delivery costs, in the currency of the goods.</param>
public sealed record Consignment(ImmutableArray<CustomsGoods> Goods, Money Freight, DeliveryTerms Terms)
{
    /// <summary>Whether certificates of origin go with it; some agreements ask for none up to a value.</summary>
    public bool ProvesOrigin { get; init; }

    /// <summary>Whether who receives it is a private person who will use it, as the shop's shoppers are.</summary>
    public bool Personal { get; init; } = true;
}

/// <summary>What duty, tax and fees a consignment costs at its border, by which rules and rates.</summary>
/// <param name="Rules">The version of the law that it was reckoned by.</param>
/// <param name="Sheet">The rate sheet by which amounts came into the destination's currency and back.</param>
/// <param name="Collected">What the shop collects for it, in the shopper's currency; zero under Dap.</param>
public sealed record LandedCost(
    string Country, string Rules, string Source, DeliveryTerms Terms, Id<RateSheet> Sheet,
    ImmutableArray<LandedLine> Lines, ImmutableArray<LandedFee> Fees, Money Duty, Money Tax, Money Charges,
    Money Total, Money Collected)
{
    /// <summary>Reckons the landed cost; refuses goods without a rate, and days without rules.</summary>
    public static Result<LandedCost> Of(
        Consignment consignment, CustomsLaw law, RateSheet sheet, DateTimeOffset now)
    {
        var day = law.DayOf(now);
        if (law.RulesOn(day) is not { } rules) return CustomsRefusals.NoRules;
        var strange = consignment.Goods.FirstOrDefault(goods => law.LineFor(goods.HsCode) is null);
        if (strange is not null) return CustomsRefusals.Unknown(strange);
        bool known = rules.Origins.IsEmpty || consignment.Goods.All(goods => rules.Origins.Contains(goods.Origin));
        if (!known) return CustomsRefusals.UnknownOrigin;

        var abroad = Abroad(consignment, law.Currency, sheet);
        if (abroad.IsRefused(out var unknown, out var there)) return unknown;
        var sum = new LandedSum(law, rules, day, there).Reckon();
        var total = sum.Duty + sum.Tax + sum.Charges;
        var back = sheet.Convert(total, consignment.Freight.Currency);
        if (back.IsRefused(out var noRate, out var collected)) return noRate;
        return new LandedCost(
            law.Country, rules.Id, rules.Source, consignment.Terms, sheet.Id, sum.Lines, sum.Fees, sum.Duty, sum.Tax,
            sum.Charges, total,
            consignment.Terms == DeliveryTerms.Ddp ? collected : Money.Zero(consignment.Freight.Currency));
    }

    private static Result<Consignment> Abroad(Consignment consignment, Currency currency, RateSheet sheet)
    {
        var goods = ImmutableArray.CreateBuilder<CustomsGoods>(consignment.Goods.Length);
        foreach (var one in consignment.Goods)
        {
            if (sheet.Convert(one.Value, currency).IsRefused(out var refusal, out var value)) return refusal;
            goods.Add(one with { Value = value });
        }

        if (sheet.Convert(consignment.Freight, currency).IsRefused(out var unknown, out var freight)) return unknown;
        return consignment with { Goods = goods.MoveToImmutable(), Freight = freight };
    }
}

/// <summary>One line of a consignment at the border; the parts of duty and tax add up to the whole.</summary>
/// <param name="Tax">Import tax, and excise where there is one.</param>
/// <param name="Basis">How the duty came about, for people: <c>4.5 % (4602.19.18) + 12.5 % Section 301</c>.</param>
public sealed record LandedLine(
    string Sku, string HsCode, string Origin, Money CustomsValue, Money Duty, Money Tax, string Basis);

/// <summary>What customs ask for their own work.</summary>
public sealed record LandedFee(string Name, Money Amount);

/// <summary>Why goods cannot be sent across a border, or not be reckoned.</summary>
public static class CustomsRefusals
{
    public static readonly Refusal NoRules = new(
        Because.Conflict, "customs.no_rules",
        "The shop does not know what this country asks of imports today, and cannot send there.");
    public static readonly Refusal UnknownHs = new(
        Because.Conflict, "customs.unknown_hs",
        "The shop knows no duty for these goods in this country. Take them out, or choose another country.");
    public static readonly Refusal UnknownOrigin = new(
        Because.Conflict, "customs.unknown_origin",
        "The shop does not know all duties of this country on goods of this origin. Take them out, or choose another "
        + "country.");
    public static readonly Refusal Prohibited = new(
        Because.Conflict, "customs.prohibited", "These goods may not be sent to this country. Take them out.");

    internal static Refusal Unknown(CustomsGoods goods) =>
        UnknownHs with { Message = $"{UnknownHs.Message} It is {goods.Sku}, HS code {goods.HsCode}." };
}

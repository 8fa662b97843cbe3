using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Reckons duty, tax and fees of one consignment, in the currency of its destination.</summary>
/// <remarks>
/// Amounts are decimals of the whole unit (12.34 is AUD 12.34) until they are told. What a law asks of several lines
/// together is rounded together and then spread, so that the lines always add up to the sum.
/// </remarks>
internal sealed class LandedSum
{
    private readonly CustomsLaw law;
    private readonly CustomsRules rules;
    private readonly Consignment sent;
    private readonly int digits;
    private readonly decimal[] goods;
    private readonly decimal[] freight;
    private readonly decimal[] value;
    private readonly DutyRates rates;

    public LandedSum(CustomsLaw law, CustomsRules rules, DateOnly day, Consignment sent)
    {
        (this.law, this.rules, this.sent) = (law, rules, sent);
        digits = law.Currency.Exponent;
        goods = [.. sent.Goods.Select(one => Units(one.Value))];
        var carriage = Units(sent.Freight);
        var insurance = goods.Sum() * rules.InsurancePercent / 100;
        freight = Spread.Over(carriage + Spread.Nearest(insurance, digits), goods, digits);
        value = [.. goods.Select((paid, at) => CustomsValue(paid, freight[at]))];
        rates = new DutyRates(law, rules, day, sent, Total(Measure.Goods));
    }

    public (ImmutableArray<LandedLine> Lines, ImmutableArray<LandedFee> Fees, Money Duty, Money Tax, Money Charges)
        Reckon()
    {
        bool[] dutyFree = [.. sent.Goods.Select(one => Freed(one, Frees.Duty) || Freed(one, Frees.DutyAndTax))];
        bool[] taxFree = [.. sent.Goods.Select(one => Freed(one, Frees.DutyAndTax))];
        var (duty, basis) = Duty(dutyFree);
        decimal[] excise = [.. sent.Goods.Select((one, at) => taxFree[at] ? 0 : Excise(one))];
        var fees = taxFree.All(free => free) ? [] : rules.Fees.Where(Applies).ToImmutableArray();
        var tax = Tax(taxFree, duty, excise, fees);
        var lines = sent.Goods.Select((one, at) => new LandedLine(
            one.Sku, one.HsCode, one.Origin, Told(Spread.Nearest(value[at], digits)), Told(duty[at]),
            Told(tax[at] + excise[at]), basis[at]));
        var asked = fees.Where(fee => !fee.OnlyInBase)
            .Select(fee => new LandedFee(fee.Name, Told(Amount(fee)))).Where(fee => fee.Amount.Amount > 0);
        return (
            [.. lines], [.. asked], Told(duty.Sum()), Told(tax.Sum() + excise.Sum()),
            Told(fees.Where(fee => !fee.OnlyInBase).Sum(Amount)));
    }

    private decimal CustomsValue(decimal paid, decimal carried) =>
        sent.Personal && rules.PersonalPercent is { } part ? paid * part / 100
        : rules.Valuation == Valuation.Cif ? paid + carried
        : paid;

    private decimal Total(Measure measure) => measure == Measure.Goods ? goods.Sum() : value.Sum();

    private bool Freed(CustomsGoods one, Frees from) => rules.Reliefs.Any(relief =>
        relief.Frees == from && Total(relief.Measure) <= relief.UpTo
        && !HarmonizedSystem.Under(one.HsCode, relief.Except));

    private (decimal[] Duty, string[] Basis) Duty(bool[] free)
    {
        if (rules.FlatDuty is { } flat && Total(flat.Measure) <= flat.UpTo) return Flat(flat, free);
        var full = Tariff(free, rates.Full);
        if (rules.SimpleTariff is not { } simple || value.Sum() > simple.UpTo) return full;

        // Whoever imports may ask for the full tariff, but only for all of it.
        var brief = Tariff(free, one => rates.Simple(one, simple));
        return brief.Duty.Sum() < full.Duty.Sum() ? brief : full;
    }

    private (decimal[] Duty, string[] Basis) Flat(FlatDuty flat, bool[] free)
    {
        var groups = Groups(free, one => one.HsCode);
        decimal[] weights = [.. value.Select((_, at) => 0m)];
        foreach (var group in groups)
        {
            var parts = Spread.Over(flat.PerItem, [.. group.Select(at => value[at])], digits);
            foreach (var (at, part) in group.Zip(parts)) weights[at] = part;
        }

        var each = $"{law.Currency} {flat.PerItem:0.##} for each subheading";
        return (weights, [.. free.Select(freed => freed ? Nothing : each)]);
    }

    private (decimal[] Duty, string[] Basis) Tariff(bool[] free, Func<CustomsGoods, DutyRate> rateOf)
    {
        DutyRate[] rate = [.. sent.Goods.Select(rateOf)];
        var exact = new decimal[value.Length];
        decimal sum = 0;
        foreach (var group in Groups(free, one => $"{one.HsCode} {one.Origin}"))
        {
            var whole = group.Sum(at => value[at]);
            var cut = Spread.Down(whole, rules.Rounding.ValueDownTo);
            foreach (int at in group)
                exact[at] = rate[at].On(whole == 0 ? 0 : cut * value[at] / whole, sent.Goods[at].WeightGrams);
            sum += rules.Rounding.DutyDownTo > 0
                ? group.Sum(at => exact[at])
                : Spread.Nearest(group.Sum(at => exact[at]), digits);
        }

        return (
            Spread.Over(Spread.Down(sum, rules.Rounding.DutyDownTo), exact, digits),
            [.. rate.Select((one, at) => free[at] ? Nothing : one.Basis)]);
    }

    private decimal Excise(CustomsGoods one) => rules.Excises
        .Where(excise => HarmonizedSystem.IsUnder(one.HsCode, excise.Hs))
        .Sum(excise => Spread.Nearest(excise.PerKilogram * one.WeightGrams / 1000, digits));

    private bool Applies(BorderFee fee) => value.Sum() > fee.Over && !(value.Sum() > fee.UpTo);

    private decimal Amount(BorderFee fee)
    {
        var part = value.Sum() * fee.Percent / 100;
        part = Math.Min(Math.Max(part, fee.Least ?? part), fee.Most ?? decimal.MaxValue);
        return Spread.Nearest(fee.Amount + part, digits);
    }

    private decimal[] Tax(bool[] free, decimal[] duty, decimal[] excise, ImmutableArray<BorderFee> fees)
    {
        var tax = rules.Tax;
        var taxed = Spread.Over(fees.Where(fee => fee.Taxed || fee.OnlyInBase).Sum(Amount), value, digits);
        decimal[] weights = new decimal[value.Length];
        decimal sum = 0;
        foreach (var group in Groups(free, one => $"{tax.PercentFor(one.HsCode)}"))
        {
            decimal[] bases = [.. group.Select(at => value[at] + Carriage(at) + duty[at] + excise[at] + taxed[at])];
            var whole = Spread.Down(bases.Sum(), rules.Rounding.TaxBaseDownTo);
            var percent = tax.PercentFor(sent.Goods[group[0]].HsCode);
            foreach (var (at, part) in group.Zip(bases)) weights[at] = part * percent;
            sum += whole * percent / 100;
        }

        return Spread.Over(Split(sum, tax.LocalPercent), weights, digits);
    }

    // The national part is cut first, and the local part is reckoned from what is left of it.
    private decimal Split(decimal sum, decimal localPercent)
    {
        if (rules.Rounding.TaxDownTo == 0) return Spread.Nearest(sum, digits);
        var national = Spread.Down(sum * (100 - localPercent) / 100, rules.Rounding.TaxDownTo);
        return national + Spread.Down(national * localPercent / (100 - localPercent), rules.Rounding.TaxDownTo);
    }

    private decimal Carriage(int at) =>
        rules.Tax.WithFreight && rules.Valuation == Valuation.Fob ? freight[at] : 0;

    private List<int[]> Groups(bool[] free, Func<CustomsGoods, string> key) =>
        [.. Enumerable.Range(0, value.Length).Where(at => !free[at]).GroupBy(at => key(sent.Goods[at]))
            .Select(group => group.ToArray())];

    private decimal Units(Money money) => money.Amount / (decimal)Math.Pow(10, digits);

    private Money Told(decimal amount) => new((long)(amount * (decimal)Math.Pow(10, digits)), law.Currency);

    private const string Nothing = "freed: small consignment";
}

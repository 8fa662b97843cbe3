using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Borders;

namespace Serverless.Tests.Commerce;

/// <summary>What must hold of every landed cost (XB02).</summary>
public sealed class LandedCostTests
{
    private static readonly Gen<CustomsLaw> Laws = Gen.Int[0, CustomsBook.Default.Laws.Count() - 1]
        .Select(at => CustomsBook.Default.Laws.ElementAt(at));
    private static readonly Gen<string> Codes = OneOf(
        "460219", "420232", "620630", "621490", "691200", "090121", "080450", "200799", "340111", "330499");
    private static readonly Gen<string> Origins = OneOf("PH", "TH", "AU");
    private static readonly Gen<DateTimeOffset> Days = Gen.Int[0, 900]
        .Select(days => new DateTimeOffset(2025, 9, 1, 12, 0, 0, TimeSpan.Zero).AddDays(days));

    private static readonly Gen<(CustomsLaw Law, Consignment Sent, DateTimeOffset At)> Consignments =
        from law in Laws
        from at in Days
        from lines in Gen.Select(Codes, Origins, Gen.Long[0, 300_000], Gen.Int[1, 5_000]).Array[1, 6]
        from freight in Gen.Long[0, 9_999]
        from proves in Gen.Bool
        select (law, Send(law.Currency, freight,
            [.. lines.Select(line => Goods(line.Item1, line.Item2, law.Currency, line.Item3, line.Item4))]) with
        {
            ProvesOrigin = proves,
        }, at);

    [Fact]
    public void The_lines_add_up_to_the_whole() => Consignments.Sample(made =>
    {
        var cost = LandedCost.Of(made.Sent, made.Law, NoExchange, made.At).OrThrow();
        Assert.Equal(cost.Duty.Amount, cost.Lines.Sum(line => line.Duty.Amount));
        Assert.Equal(cost.Tax.Amount, cost.Lines.Sum(line => line.Tax.Amount));
        Assert.Equal(cost.Charges.Amount, cost.Fees.Sum(fee => fee.Amount.Amount));
        Assert.Equal(cost.Total, cost.Duty + cost.Tax + cost.Charges);
        Assert.All(cost.Lines, line => Assert.True(line.Duty.Amount >= 0 && line.Tax.Amount >= 0));
    });

    [Fact]
    public void Freight_is_spread_over_the_lines_to_the_last_cent() => Consignments.Sample(made =>
    {
        var rules = made.Law.RulesOn(made.Law.DayOf(made.At))!;
        if (rules.Valuation != Valuation.Cif || rules.PersonalPercent is not null) return;
        var cost = LandedCost.Of(made.Sent, made.Law, NoExchange, made.At).OrThrow();
        long goods = made.Sent.Goods.Sum(one => one.Value.Amount);
        long insurance = (long)Math.Round(goods * rules.InsurancePercent / 100, MidpointRounding.AwayFromZero);
        Assert.Equal(goods + made.Sent.Freight.Amount + insurance, cost.Lines.Sum(line => line.CustomsValue.Amount));
    });

    // Without freight: it follows value, so a dearer free line would take it from the taxed ones.
    [Fact]
    public void A_dearer_line_never_makes_the_whole_cheaper_but_at_a_step_of_the_law() =>
        Gen.Select(Consignments, Gen.Int[0, 5], Gen.Long[1, 60_000]).Sample((made, line, more) =>
        {
            var sent = made.Sent with { Freight = Money.Zero(made.Law.Currency) };
            int at = line % sent.Goods.Length;
            var one = sent.Goods[at];
            var dearer = one with { Value = one.Value + new Money(more, made.Law.Currency) };
            AssertNoLess(made.Law, made.At, sent, sent with { Goods = sent.Goods.SetItem(at, dearer) });
        });

    [Fact]
    public void Where_all_is_worth_more_nothing_gets_cheaper_but_at_a_step_of_the_law() =>
        Gen.Select(Consignments, Gen.Int[2, 6]).Sample((made, times) => AssertNoLess(
            made.Law, made.At, made.Sent, made.Sent with
            {
                Goods = [.. made.Sent.Goods.Select(one => one with { Value = one.Value * times })],
            }));

    [Fact]
    public void The_shop_collects_all_of_it_under_Ddp_and_nothing_under_Dap() => Consignments.Sample(made =>
    {
        var paid = LandedCost.Of(made.Sent, made.Law, NoExchange, made.At).OrThrow();
        var unpaid = LandedCost.Of(made.Sent with { Terms = DeliveryTerms.Dap }, made.Law, NoExchange, made.At);
        Assert.Equal(paid.Total, paid.Collected);
        Assert.Equal(0, unpaid.OrThrow().Collected.Amount);
        Assert.Equal(paid.Total, unpaid.OrThrow().Total);
    });

    [Fact]
    public void The_same_question_gets_the_same_answer() => Consignments.Sample(made => Says.Same(
        LandedCost.Of(made.Sent, made.Law, NoExchange, made.At),
        LandedCost.Of(made.Sent, made.Law, NoExchange, made.At)));

    [Fact]
    public void Amounts_go_into_the_currency_of_the_border_and_back()
    {
        var sent = Send(Currency.Php, 64_000, Goods("620630", "PH", Currency.Php, 640_000));
        var cost = LandedCost.Of(sent, Law("DE"), Exchange, Today).OrThrow();

        // PHP 6,400 and 640 at 64 are EUR 100 and 10: EUR 3 flat, 19 % of 113.
        Assert.Equal(("EUR 3.00", "EUR 21.47", "EUR 24.47"), ($"{cost.Duty}", $"{cost.Tax}", $"{cost.Total}"));
        Assert.Equal(new Money(156_608, Currency.Php), cost.Collected);
        Assert.Equal(("de-2026-07-01", Exchange.Id), (cost.Rules, cost.Sheet));
    }

    [Fact]
    public void Goods_without_a_rate_are_refused_by_name()
    {
        var sent = Send(Currency.Usd, 0, Goods("880211", "PH", Currency.Usd, 100));
        var refusal = LandedCost.Of(sent, Law("US"), NoExchange, Today).Refusal!;
        Assert.Equal(CustomsRefusals.UnknownHs.Code, refusal.Code);
        Assert.Contains("880211", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Goods_of_an_origin_whose_duties_are_not_all_known_are_refused() => Says.Refused(
        CustomsRefusals.UnknownOrigin,
        LandedCost.Of(Send(Currency.Usd, 0, Goods("691200", "CN", Currency.Usd, 100)), Law("US"), NoExchange, Today));

    [Fact]
    public void A_day_before_all_rules_is_refused() => Says.Refused(
        CustomsRefusals.NoRules,
        LandedCost.Of(
            Send(Currency.Usd, 0, Goods("691200", "PH", Currency.Usd, 100)), Law("US"), NoExchange,
            new(2025, 8, 6, 12, 0, 0, TimeSpan.Zero)));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static void AssertNoLess(CustomsLaw law, DateTimeOffset at, Consignment sent, Consignment dearer)
    {
        var rules = law.RulesOn(law.DayOf(at))!;
        if (!StepsOf(rules, sent).SequenceEqual(StepsOf(rules, dearer))) return;
        var less = LandedCost.Of(sent, law, NoExchange, at).OrThrow().Total;
        var more = LandedCost.Of(dearer, law, NoExchange, at).OrThrow().Total;
        Assert.True(more >= less, $"{less} before, {more} after");
    }

    private static IEnumerable<bool> StepsOf(CustomsRules rules, Consignment sent)
    {
        decimal unit = (decimal)Math.Pow(10, sent.Freight.Currency.Exponent);
        decimal goods = sent.Goods.Sum(one => one.Value.Amount) / unit;
        decimal insurance = Math.Round(
            goods * rules.InsurancePercent / 100, sent.Freight.Currency.Exponent, MidpointRounding.AwayFromZero);
        decimal value = rules.PersonalPercent is { } part ? goods * part / 100
            : rules.Valuation == Valuation.Cif ? goods + sent.Freight.Amount / unit + insurance
            : goods;
        foreach (var relief in rules.Reliefs)
            yield return (relief.Measure == Measure.Goods ? goods : value) <= relief.UpTo;
        if (rules.FlatDuty is { } flat) yield return goods <= flat.UpTo;
        if (rules.SimpleTariff is { } simple) yield return value <= simple.UpTo;
        foreach (var fee in rules.Fees) yield return value > fee.Over && !(value > fee.UpTo);
        foreach (var lower in rules.Preferences) yield return goods <= lower.ProofFreeUpTo;
    }
}

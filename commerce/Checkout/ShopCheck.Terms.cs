namespace Serverless.Commerce;

/// <summary>Returns, points, and what the shop buys.</summary>
public sealed partial class ShopCheck
{
    private void Returns()
    {
        var returns = policy.Returns;
        Expect(returns.Rules.Length <= 50, "returns.rules", "At most 50 rules.");
        Twice("returns.rules", returns.Rules, rule => rule.Name, ".name");
        foreach (var (at, rule) in returns.Rules.Index()) CheckRule($"returns.rules[{at}]", rule);
        foreach (var (at, code) in returns.DropOff.Index())
            Expect(policy.Locations.Any(one => one.Code == code && one.Kind == LocationKind.Store),
                $"returns.dropOff[{at}]", $"'{code}' is none of the shop's stores. Choose one, or remove it.");
        Twice("returns.dropOff", returns.DropOff, code => code);
        foreach (var (at, code) in returns.ExchangeIn.Index())
            CheckCountry($"returns.exchangeIn[{at}]", code);
        Twice("returns.exchangeIn", returns.ExchangeIn, code => code);
        bool isAsked = returns.Rules.Any(rule => rule.WayBack == Payer.Shopper);
        Amounts("returns.labelPrices", returns.LabelPrices, needsAll: isAsked || !returns.LabelPrices.IsEmpty);
    }

    private void CheckRule(string name, ReturnRule rule)
    {
        Text($"{name}.name", rule.Name, LongestName);
        Expect(rule.FeePercent is >= 0 and <= 100, $"{name}.feePercent", "From 0 to 100.");
        Expect(rule.Kind == ReturnKind.RestockingFee || rule.FeePercent == 0, $"{name}.feePercent",
            "Only goods that come back for a fee have one. Make it 0, or the rule a restocking fee.");
        Expect(rule.HsPrefix is null || HsPrefix().IsMatch(rule.HsPrefix), $"{name}.hsPrefix",
            "The first 2 to 6 digits of a HS code: 69.");
        Expect(rule.Category is null || IsLine(rule.Category, LongestName), $"{name}.category",
            $"At most {LongestName} characters.");
        Expect(rule.Product is null || IsLine(rule.Product, 64), $"{name}.product", "At most 64 characters.");
        if (rule.Country is { } country) CheckCountry($"{name}.country", country);
        if (rule.Window is { } window) Span($"{name}.window", window, TimeSpan.Zero, Years(2));
    }

    private void CheckCountry(string name, string code) => Expect(
        policy.Countries.Any(country => country.Code == code), name,
        $"The shop does not deliver to '{code}'. Choose one of its countries, or remove it.");

    private void Points()
    {
        var points = policy.Points;
        bool hasPoints = !points.OnePays.IsEmpty || !points.OneCosts.IsEmpty;
        Amounts("points.onePays", points.OnePays, hasPoints, least: 1);
        Amounts("points.oneCosts", points.OneCosts, hasPoints, least: 1);
        // What points are worth stands in the books, which are kept in pesos.
        Expect(!hasPoints || points.WorthOfOne(Currency.Php) is not null, "points.onePays",
            "The books need what a point is worth in PHP.");
        Expect(!hasPoints || points.OneCosts.Any(cost => cost.Currency == Currency.Php), "points.oneCosts",
            "The books need what a point costs in PHP.");
        Expect(points.MaxPercent is >= 0 and <= 100, "points.maxPercent", "From 0 to 100.");
        Expect(points.Months is >= 1 and <= 120, "points.months", "From 1 to 120 months.");
        Expect(hasPoints || points.Tiers.IsEmpty, "points.tiers",
            "Steps need points. Say what a point pays and costs, or remove the steps.");
        Expect(points.Tiers.Length <= 10, "points.tiers", "At most 10 steps.");
        Twice("points.tiers", points.Tiers, tier => tier.Name, ".name");
        foreach (var (at, tier) in points.Tiers.Index())
        {
            var name = $"points.tiers[{at}]";
            Text($"{name}.name", tier.Name, 40);
            Expect(tier.From.Currency == Currency.Php, $"{name}.from", "What is spent is counted in PHP.");
            bool rises = at == 0 ? tier.From.Amount == 0 : tier.From.Amount > points.Tiers[at - 1].From.Amount;
            Expect(rises && tier.From.Amount <= MostMoney, $"{name}.from",
                "The first step begins at 0, and each further one above the step before.");
            Expect(tier.EarnsPercent is >= 1 and <= 1000, $"{name}.earnsPercent", "From 1 to 1000; 100 is the usual.");
        }
    }

    private void Purchasing()
    {
        var buying = policy.Purchasing;
        Expect(buying.DemandDays is >= 1 and <= 365, "purchasing.demandDays", "From 1 to 365 days.");
        Expect(buying.LeastDays >= 1 && buying.LeastDays <= buying.DemandDays, "purchasing.leastDays",
            "From 1 to as many days as demand is averaged over.");
        Expect(buying.SafetyDays is >= 0 and <= 365, "purchasing.safetyDays", "From 0 to 365 days.");
        Expect(buying.CoverDays is >= 1 and <= 365, "purchasing.coverDays", "From 1 to 365 days.");
        Expect(buying.OverPercent is >= 0 and <= 100, "purchasing.overPercent", "From 0 to 100.");
        Span("purchasing.quietTime", buying.QuietTime, TimeSpan.Zero, Years(1));
        Span("purchasing.grace", buying.Grace, TimeSpan.Zero, Years(1));
    }
}

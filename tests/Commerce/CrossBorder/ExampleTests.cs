using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Worked examples of landed cost, each with where it is published; <c>examples.json</c> holds them.</summary>
public sealed class ExampleTests
{
    private static readonly ImmutableDictionary<string, Example> All = Read();

    public static TheoryData<string> Names => [.. All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_example_comes_out_as_published(string name)
    {
        var example = All[name];
        Assert.True(CustomsBook.Default.Knows(example.Country, out var law));
        var cost = LandedCost.Of(example.Sent(law.Currency), law, Borders.NoExchange, example.At).OrThrow();

        Assert.Equal(
            (example.Duty, example.Tax, example.Charges),
            (Units(cost.Duty), Units(cost.Tax), Units(cost.Charges)));
        Assert.Equal(cost.Total, cost.Collected);
    }

    [Fact]
    public void There_are_examples_of_every_destination_and_each_names_its_source()
    {
        Assert.True(All.Count >= 35);
        Assert.All(CustomsBook.Default.Laws, law =>
            Assert.True(All.Values.Count(example => example.Country == law.Country) >= 5, law.Country));
        Assert.All(All.Values, example => Assert.False(string.IsNullOrWhiteSpace(example.Source)));

        // The others say that they are our own arithmetic on the rates of the rules, which name their sources.
        int ours = All.Values.Count(example => example.Source.StartsWith("our arithmetic", StringComparison.Ordinal));
        Assert.True(All.Count - ours >= 25, $"{All.Count - ours} follow what somebody has published.");
    }

    [Fact]
    public void One_cart_to_the_United_States_costs_differently_on_three_days()
    {
        Assert.True(CustomsBook.Default.Knows("US", out var law));
        var cart = Borders.Send(law.Currency, 0, Borders.Goods("460219", "PH", law.Currency, 5_000));

        Assert.Equal(("us-2025-08-07", 0), On(2025, 8, 28));
        Assert.Equal(("us-2025-08-29", 1_437), On(2025, 9, 1));
        Assert.Equal(("us-2026-02-24", 994), On(2026, 2, 25));

        (string Rules, long Cents) On(int year, int month, int day)
        {
            var noon = new DateTimeOffset(year, month, day, 12, 0, 0, TimeSpan.Zero);
            var cost = LandedCost.Of(cart, law, Borders.NoExchange, noon).OrThrow();
            return (cost.Rules, cost.Total.Amount);
        }
    }

    private static decimal Units(Money money) => money.Amount / (decimal)Math.Pow(10, money.Currency.Exponent);

    private static ImmutableDictionary<string, Example> Read()
    {
        using var stream = typeof(ExampleTests).Assembly.GetManifestResourceStream("examples.json")!;
        var examples = JsonSerializer.Deserialize<Example[]>(stream, JsonSerializerOptions.Web)!;
        return examples.ToImmutableDictionary(example => example.Name);
    }

    private sealed record Example(
        string Name, string Country, DateTimeOffset At, ImmutableArray<ExampleGoods> Goods, decimal Freight,
        decimal Duty, decimal Tax, decimal Charges, string Source, bool Personal = true, bool ProvesOrigin = false)
    {
        public Consignment Sent(Currency currency)
        {
            var goods = Goods.Select((one, at) => new CustomsGoods(
                $"LINE-{at + 1}", one.Hs, one.Origin, Minor(one.Value, currency), one.Grams));
            return new Consignment([.. goods], Minor(Freight, currency), DeliveryTerms.Ddp)
            {
                Personal = Personal,
                ProvesOrigin = ProvesOrigin,
            };
        }

        private static Money Minor(decimal units, Currency currency) =>
            new((long)(units * (decimal)Math.Pow(10, currency.Exponent)), currency);
    }

    private sealed record ExampleGoods(string Hs, string Origin, decimal Value, int Grams);
}

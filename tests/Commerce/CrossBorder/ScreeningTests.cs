using Serverless.Commerce;
using static Serverless.Tests.Commerce.Borders;

namespace Serverless.Tests.Commerce;

/// <summary>What may not cross a border, or not by itself (XB05).</summary>
public sealed class ScreeningTests
{
    [Theory]
    [InlineData("AU", "020130", null, ScreenOutcome.Prohibited)]
    [InlineData("AU", "460211", null, ScreenOutcome.Needs)]
    [InlineData("AU", "460211", GoodsTrait.UntreatedPlantMaterial, ScreenOutcome.Prohibited)]
    [InlineData("AU", "442199", GoodsTrait.UntreatedWood, ScreenOutcome.Prohibited)]
    [InlineData("AU", "120991", null, ScreenOutcome.Needs)]
    [InlineData("AU", "090111", null, ScreenOutcome.Needs)]
    [InlineData("AU", "090121", null, ScreenOutcome.Allowed)]
    [InlineData("AU", "240220", null, ScreenOutcome.Prohibited)]
    [InlineData("US", "080450", null, ScreenOutcome.Needs)]
    [InlineData("US", "190590", GoodsTrait.ContainsMeat, ScreenOutcome.Prohibited)]
    [InlineData("US", "220830", null, ScreenOutcome.Prohibited)]
    [InlineData("DE", "040690", null, ScreenOutcome.Prohibited)]
    [InlineData("DE", "190590", GoodsTrait.ContainsDairy, ScreenOutcome.Prohibited)]
    [InlineData("DE", "691200", null, ScreenOutcome.Needs)]
    [InlineData("DE", "340111", null, ScreenOutcome.Needs)]
    [InlineData("JP", "160100", null, ScreenOutcome.Prohibited)]
    [InlineData("JP", "621490", null, ScreenOutcome.Allowed)]
    [InlineData("JP", "420221", GoodsTrait.CitesSpecies, ScreenOutcome.Needs)]
    [InlineData("PH", "630900", null, ScreenOutcome.Prohibited)]
    [InlineData("JP", "850760", null, ScreenOutcome.Prohibited)]
    [InlineData("JP", "851713", GoodsTrait.LithiumBattery, ScreenOutcome.Needs)]
    public void Goods_are_allowed_need_a_document_or_stay_at_home(
        string country, string hs, GoodsTrait? trait, ScreenOutcome outcome)
    {
        var law = Law(country);
        var goods = Goods(hs, "PH", law.Currency, 1_000) with { Traits = trait is { } one ? [one] : [] };
        var found = Screening.Of(law, [goods], Today);

        Assert.Equal(outcome, found.Select(one => one.Outcome).FirstOrDefault());
        Assert.Equal(outcome == ScreenOutcome.Prohibited, Screening.Prohibits(found) is not null);
        Assert.All(found, one =>
        {
            Assert.Equal(one.Outcome == ScreenOutcome.Needs, one.Document is not null);
            Assert.NotEmpty(one.Reason);
            Assert.NotEmpty(one.Source);
        });
    }

    [Fact]
    public void The_refusal_names_what_has_to_be_taken_out()
    {
        var law = Law("AU");
        var found = Screening.Of(
            law, [Goods("621490", "PH", law.Currency, 1), Goods("020130", "PH", law.Currency, 1)], Today);
        var refusal = Screening.Prohibits(found)!;
        Assert.Equal(CustomsRefusals.Prohibited.Code, refusal.Code);
        Assert.Contains("SKU-020130", refusal.Message, StringComparison.Ordinal);
    }
}

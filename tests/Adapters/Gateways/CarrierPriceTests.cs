using System.Net.Http.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>What the carrier asks for a parcel, in its own words: its Tariff API.</summary>
public sealed class CarrierPriceTests
{
    private static readonly NinjaVanTiers Tiers = NinjaVanTiers.Parse(DemoShop.Tiers);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static NinjaVanCarrier Carrier(Outside outside, NinjaVanTiers? tiers = null, string country = "ph") =>
        new(
            new($"{outside.Sandbox.Address}/ninjavan", country, "sandbox", "sandbox-secret") { Tiers = tiers ?? Tiers },
            outside.Clock);

    private static ParcelQuestion To(string province, int grams = 750, string method = "standard") =>
        new("Metro Manila", "Manila", province, "Town", grams, method);

    [Fact]
    public async Task A_price_goes_by_weight_speed_and_tier_and_comes_in_minor_units()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        Assert.True(carrier.Quotes);
        Assert.Equal(new Money(115_00, Currency.Php), await carrier.Quote(To("Metro Manila"), Stop));
        Assert.Equal(new Money(205_00, Currency.Php), await carrier.Quote(To("Cebu"), Stop));
        Assert.Equal(new Money(237_50, Currency.Php), await carrier.Quote(To("Cebu", grams: 1_001), Stop));
        Assert.Equal(new Money(307_50, Currency.Php), await carrier.Quote(To("Cebu", method: "express"), Stop));
    }

    [Fact]
    public async Task What_it_does_not_take_or_know_has_no_price()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        Assert.Null(await carrier.Quote(To("Cebu", grams: 50_001), Stop));
        Assert.Null(await carrier.Quote(To("Bavaria"), Stop));
        using var silent = Carrier(outside, NinjaVanTiers.None);
        Assert.False(silent.Quotes);
        using var foreign = Carrier(outside, country: "vn");
        Assert.False(foreign.Quotes);
    }

    [Fact]
    public async Task When_it_does_not_answer_that_is_a_fault_and_no_price()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        using var client = new HttpClient();
        await client.PutAsJsonAsync(
            $"{outside.Sandbox.Address}/sandbox/faults/ninjavan",
            new { kind = "error", calls = 1, path = "price" }, Stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => carrier.Quote(To("Cebu"), Stop));
        Assert.NotNull(await carrier.Quote(To("Cebu"), Stop));
    }

    [Theory]
    [InlineData("Cebu=A:B; Cebu/Mandaue=C:D", "Mandaue", "C")]
    [InlineData("Cebu=A:B\nCebu/Mandaue=C:D", "Toledo", "A")]
    [InlineData("cebu = A : B", "Toledo", "A")]
    [InlineData("Bohol=A:B", "Toledo", null)]
    [InlineData(null, "Toledo", null)]
    public void A_town_has_codes_of_its_own_or_those_of_its_province(string? text, string city, string? first) =>
        Assert.Equal(first, NinjaVanTiers.Parse(text).Of("Cebu", city)?.First);

    [Theory]
    [InlineData("Cebu")]
    [InlineData("Cebu=A")]
    [InlineData("=A:B")]
    [InlineData("Cebu=A:B:C")]
    public void Codes_of_another_form_end_the_start(string text) =>
        Assert.Throws<FormatException>(() => NinjaVanTiers.Parse(text));

    [Fact]
    public void The_demo_knows_every_province() =>
        Assert.All(Provinces.Of("PH"), province => Assert.NotNull(Tiers.Of(province.Name, "")));
}

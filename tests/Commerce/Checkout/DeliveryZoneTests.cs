using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class DeliveryZoneTests
{
    [Fact]
    public void Every_province_at_home_is_in_the_zone_of_its_islands() => Assert.All(
        Provinces.Of("PH"), province => Assert.Equal(
            province.Name == "Metro Manila" ? "metro-manila" : province.Islands,
            Policy.ZoneOf(In("PH", province.Name))));

    [Theory]
    [InlineData("PH", "Province of Cebu", "visayas")]
    [InlineData("PH", "davao city", "mindanao")]
    [InlineData("PH", "Nowhere", "luzon")]
    [InlineData("AU", "Cebu", "asia-pacific")]
    [InlineData("US", "NY", "far-away")]
    [InlineData("FR", "Paris", null)]
    public void An_address_is_in_the_zone_of_its_province_or_of_its_country(
        string country, string province, string? zone)
    {
        Assert.Equal(zone, Policy.ZoneOf(In(country, province)));
        Assert.All(Policy.MethodsFor(In(country, province)), method => Assert.Equal(zone, method.Zone));
        Assert.Equal(zone is null, !Policy.MethodsFor(In(country, province)).Any());
    }

    [Fact]
    public void A_shop_in_a_country_whose_provinces_nobody_listed_goes_by_what_people_write()
    {
        var policy = Policy with { Home = "AU", Zones = [new("south", "South", ["Victoria"])] };
        Assert.Equal("south", policy.ZoneOf(In("AU", "VICTORIA")));
        Assert.Equal("asia-pacific", policy.ZoneOf(In("AU", "Queensland")));
    }

    [Theory]
    [InlineData("Metro Manila", 1, 12_000)]
    [InlineData("Rizal", 1, 12_000)]
    [InlineData("Cebu", 1, 15_000)]
    [InlineData("Davao del Sur", 1, 16_500)]
    [InlineData("Davao del Sur", 2, 16_500)]
    [InlineData("Davao del Sur", 3, 21_000)]
    [InlineData("Davao del Sur", 4, 0)]
    public void The_demo_shop_asks_for_each_of_its_islands_what_it_says(string province, int totes, long price)
    {
        var cart = Cart((Tote, totes)) with { Delivery = Home with { Address = In("PH", province) } };
        Assert.Equal(Php(price), Serverless.Commerce.Quote.Of(cart, Offers, Policy).OrThrow().Totals.Shipping);
    }

    [Fact]
    public void A_dearer_province_is_dearer_to_send_back_to_as_well()
    {
        var cart = Cart((Tote, 1)) with { Delivery = Home with { Address = In("PH", "Sulu") } };
        var quote = Serverless.Commerce.Quote.Of(cart, Offers, Policy).OrThrow();
        var order = AtHome((Tote, 1)) with { Delivery = cart.Delivery, Totals = quote.Totals };
        var terms = new ReturnTerms("x", ReturnKind.Free, Now, 0, Payer.Shop, ShippingBack.Standard, false);
        Assert.Equal(Php(16_500), new UnitShares(order, Policy).Of(Tote, 0, terms).Shipping);
    }

    private static Address In(string country, string province) =>
        Home.Address with { Country = country, Province = province, City = "Town" };
}

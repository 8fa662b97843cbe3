using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>The provinces of the Philippines, as the statistics authority counts them and as people write them.</summary>
public sealed class ProvincesTests
{
    [Theory]
    [InlineData("luzon", 39)]
    [InlineData("visayas", 16)]
    [InlineData("mindanao", 28)]
    public void Every_province_is_of_one_group_of_islands(string islands, int provinces) =>
        Assert.Equal(provinces, Provinces.Of("PH").Count(one => one.Islands == islands));

    [Fact]
    public void Codes_and_names_are_each_of_one_province()
    {
        var all = Provinces.Of("PH");
        Assert.Equal(all.Length, all.DistinctBy(one => one.Code).Count());
        Assert.Equal(all.Length, all.DistinctBy(one => one.Name).Count());
        Assert.All(all, one => Assert.Matches("^[0-9]{10}$", one.Code));
        Assert.All(all, one => Assert.Same(one, Provinces.Find("PH", one.Name)));
    }

    [Theory]
    [InlineData("cebu", "Cebu")]
    [InlineData("Province of Cebu", "Cebu")]
    [InlineData("Cebu Province", "Cebu")]
    [InlineData("Mountain Province", "Mountain Province")]
    [InlineData("NCR", "Metro Manila")]
    [InlineData("City of Davao", "Davao del Sur")]
    [InlineData("Davao City", "Davao del Sur")]
    [InlineData("Compostela Valley", "Davao de Oro")]
    [InlineData("Western Samar", "Samar")]
    [InlineData("Bavaria", null)]
    [InlineData("", null)]
    public void A_province_is_known_however_people_write_it(string written, string? name) =>
        Assert.Equal(name, Provinces.Find("PH", written)?.Name);

    [Fact]
    public void A_city_of_the_capital_tells_its_region_where_the_province_does_not()
    {
        Assert.Equal("Metro Manila", Provinces.Find(In("", "Makati City"))?.Name);
        Assert.Equal("Cebu", Provinces.Find(In("Cebu", "Makati"))?.Name);
        Assert.Null(Provinces.Find(In("", "Tagbilaran")));
    }

    [Fact]
    public void Other_names_of_the_capital_region_mean_the_same_here_and_in_addresses() => Assert.All(
        ["Metro Manila", "Metropolitan Manila", "NCR", "National Capital Region"], name =>
        {
            Assert.True(MetroManila.IsRegion(name));
            Assert.Equal("Metro Manila", Provinces.Find("PH", name)?.Name);
        });

    private static Address In(string province, string city) =>
        new("Ana", "1 Street", null, city, province, "", "PH", "+639171234567");
}

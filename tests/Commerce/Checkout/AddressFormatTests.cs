using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Addresses as their own countries write them.</summary>
public sealed class AddressFormatTests
{
    [Theory]
    [InlineData("PH", "line1 line2? city postcode? province")]
    [InlineData("DE", "line1 line2? postcode city")]
    [InlineData("SG", "line1 line2? postcode")]
    [InlineData("HK", "line1 line2? city? province")]
    [InlineData("JP", "line1 line2? province postcode")]
    [InlineData("AE", "line1 line2? province")]
    [InlineData("IE", "line1 line2? city province? postcode?")]
    [InlineData("AU", "line1 line2? city province postcode")]
    [InlineData("US", "line1 line2? city province postcode")]
    [InlineData("ZZ", "line1 line2? city")]
    public void A_country_is_asked_for_its_own_parts_in_its_own_order(string country, string parts) => Assert.Equal(
        parts,
        string.Join(' ', AddressFormat.Of(country).Parts.Select(part => part.Name + (part.Required ? "" : "?"))));

    [Theory]
    [InlineData("PH", "line2", "Barangay, building or landmark")]
    [InlineData("US", "postcode", "ZIP code")]
    [InlineData("IE", "postcode", "Eircode")]
    [InlineData("IE", "province", "County")]
    [InlineData("JP", "province", "Prefecture")]
    [InlineData("AE", "province", "Emirate")]
    [InlineData("GB", "city", "Post town")]
    public void A_part_is_called_as_people_there_call_it(string country, string part, string label) =>
        Assert.Equal(label, AddressFormat.Of(country).Parts.First(one => one.Name == part).Label);

    [Theory]
    [InlineData("DE", "10115", true)]
    [InlineData("DE", "1011", false)]
    [InlineData("JP", "100-0001", true)]
    [InlineData("JP", "1000001", true)]
    [InlineData("IE", "A65 F4E2", true)]
    [InlineData("US", "94105-1234", true)]
    [InlineData("US", "94105\n", false)]
    [InlineData("HK", "anything", true)]
    public void A_postcode_fits_its_country(string country, string postcode, bool fits) =>
        Assert.Equal(fits, AddressFormat.Of(country).Fits(postcode));

    [Theory]
    [InlineData("PH", "Ana|12 Mabini Street|Barangay San Roque|Quezon City|1100 Metro Manila")]
    [InlineData("DE", "Ana|12 Mabini Street|Barangay San Roque|Metro Manila|1100 Quezon City")]
    [InlineData("SG", "Ana|12 Mabini Street|Barangay San Roque|Quezon City|Metro Manila|SINGAPORE 1100")]
    [InlineData("AU", "Ana|12 Mabini Street|Barangay San Roque|Quezon City Metro Manila 1100")]
    [InlineData("JP", "Ana|12 Mabini Street, Barangay San Roque, Quezon City, Metro Manila|1100")]
    public void Lines_stand_as_the_post_there_wants_them_and_nothing_that_was_given_is_lost(
        string country, string lines) => Assert.Equal(lines, string.Join('|', Somewhere(country).Lines));

    [Fact]
    public void What_is_empty_leaves_no_comma_and_what_says_the_same_is_said_once()
    {
        var alone = Somewhere("US") with { Line2 = null, Province = "", Postcode = "" };
        Assert.Equal(["Ana", "12 Mabini Street", "Quezon City"], alone.Lines);
        Assert.Equal("Quezon City", alone.Place);
        var singapore = alone with { Country = "SG", City = "Singapore", Postcode = "018956" };
        Assert.Equal(["Ana", "12 Mabini Street", "SINGAPORE 018956"], singapore.Lines);
        var berlin = alone with { Country = "DE", City = "Berlin", Province = "Berlin", Postcode = "10119" };
        Assert.Equal(["Ana", "12 Mabini Street", "10119 Berlin"], berlin.Lines);
    }

    [Theory]
    [InlineData("Metro Manila", "Anywhere", true)]
    [InlineData("NCR", "Anywhere", true)]
    [InlineData("", "Makati City", true)]
    [InlineData("", "City of Manila", true)]
    [InlineData("Cebu", "Mandaue", false)]
    public void Metro_Manila_is_known_by_its_name_or_by_its_cities(string province, string city, bool inside) =>
        Assert.Equal(inside, (Somewhere("PH") with { Province = province, City = city }).IsInMetroManila);

    private static Address Somewhere(string country) => new(
        "Ana", "12 Mabini Street", "Barangay San Roque", "Quezon City", "Metro Manila", "1100", country,
        "+639171234567");
}

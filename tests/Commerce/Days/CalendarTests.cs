using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>The calendars of the countries that the shop sells to.</summary>
public sealed class CalendarTests
{
    private const string Small = """
        {"country": "XX", "checked": "2026-11-30", "zones": ["Europe/Berlin"],
         "regions": [{"code": "N", "names": ["North"]}],
         "holidays": [{"name": "A day", "source": "a law", "on": ["2026-05-05"], "in": ["N"]}]}
        """;

    [Fact]
    public void Every_country_that_the_shop_sells_to_has_a_calendar_for_the_years_to_come() =>
        Assert.All(DemoShop.Policy.Countries, country =>
        {
            var calendar = CalendarBook.All.Single(one => one.Country == country.Code);
            Assert.All(Oracles.Years, year => Assert.True(calendar.IsHoliday(new(year, 1, 1)), $"{country}, {year}"));
            Assert.All(calendar.Holidays, holiday => Assert.NotEmpty(holiday.Source));
        });

    [Fact]
    public void A_country_without_a_calendar_is_never_too_early()
    {
        var end = CalendarBook.Of("XX").EndOf(DateTimeOffset.Parse("2026-11-01T00:00:00Z", null), 1, "");
        Assert.Equal(DateTimeOffset.Parse("2026-11-03T00:00:00Z", null).AddTicks(-1), end);
        Assert.Null(CalendarBook.Of("XX").Periods);
        Assert.Contains("1182/71", CalendarBook.Of("FR").Periods!.Law, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-05-01", "Labour day")]
    [InlineData("2026-08-15", "Assumption, a Saturday, in Saarland and Bavaria: in doubt one")]
    [InlineData("2027-03-29", "Easter Monday")]
    [InlineData("2028-06-17", "once, in Berlin")]
    public void Germany_has_these_holidays(string day, string why) =>
        Assert.True(CalendarBook.Of("DE").IsHoliday(DateOnly.Parse(day, null)), why);

    [Theory]
    [InlineData("ph", "2027-03-10", true)]
    [InlineData("ph", "2026-08-31", true)]
    [InlineData("ph", "2026-02-25", false)]
    [InlineData("jp", "2026-09-22", true)]
    [InlineData("jp", "2026-05-06", true)]
    public void Days_between_and_days_to_be_proclaimed_are_known(string country, string day, bool off) => Assert.Equal(
        off, CalendarBook.Of(country.ToUpperInvariant()).IsHoliday(DateOnly.Parse(day, null)));

    [Theory]
    [InlineData("AU", "new south wales", "NSW")]
    [InlineData("US", "HI", "HI")]
    [InlineData("US", "Hawaii", "HI")]
    [InlineData("DE", "Bavaria", "BY")]
    [InlineData("US", "Elsewhere", null)]
    public void A_region_is_known_by_its_code_and_by_its_names(string country, string province, string? code) =>
        Assert.Equal(code, CalendarBook.Of(country).RegionOf(province)?.Code);

    [Fact]
    public void Every_address_form_with_a_province_is_right_to_ask_for_one_where_zones_differ() => Assert.All(
        CalendarBook.All.Where(calendar => calendar.Zones.Length > 1), calendar => Assert.Contains(
            AddressFormat.Of(calendar.Country).Parts, part => part is { Name: "province", Required: true }));

    [Theory]
    [InlineData("\"XX\"", "\"xx\"", "country is not ISO 3166 alpha-2")]
    [InlineData("Europe/Berlin", "Europe/Berlino", "there is no time zone Europe/Berlino")]
    [InlineData("\"a law\"", "\"\"", "A day names no source")]
    [InlineData("[\"2026-05-05\"]", "[]", "A day is on no day")]
    [InlineData("[\"N\"]", "[\"S\"]", "A day is in S, which is no region")]
    [InlineData("\"on\"", "\"when\"", "cannot be read")]
    public void A_faulty_calendar_is_refused_with_its_fault(string right, string wrong, string fault)
    {
        Assert.Equal("XX", Calendar.Read("xx.json", Small).Country);
        var said = Assert.Throws<FormatException>(
            () => Calendar.Read("xx.json", Small.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(fault, said.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date-holidays")]
    [InlineData("PublicHoliday")]
    public void Every_day_on_which_a_library_says_otherwise_is_explained(string library)
    {
        var differ = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (place, theirs) in Oracles.Of(library))
        {
            var ours = DaysOf(place).ToHashSet();
            ours.SymmetricExceptWith(theirs);
            differ.UnionWith(ours.Select(day => $"{place} {day:yyyy-MM-dd}"));
        }

        var explained = HolidayDifference.All.Where(one => one.Library == library)
            .SelectMany(one => one.Places.Split(' ').SelectMany(
                place => one.Days.Split(' ').Select(day => $"{place} {day}"))).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(explained.Distinct(), explained);
        Assert.True(
            differ.SetEquals(explained),
            $"Not explained: {string.Join(", ", differ.Except(explained))}. "
                + $"No longer so: {string.Join(", ", explained.Except(differ))}.");
        Assert.All(HolidayDifference.All, one => Assert.NotEmpty(one.Why));
    }

    private static IEnumerable<DateOnly> DaysOf(string place)
    {
        var (country, region) = place.Split('-') is [var whole, var part] ? (whole, part) : (place, null);
        return CalendarBook.Of(country).Holidays
            .Where(holiday => region is null || holiday.In.IsEmpty || holiday.In.Contains(region))
            .SelectMany(holiday => holiday.On.Concat(holiday.Expected))
            .Where(day => Oracles.Years.Contains(day.Year)).Distinct();
    }
}

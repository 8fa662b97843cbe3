namespace Serverless.Tests.Commerce;

/// <summary>Where a library and the shop's calendars disagree, and why the shop's stand.</summary>
/// <param name="Library">Which says otherwise.</param>
/// <param name="Places">Countries, or regions of one.</param>
/// <param name="Days">The days on which only one of both sees a holiday.</param>
internal sealed record HolidayDifference(string Library, string Places, string Days, string Why)
{
    private const string Npm = "date-holidays";
    private const string NuGet = "PublicHoliday";

    /// <summary>Every difference of 2026 to 2028.</summary>
    public static readonly HolidayDifference[] All =
    [
        // npm's date-holidays 3.37.0
        new(Npm, "PH",
            "2026-02-17 2026-04-04 2026-08-21 2026-11-01 2026-11-02 2026-12-08 2026-12-24 2026-12-31 2027-02-06 "
                + "2027-03-27 2027-08-21 2027-11-01 2027-11-02 2027-12-08 2027-12-24 2027-12-31 2028-01-26 2028-04-15 "
                + "2028-08-21 2028-11-01 2028-11-02 2028-12-08 2028-12-24 2028-12-31",
            "It calls special days optional; sec. 28 of the Administrative Code treats them as holidays."),
        new(Npm, "PH", "2026-04-05 2027-03-28 2028-04-16", "Easter Sunday is a Sunday, and no holiday of any law."),
        new(Npm, "PH", "2027-03-10 2027-03-11 2028-02-27 2028-02-28 2027-05-17 2027-05-18 2028-05-04 2028-05-06",
            "It names one reckoned day of each Eid; the days that may yet be proclaimed are all expected."),
        new(Npm, "PH",
            "2027-04-12 2028-04-10 2027-05-03 2027-06-14 2027-08-23 2027-11-29 2028-11-27 2027-12-27",
            "RA 9492 has the nearest Monday unless a proclamation keeps the day: until then both are expected."),
        new(Npm, "DE-SN DE-TH", "2026-06-04 2027-05-27 2028-06-15",
            "Corpus Christi is a holiday in some of their municipalities, and an address does not say in which it is."),
        new(Npm, "DE-BY", "2026-08-08 2027-08-08 2028-08-08 2026-08-15 2027-08-15 2028-08-15",
            "The peace festival is one in Augsburg, Assumption in most municipalities: in doubt for the consumer."),
        new(Npm, "AU-NT AU-QLD AU-SA", "2026-12-24 2027-12-24 2028-12-24",
            "A holiday from 6 or 7 in the evening: the day itself is a working day."),
        new(Npm, "AU-NT AU-SA", "2026-12-31 2027-12-31 2028-12-31", "A holiday from 7 in the evening, likewise."),
        new(Npm, "AU-SA", "2027-04-26",
            "The Monday after an Anzac Day on Sunday was one until 2023, and is expected."),
        new(Npm, "AU-NT AU-SA", "2027-12-25",
            "Christmas Day on a Saturday stays a holiday; the Monday is added to it."),
        new(Npm, "AU-TAS", "2028-01-01",
            "New Year's Day on a Saturday stays a holiday; the Monday is added to it."),
        new(Npm, "US", "2028-11-10",
            "5 U.S.C. § 6103 (b) moves Veterans Day like any other; it calls that a bank holiday."),

        // NuGet's PublicHoliday 3.17.0, which does not know the Philippines
        new(NuGet, "DE-SN DE-TH", "2026-06-04 2027-05-27 2028-06-15",
            "Corpus Christi in some municipalities, as above."),
        new(NuGet, "DE-BY", "2026-08-08 2027-08-08 2028-08-08", "The peace festival of Augsburg, as above."),
        new(NuGet, "JP", "2026-09-22", "It lacks the day between two holidays (Act on National Holidays art. 3 (3))."),
        new(NuGet, "JP", "2026-05-03 2027-03-21",
            "A holiday on a Sunday stays one; the substitute is added to it (art. 3 (2)), and does not replace it."),
        new(NuGet, "AU-ACT AU-NSW AU-NT AU-QLD AU-SA AU-VIC", "2026-04-04 2027-03-27 2028-04-15",
            "It lacks Easter Saturday, a holiday in all but Tasmania and Western Australia."),
        new(NuGet, "AU-ACT AU-NSW AU-NT AU-QLD AU-SA AU-VIC AU-WA", "2026-04-05 2027-03-28 2028-04-16",
            "It lacks Easter Sunday, a holiday in all but Tasmania."),
        new(NuGet, "AU-ACT AU-NT AU-WA", "2026-04-25",
            "It moves an Anzac Day on Saturday to Monday; the day itself stays a holiday everywhere."),
        new(NuGet, "AU-NT", "2026-04-27", "The Northern Territory adds no Monday for a Saturday, only for a Sunday."),
        new(NuGet, "AU-ACT AU-WA", "2027-04-25", "There the Monday is added to an Anzac Day on Sunday."),
        new(NuGet, "AU-QLD", "2027-04-25 2027-04-26", "There the Monday replaces an Anzac Day on Sunday."),
        new(NuGet, "AU-NSW", "2026-04-27 2027-04-26", "New South Wales declared a Monday for these two years."),
        new(NuGet, "AU-SA", "2027-04-26", "Expected, as above."),
        new(NuGet, "AU-ACT", "2026-06-01 2027-05-31 2028-05-29",
            "It lacks Reconciliation Day, which came in 2018 in the place of Family and Community Day."),
        new(NuGet, "AU-ACT", "2026-09-28 2027-09-27 2028-09-25", "Family and Community Day, which ended with 2017."),
        new(NuGet, "AU-VIC", "2026-09-25 2027-09-24 2028-09-29", "It lacks the Friday before the AFL Grand Final."),
        new(NuGet, "AU-ACT AU-NSW AU-NT AU-QLD AU-SA AU-VIC AU-WA", "2026-12-26 2027-12-26",
            "A weekend's Boxing Day stays a holiday but in Tasmania; the additional day does not replace it."),
        new(NuGet, "AU-ACT AU-NSW AU-NT AU-QLD AU-SA AU-TAS AU-VIC AU-WA", "2027-12-25 2028-01-01",
            "Christmas and New Year's Day on a Saturday stay holidays; the Monday is added to them."),
    ];
}

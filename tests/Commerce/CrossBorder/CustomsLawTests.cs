using System.Text.Json;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Borders;

namespace Serverless.Tests.Commerce;

/// <summary>Law as dated data (XB03), and HS codes against it (XB01).</summary>
public sealed class CustomsLawTests
{
    public static TheoryData<string> Countries => [.. CustomsBook.Default.Laws.Select(law => law.Country)];

    [Fact]
    public void The_shop_knows_the_law_of_five_countries() =>
        Assert.Equal(["AU", "DE", "JP", "PH", "US"], CustomsBook.Default.Laws.Select(law => law.Country));

    [Theory]
    [MemberData(nameof(Countries))]
    public void Every_product_of_the_demo_shop_has_a_duty_there_today(string country)
    {
        using var catalog = JsonDocument.Parse(File.ReadAllText(Checkout("tools/demo/catalog.json")));
        var law = Law(country);
        Assert.All(catalog.RootElement.EnumerateArray(), product =>
        {
            string hs = product.GetProperty("hsCode").GetString()!;
            string origin = product.GetProperty("origin").GetString()!;
            var sent = Send(law.Currency, 500, Goods(hs, origin, law.Currency, 9_000));
            var cost = LandedCost.Of(sent, law, NoExchange, Today);
            Assert.True(cost.Refusal is null, $"{hs} to {country}: {cost.Refusal?.Code}");
            Assert.Null(Screening.Prohibits(Screening.Of(law, sent.Goods, Today)));
        });
    }

    [Theory]
    [InlineData("2026-07-23T23:59:59-04:00", "us-2026-02-24")]
    [InlineData("2026-07-24T00:00:00-04:00", "us-2026-07-24")]
    [InlineData("2026-07-24T00:00:00Z", "us-2026-02-24")]
    [InlineData("2031-01-01T00:00:00Z", "us-2026-10-01")]
    public void A_day_begins_where_the_goods_arrive(string at, string rules) =>
        Assert.Equal(rules, Law("US").RulesOn(Law("US").DayOf(DateTimeOffset.Parse(at, null)))!.Id);

    [Fact]
    public void The_surcharge_of_section_122_ends_by_itself()
    {
        var with = Law("US").Versions.Where(rules => rules.AddedDuties.Any(added => added.Name.Contains("122")));
        Assert.Equal(new DateOnly(2026, 7, 24), Assert.Single(with).Until);
    }

    [Fact]
    public void Every_rule_names_its_source() => Assert.All(
        CustomsBook.Default.Laws.SelectMany(law => law.Versions), rules =>
        {
            Assert.NotEmpty(rules.Source);
            Assert.All(rules.Reliefs, relief => Assert.NotEmpty(relief.Source));
            Assert.All(rules.Fees, fee => Assert.NotEmpty(fee.Source));
        });

    [Theory]
    [InlineData("JP", "090210", 17)]
    [InlineData("JP", "090230", 17)]
    [InlineData("JP", "180310", 5)]
    [InlineData("JP", "420222", 8)]
    [InlineData("JP", "420232", 8)]
    public void These_lines_were_confirmed_in_a_published_tariff(string country, string hs, int percent)
    {
        var line = Law(country).LineFor(hs)!;
        Assert.Equal((hs, percent), (line.Hs, line.Percent));
        Assert.Matches(@"\S+, .+; seen 20[0-9]{2}-[0-9]{2}-[0-9]{2}$", line.Checked);
    }

    [Fact]
    public void Only_what_was_confirmed_line_by_line_says_so() => Assert.Equal(
        5, CustomsBook.Default.Laws.SelectMany(law => law.Tariff).Count(line => line.Checked is not null));

    [Fact]
    public void Rules_with_slips_are_refused_with_every_slip_named()
    {
        string faulty = Small
            .Replace("\"xx-2026-01-01\"", "\"first\"", StringComparison.Ordinal)
            .Replace("\"6912\"", "\"7712\"", StringComparison.Ordinal)
            .Replace("\"source\": \"a law\"", "\"source\": \"\"", StringComparison.Ordinal)
            .Replace("Europe/Berlin", "Europe/Nowhere", StringComparison.Ordinal);
        var said = Assert.Throws<FormatException>(() => CustomsLaw.Read("xx.json", faulty)).Message;

        Assert.Contains("xx.json", said, StringComparison.Ordinal);
        Assert.Contains("first is not country and first day", said, StringComparison.Ordinal);
        Assert.Contains("'7712' is not the beginning of an HS 2022 code", said, StringComparison.Ordinal);
        Assert.Contains("names no source", said, StringComparison.Ordinal);
        Assert.Contains("no time zone Europe/Nowhere", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"percent\": 5", "\"per_cent\": 5")]
    [InlineData("\"currency\": \"EUR\"", "\"currency\": \"XXX\"")]
    [InlineData("\"valuation\": \"Cif\"", "\"valuation\": \"Exw\"")]
    [InlineData("\"zone\": \"Europe/Berlin\", ", "")]
    public void A_misspelt_rule_is_refused_and_not_passed_over(string right, string wrong)
    {
        Assert.Contains(right, Small, StringComparison.Ordinal);
        Assert.Throws<FormatException>(
            () => CustomsLaw.Read("xx.json", Small.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Two_versions_never_hold_on_one_day()
    {
        string second = Small.Replace(
            "\"versions\": [", "\"versions\": [" + Version("xx-2025-01-01", "2025-01-01", "\"2026-06-01\"") + ", ",
            StringComparison.Ordinal);
        var said = Assert.Throws<FormatException>(() => CustomsLaw.Read("xx.json", second)).Message;
        Assert.Contains("xx-2025-01-01 must end before xx-2026-01-01 begins", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_heading_wins()
    {
        var law = CustomsLaw.Read("xx.json", Small);
        Assert.Equal(5, law.LineFor("691390")!.Percent);
        Assert.Equal(9, law.LineFor("691200")!.Percent);
        Assert.Null(law.LineFor("460219"));
    }

    [Theory]
    [InlineData("010121", true)]
    [InlineData("970600", true)]
    [InlineData("770000", false)]
    [InlineData("980000", false)]
    [InlineData("000000", false)]
    [InlineData("46021", false)]
    [InlineData("4602.1", false)]
    public void An_HS_code_has_six_digits_and_a_chapter_of_the_edition_of_2022(string code, bool good) =>
        Assert.Equal(good, HarmonizedSystem.IsCode(code));

    private const string Tax = """{"name": "VAT", "percent": 20, "withFreight": true, "source": "a law"}""";

    private static readonly string Small = $$"""
        {"country": "XX", "currency": "EUR", "zone": "Europe/Berlin", "checked": "2026-11-23", "note": "a test",
         "tariffSource": "a tariff",
         "tariff": [{"hs": "69", "percent": 5, "line": "69"}, {"hs": "6912", "percent": 9, "line": "6912"}],
         "versions": [{{Version("xx-2026-01-01", "2026-01-01", "null")}}]}
        """;

    private static string Version(string id, string from, string until) => $$"""
        {"id": "{{id}}", "from": "{{from}}", "until": {{until}}, "source": "a law", "valuation": "Cif", "tax": {{Tax}}}
        """;

    private static string Checkout(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, file);
    }
}

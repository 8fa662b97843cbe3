using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>Exchange rates as they are fetched, kept and ended (XB06); the ECB is played by the sandbox.</summary>
public sealed class RateSheetsTests
{
    private const string File = "/stats/eurofxref/eurofxref-daily.xml";

    private readonly AzuriteAccount account = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_banks_table_becomes_a_sheet_of_the_last_working_day()
    {
        await using var outside = await Outside.Open();
        using var sheets = Sheets(outside);

        var sheet = (await sheets.Current(Stop)).OrThrow();

        // It is eleven in the morning of a Wednesday in Manila: Wednesday's rates are not out yet.
        Assert.Equal((new DateOnly(2026, 11, 10), "ECB", false), (sheet.Published, sheet.Source, sheet.Kept));
        Assert.Equal((67.761m, 176.45m, 30), (sheet.Rates["PHP"], sheet.Rates["JPY"], sheet.Rates.Count));
        Assert.Equal(outside.Clock.GetUtcNow() + ShopPolicy.Default.RateLife, sheet.ExpiresAt);
    }

    [Fact]
    public async Task Fridays_rates_serve_all_weekend()
    {
        await using var outside = await Outside.Open();
        using var sheets = Sheets(outside);
        outside.Clock.Advance(TimeSpan.FromDays(5) - TimeSpan.FromHours(2));

        Assert.Equal(new DateOnly(2026, 11, 13), (await sheets.Current(Stop)).OrThrow().Published);
    }

    [Fact]
    public async Task All_who_ask_at_once_get_one_sheet_in_every_process()
    {
        await using var outside = await Outside.Open();
        var processes = Enumerable.Range(0, 4).Select(_ => Sheets(outside)).ToList();

        var given = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(async at => (await processes[at % 4].Current(Stop)).OrThrow()));

        Assert.Single(given.Select(sheet => (sheet.Id, sheet.At, sheet.ExpiresAt)).Distinct());
        Assert.InRange(Asked(outside), 1, processes.Count);
        processes.ForEach(process => process.Dispose());
    }

    [Fact]
    public async Task A_sheet_is_fetched_once_and_the_next_when_its_time_has_come()
    {
        await using var outside = await Outside.Open();
        using var sheets = Sheets(outside);
        var first = (await sheets.Current(Stop)).OrThrow();
        outside.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Same(first, (await sheets.Current(Stop)).OrThrow());
        Assert.Equal(1, Asked(outside));

        outside.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = (await sheets.Current(Stop)).OrThrow();

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first.Id, (await sheets.Honoured(first.Id, Stop)).OrThrow().Id);
        outside.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(RateRefusals.Expired, (await sheets.Honoured(first.Id, Stop)).Refusal);
        Assert.Equal(second.Id, (await sheets.Honoured(second.Id, Stop)).OrThrow().Id);
        Assert.Equal(RateRefusals.Unknown, (await sheets.Honoured(new("20010101T000000Z"), Stop)).Refusal);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("drop")]
    [InlineData("hang")]
    public async Task A_bank_that_is_out_of_reach_leaves_the_last_figures_in_a_sheet_that_says_so(string kind)
    {
        await using var outside = await Outside.Open();
        using var sheets = Sheets(outside);
        var first = (await sheets.Current(Stop)).OrThrow();
        outside.Clock.Advance(TimeSpan.FromMinutes(31));
        await outside.Fail("ecb", new { kind, calls = 1 });
        using var impatient = new EcbRates(Bank(outside) with { TimeOut = TimeSpan.FromMilliseconds(500) });
        using var others = Sheets(outside, impatient);

        var second = (await others.Current(Stop)).OrThrow();

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((true, first.Published), (second.Kept, second.Published));
        Assert.Equal(first.Rates, second.Rates);
        outside.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.False((await sheets.Current(Stop)).OrThrow().Kept);
    }

    [Fact]
    public async Task Figures_that_nobody_renewed_for_a_week_are_not_charged_by()
    {
        await using var outside = await Outside.Open();
        using var sheets = Sheets(outside);
        await sheets.Current(Stop);
        outside.Clock.Advance(TimeSpan.FromDays(8));
        await outside.Fail("ecb", new { kind = "error", calls = 1 });

        Assert.Equal(RateRefusals.None, (await sheets.Current(Stop)).Refusal);
        Assert.False((await sheets.Current(Stop)).OrThrow().Kept);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Sorry</html>")]
    [InlineData("<Cube xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref' time='2026-11-10'/>")]
    [InlineData("<E xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube time='soon'>" +
        "<Cube currency='USD' rate='1.1'/></Cube></E>")]
    [InlineData("<E xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube time='2026-11-10'>" +
        "<Cube currency='USD' rate='-1.1'/></Cube></E>")]
    [InlineData("<E xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube time='2026-11-10'>" +
        "<Cube currency='USD' rate='1,1'/></Cube></E>")]
    [InlineData("<E xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube time='2026-11-10'>" +
        "<Cube currency='USD' rate='1.1'/><Cube currency='USD' rate='1.2'/></Cube></E>")]
    [InlineData("<E xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube time='2026-11-10'>" +
        "<Cube rate='1.1'/></Cube></E>")]
    public async Task A_table_that_is_broken_is_no_table(string body)
    {
        await using var outside = await Outside.Open(
            shopWith: shop => shop.MapGet(File, () => Results.Text(body, "text/xml")));
        using var bank = new EcbRates(new(outside.Shop.Address));
        using var sheets = Sheets(outside, bank);

        await Assert.ThrowsAsync<FormatException>(() => bank.Latest(Stop));
        Assert.Equal(RateRefusals.None, (await sheets.Current(Stop)).Refusal);
    }

    private static int Asked(Outside outside) =>
        outside.Log.Count(line => line.StartsWith("ecb GET", StringComparison.Ordinal));

    private static EcbOptions Bank(Outside outside) =>
        new($"{outside.Sandbox.Address}/ecb") { TimeOut = TimeSpan.FromMinutes(1) };

    private RateSheets Sheets(Outside outside, EcbRates? bank = null)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage", account.ConnectionString)]).Build();
        var store = new TableStore(
            StorageClients.From(settings).Tables, new RecordKinds().Add(RateSheets.Kind),
            new RecordSeal(new TextSeal("a-key-of-at-least-thirty-two-characters")), outside.Clock);
        return new(
            store, bank ?? new(Bank(outside)), new(store, outside.Clock, NullLogger<Policies>.Instance), outside.Clock, NullLogger<RateSheets>.Instance);
    }
}

using CsCheck;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Days as the clocks of a place show them.</summary>
public sealed class WallClockTests
{
    private static readonly WallClock[] Known =
        [.. CalendarBook.All.SelectMany(calendar => calendar.Zones).Distinct().Select(WallClock.Of)];

    private static readonly Gen<WallClock> Clocks = Gen.Int[0, Known.Length - 1].Select(at => Known[at]);

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 36_500].Select(new DateOnly(2000, 1, 1).AddDays);

    [Theory]
    [InlineData("2026-12-31T15:59:59Z", "2026-12-31")]
    [InlineData("2026-12-31T16:00:00Z", "2027-01-01")]
    [InlineData("2026-12-31T17:00:00Z", "2027-01-01")]
    [InlineData("2027-01-01T01:00:00+08:00", "2027-01-01")]
    public void The_day_of_the_books_is_the_sellers_day(string at, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), Some.Seller.DayOf(DateTimeOffset.Parse(at, null)));

    [Fact]
    public void Customs_papers_and_credit_notes_are_dated_by_the_sellers_day()
    {
        var at = new DateTimeOffset(2026, 12, 31, 17, 0, 0, TimeSpan.Zero);
        var note = new CreditNote(
            "CN-LIKHA-000001", at, Some.Seller, Some.Home.Address, Some.OrderId, Some.ReturnId, [], [], Some.Php(0),
            Some.Php(0), []);
        Assert.Equal(new DateOnly(2027, 1, 1), note.Day);
    }

    [Fact]
    public void Every_moment_from_the_first_to_the_last_of_a_day_is_on_it() => Gen.Select(Clocks, Days).Sample(one =>
    {
        var (clock, day) = one;
        Assert.Equal(day, clock.DayOf(clock.StartOf(day)));
        Assert.Equal(day, clock.DayOf(clock.LastOf(day)));
        Assert.Equal(clock.StartOf(day.AddDays(1)), clock.LastOf(day).AddTicks(1));
        Assert.Equal(day, DateOnly.FromDateTime(clock.LastOf(day).DateTime));
    });

    [Fact]
    public void A_day_on_which_clocks_change_has_23_or_25_hours()
    {
        var clock = WallClock.Of("Europe/Berlin");
        TimeSpan Length(DateOnly day) => clock.StartOf(day.AddDays(1)) - clock.StartOf(day);
        Assert.Equal(TimeSpan.FromHours(23), Length(new(2027, 3, 28)));
        Assert.Equal(TimeSpan.FromHours(25), Length(new(2026, 10, 25)));
    }

    [Fact]
    public void A_day_without_midnight_begins_when_clocks_have_leapt()
    {
        // In Santiago clocks go from 24:00 to 01:00.
        var first = WallClock.Of("America/Santiago").StartOf(new(2026, 9, 6));
        Assert.Equal(new DateTimeOffset(2026, 9, 6, 1, 0, 0, TimeSpan.FromHours(-3)), first);
    }

    [Fact]
    public void A_zone_that_is_not_there_is_said_so()
    {
        Assert.False(WallClock.Knows("Asia/Manilla"));
        Assert.Throws<ArgumentException>(() => WallClock.Of("Asia/Manilla"));
    }
}

using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>When the time to send something back is over: with a day, where the goods are.</summary>
public sealed class DeadlineTests
{
    private static readonly OrderLine Tote = AtHome((Some.Tote, 1)).Lines[0];

    // In the EU the law lets her withdraw from what the shop would take back for other goods only.
    private static readonly OrderLine Slippers = Tote with { HsCode = "640419" };

    private static readonly (string Country, string Province)[] Known =
    [
        ("PH", "Cebu"), ("DE", ""), ("JP", "Tokyo"), ("US", "California"), ("US", "HI"), ("US", ""), ("US", "Texas"),
        ("AU", "Western Australia"), ("AU", ""), ("FR", ""), ("XX", ""),
    ];

    private static readonly Gen<(string Country, string Province)> Places =
        Gen.Int[0, Known.Length - 1].Select(at => Known[at]);

    private static readonly Gen<DateTimeOffset> Moments =
        Gen.Long[0, 3L * 365 * 24 * 60].Select(minutes => At("2026-01-01T00:00:00Z").AddMinutes(minutes));

    [Theory]
    [InlineData("2026-11-30T23:59:00+01:00", true)]
    [InlineData("2026-11-30T23:59:59.9999999+01:00", true)]
    [InlineData("2026-12-01T00:00:00+01:00", false)]
    public void A_right_of_withdrawal_ends_with_its_day_and_a_Saturday_moves_to_Monday(string asked, bool inTime)
    {
        var terms = Terms(Slippers, "DE", "2026-11-14T09:00:00+01:00", At(asked));
        Assert.Equal(inTime ? null : ReturnRefusals.ExchangeOnly, terms.Forbids(Remedy.Refund, At(asked)));
        if (inTime) Assert.Equal(("withdrawal", new DateOnly(2026, 11, 30)), (terms.Rule, terms.LastDay));
    }

    [Theory]
    [InlineData("2026-11-13T23:59:00+01:00", "2026-11-27", "a Friday")]
    [InlineData("2026-11-14T00:00:00+01:00", "2026-11-30", "a Saturday moves to Monday")]
    [InlineData("2026-11-15T10:00:00+01:00", "2026-11-30", "a Sunday moves to Monday")]
    [InlineData("2026-12-11T10:00:00+01:00", "2026-12-28", "Christmas, a Friday, its second day, and a Sunday")]
    [InlineData("2027-03-12T10:00:00+01:00", "2027-03-30", "Good Friday to Easter Monday")]
    [InlineData("2026-12-23T10:00:00+01:00", "2027-01-07", "Epiphany, a holiday in three Länder: in doubt here")]
    public void A_legal_period_in_the_EU_moves_to_the_next_working_day(string delivered, string last, string why) =>
        Assert.True(
            DateOnly.Parse(last, null) == Terms(Slippers, "DE", delivered).LastDay,
            $"{why}: {Terms(Slippers, "DE", delivered).LastDay:o}");

    [Fact]
    public void A_holiday_of_one_region_moves_nothing_where_the_address_is_in_another()
    {
        const string delivered = "2026-12-23T10:00:00+01:00";
        Assert.Equal(new(2027, 1, 7), Terms(Slippers, "DE", delivered, province: "Bayern").LastDay);
        Assert.Equal(new(2027, 1, 6), Terms(Slippers, "DE", delivered, province: "Hessen").LastDay);
    }

    [Theory]
    [InlineData("DE", "", "2026-11-14T09:00:00+01:00", "2026-12-14")]
    [InlineData("PH", "Cebu", "2026-11-30T15:59:00Z", "2026-12-30")]
    [InlineData("PH", "Cebu", "2026-11-30T16:00:00Z", "2026-12-31")]
    [InlineData("JP", "Tokyo", "2026-11-30T15:00:00Z", "2026-12-31")]
    [InlineData("US", "CA", "2026-12-01T07:59:00Z", "2026-12-30")]
    [InlineData("AU", "Western Australia", "2026-11-26T10:00:00+08:00", "2026-12-26")]
    public void The_shops_own_days_end_with_a_day_where_the_goods_are_and_move_for_nothing(
        string country, string province, string delivered, string last) =>
        Assert.Equal(DateOnly.Parse(last, null), Terms(Tote, country, delivered, province: province).LastDay);

    [Fact]
    public void In_doubt_days_end_where_they_end_last()
    {
        // It is the 15th in Chicago, where it has just begun, and still the 14th in Denver and Honolulu.
        var terms = Terms(Tote, "US", "2026-11-15T01:00:00-05:00");
        Assert.Equal((new(2026, 12, 15), TimeSpan.FromHours(-6)), (terms.LastDay, terms.Until.Offset));
        var later = Terms(Tote, "US", "2026-11-15T12:00:00-05:00");
        Assert.Equal((new(2026, 12, 15), TimeSpan.FromHours(-10)), (later.LastDay, later.Until.Offset));
    }

    [Theory]
    [InlineData("2026-10-26T10:00:00+08:00", "2026-12-28", "Christmas, a Friday: the next business day")]
    [InlineData("2026-10-28T10:00:00+08:00", "2026-12-27", "a Sunday alone moves nothing there")]
    [InlineData("2027-01-09T10:00:00+08:00", "2027-03-12", "an expected end of Ramadan, whichever day it becomes")]
    public void The_law_of_the_Philippines_moves_its_sixty_days_from_a_holiday(
        string delivered, string last, string why) => Assert.True(
            DateOnly.Parse(last, null) == Fault("PH", delivered).LastDay, $"{why}: {Fault("PH", delivered).LastDay:o}");

    [Fact]
    public void One_reason_has_one_date_whatever_asks_for_it()
    {
        var delivered = At("2026-11-14T09:00:00+08:00");
        var order = AtHome((Some.Tote, 2));
        order = order with { Shipments = [order.Shipments[0] with { DeliveredAt = delivered }] };
        var offer = Assert.Single(order.ReturnOffers(Policy.Returns, delivered));
        Assert.Equal((new(2026, 12, 14), new(2027, 1, 13)), (offer.Usual.LastDay, offer.Fault.LastDay));
        var promise = Policy.Returns.PromiseOf(Tote.Category, Tote.Product, Tote.HsCode, "PH");
        Assert.Equal((30, 60), (promise.Days, promise.FaultDays));

        Assert.All([(ReturnReason.WrongSize, offer.Usual), (ReturnReason.Damaged, offer.Fault)], one =>
        {
            var (reason, terms) = one;
            Result<Order> Ask(DateTimeOffset now) => order.TakeBack(
                ReturnId, new([new(Some.Tote, 1, reason)], Remedy.Refund), Policy.Returns, now);
            Assert.Null(Ask(terms.Until).Refusal);
            Assert.Equal(ReturnRefusals.TooLate, Ask(terms.Until.AddTicks(1)).Refusal);
            Assert.True(offer.IsOpen(terms.Until));
        });
    }

    [Fact]
    public void No_days_are_ever_shorter_than_promised() =>
        Gen.Select(Places, Moments, Gen.Int[1, 60]).Sample((place, from, days) =>
        {
            var calendar = CalendarBook.Of(place.Country);
            var region = calendar.RegionOf(place.Province);
            var end = calendar.EndOf(from, days, place.Province);
            foreach (string zone in region is { Zones.IsEmpty: false } ? region.Zones : calendar.Zones)
            {
                var clock = WallClock.Of(zone);
                Assert.True(end >= clock.LastOf(clock.DayOf(from).AddDays(days)), $"{end:o} in {zone}");
            }

            Assert.InRange(end - from, TimeSpan.FromDays(days) - TimeSpan.FromHours(1), TimeSpan.FromDays(days + 1.1));
        });

    [Fact]
    public void The_end_of_a_legal_period_is_a_working_day_and_never_before_its_days_are_over() =>
        Gen.Select(Places, Moments, Gen.Int[1, 60]).Sample((place, from, days) =>
        {
            var calendar = CalendarBook.Of(place.Country);
            var (plain, end) = (
                calendar.EndOf(from, days, place.Province), calendar.LegalEndOf(from, days, place.Province));
            Assert.True(end >= plain);
            var last = DateOnly.FromDateTime(end.DateTime);
            if (calendar.Periods is null) Assert.Equal(plain, end);
            else Assert.False(calendar.IsHoliday(last, place.Province));
            if (calendar.Periods is { Weekends: true })
                Assert.False(last.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, $"{last:o}");
        });

    [Fact]
    public void A_day_that_is_only_expected_never_shortens_a_period() =>
        Gen.Select(Moments, Gen.Int[1, 60], Gen.Int[0, 40]).Sample((from, days, dropped) =>
        {
            var known = CalendarBook.Of("PH");
            var without = known with
            {
                Holidays = [.. known.Holidays.Select((one, at) => at == dropped ? one with { Expected = [] } : one)],
            };
            Assert.True(known.LegalEndOf(from, days, "") >= without.LegalEndOf(from, days, ""));
        });

    private static ReturnTerms Terms(
        OrderLine line, string country, string delivered, DateTimeOffset? now = null, string province = "") =>
        Policy.Returns.TermsOf(
            line, Home.Address with { Country = country, Province = province }, ReturnReason.ChangedMind,
            At(delivered), now ?? At(delivered));

    private static ReturnTerms Fault(string country, string delivered) => Policy.Returns.TermsOf(
        Tote, Home.Address with { Country = country }, ReturnReason.Damaged, At(delivered), At(delivered));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);
}

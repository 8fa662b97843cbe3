using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Which texts are days and times.</summary>
public sealed class IsoTimeTests
{
    [Fact]
    public void A_day_is_the_whole_day_where_the_seller_is()
    {
        Assert.Equal(At("2026-12-31T00:00:00+08:00"), IsoTime.From("2026-12-31", Seller));
        Assert.Equal(At("2027-01-01T00:00:00+08:00"), IsoTime.Until("2026-12-31", Seller));
        Assert.Equal(At("2027-01-01T00:00:00+08:00").AddTicks(-1), IsoTime.By("2026-12-31", Seller));
    }

    [Theory]
    [InlineData("2026-12-31T23:59:59Z")]
    [InlineData("2026-12-31T23:59Z")]
    [InlineData("2026-12-31T23:59:59.123+08:00")]
    [InlineData("2026-12-31T23:59:59-05:00")]
    public void A_time_with_its_offset_is_that_moment_to_whoever_reads_it(string text) => Assert.All(
        [IsoTime.From(text, Seller), IsoTime.Until(text, Seller), IsoTime.By(text, Seller)],
        read => Assert.Equal(At(text), read));

    [Theory]
    [InlineData("01/02/2027")]
    [InlineData("2027/02/01")]
    [InlineData("23:59")]
    [InlineData("Dec 2026")]
    [InlineData("31 Dec 2026")]
    [InlineData("2026-12")]
    [InlineData("2026-W53-4")]
    [InlineData("20261231")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-12-31 23:59:59Z")]
    [InlineData("2026-12-31T23:59:59")]
    [InlineData("2026-12-31T24:00:00Z")]
    [InlineData("2026-12-31T23:59:60Z")]
    [InlineData("2026-12-31T23:59:59+0800")]
    [InlineData("2026-12-31T23:59:59+15:00")]
    [InlineData(" 2026-12-31")]
    [InlineData("2026-12-31\n")]
    [InlineData("２０２６-12-31")]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31")]
    [InlineData("tomorrow")]
    [InlineData("1798761599")]
    [InlineData("")]
    public void What_is_no_day_or_time_of_ISO_8601_is_none(string text) => Assert.All(
        [IsoTime.From(text, Seller), IsoTime.Until(text, Seller), IsoTime.By(text, Seller)],
        read => Assert.Null(read));

    [Fact]
    public void Whatever_is_typed_nothing_breaks() =>
        Gen.Char["0123456789-:TZ+. ٣\n"].Array[0, 32].Select(signs => new string(signs)).Sample(text =>
        {
            var read = IsoTime.From(text, Seller);
            if (read is { } at) Assert.InRange(at.Year, IsoTime.FirstYear - 1, IsoTime.LastYear + 1);
        });

    [Fact]
    public void A_price_that_holds_until_a_day_holds_all_of_it()
    {
        var price = new PriceDraft(new(100, "PHP"), "2026-11-11", "2026-11-11");
        var draft = ProductDraftTests.MugAt(price).Check("mug", Seller).OrThrow();
        var dated = draft.Variants[0].Prices[0];
        Assert.Equal((At("2026-11-11T00:00:00+08:00"), At("2026-11-12T00:00:00+08:00")), (dated.From, dated.Until));

        var slip = ProductDraftTests.MugAt(price with { Until = "11/12/2026" }).Check("mug", Seller).Refusal!;
        Assert.Equal("variants[0].prices[0].until", Assert.Single(slip.Fields!).Name);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);
}

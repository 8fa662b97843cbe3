using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("PHP", 2)]
    [InlineData("USD", 2)]
    [InlineData("JPY", 0)]
    public void A_currency_knows_how_many_digits_follow_its_point(string code, int digits) =>
        Assert.Equal(digits, Currency.Parse(code).Exponent);

    [Theory]
    [InlineData(125_000, "PHP", "PHP 1,250.00")]
    [InlineData(7, "USD", "USD 0.07")]
    [InlineData(-150, "USD", "USD -1.50")]
    [InlineData(1_500, "JPY", "JPY 1,500")]
    public void An_amount_reads_as_people_write_it(long amount, string currency, string text) =>
        Assert.Equal(text, new Money(amount, Currency.Parse(currency)).ToString());

    [Theory]
    [InlineData("php")]
    [InlineData("XAU")]
    [InlineData("")]
    [InlineData(null)]
    public void A_currency_that_the_shop_does_not_know_is_not_read(string? code) =>
        Assert.False(Currency.TryParse(code, out _));

    [Fact]
    public void Different_currencies_are_never_added_or_compared()
    {
        Assert.Throws<InvalidOperationException>(() => Php(1) + Usd(1));
        Assert.Throws<InvalidOperationException>(() => Php(1) - Usd(1));
        Assert.Throws<InvalidOperationException>(() => Php(1) < Usd(1));
        Assert.NotEqual(Php(1), Usd(1));
    }

    [Fact]
    public void A_sum_that_is_too_large_is_an_error_and_not_another_amount()
    {
        Assert.Throws<OverflowException>(() => Php(long.MaxValue) + Php(1));
        Assert.Throws<OverflowException>(() => Php(long.MinValue) - Php(1));
        Assert.Throws<OverflowException>(() => Php(long.MaxValue) * 2);
    }

    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(3, 1, 2, 2)]
    [InlineData(-1, 1, 2, -1)]
    [InlineData(100, 1, 3, 33)]
    [InlineData(200, 1, 3, 67)]
    public void A_part_is_rounded_to_the_nearest_minor_unit_and_halves_away_from_zero(
        long amount, long of, long whole, long part) => Assert.Equal(Php(part), Php(amount).Part(of, whole));

    [Fact]
    public void Shares_cut_one_after_another_add_up_to_the_whole() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[1, 500]).Sample((amount, shares) =>
        {
            var whole = Php(amount);
            var sum = Enumerable.Range(0, shares)
                .Select(at => whole.Part(at + 1, shares) - whole.Part(at, shares))
                .Aggregate(Php(0), (total, share) => total + share);
            return sum == whole;
        });

    [Fact]
    public void A_share_is_never_more_than_one_minor_unit_away_from_another() =>
        Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Int[1, 99]).Sample((amount, shares) =>
        {
            var whole = Php(amount);
            var cut = Enumerable.Range(0, shares)
                .Select(at => (whole.Part(at + 1, shares) - whole.Part(at, shares)).Amount).ToList();
            return cut.Max() - cut.Min() <= 1;
        });
}

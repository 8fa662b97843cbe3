using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What counts as a payment card's number in what people type, and what only looks like one.</summary>
public sealed class CardNumberTests
{
    [Theory]
    [InlineData("4242424242424242")]
    [InlineData("4242 4242 4242 4242")]
    [InlineData("4242-4242-4242-4242")]
    [InlineData("4242.4242.4242.4242")]
    [InlineData("4242/4242/4242/4242")]
    [InlineData("4242 -- -- 4242 -- -- 4242 -- -- 4242")]
    [InlineData("\U0001D7D2\U0001D7D0\U0001D7D2\U0001D7D0 4242 4242 4242")]
    [InlineData("4242\u00A04242\u00A04242\u00A04242")]
    [InlineData("\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12")]
    [InlineData("card: 5555 5555 5555 4444, thanks")]
    [InlineData("4242 4242 4242 4242 12/27 123")]
    [InlineData("378282246310005")]
    [InlineData("30569309025904")]
    [InlineData("6011111111111117")]
    [InlineData("3530111333300000")]
    [InlineData("6200000000000005")]
    [InlineData("2223003122003222")]
    public void Whatever_separates_its_digits_a_card_number_is_one(string text) =>
        Assert.True(CardNumbers.In(text));

    [Theory]
    [InlineData("+49 151 23456787")]
    [InlineData("4800000010032")]
    [InlineData("9400111899560008231892")]
    [InlineData("1Z999AA10123456784")]
    [InlineData("RR123456785PH")]
    [InlineData("4222222222222")]
    [InlineData("4242 4242 4242 4243")]
    [InlineData("Unit 4, 242 Main Street, 4242 Town 4242")]
    [InlineData("00000000-0000-4242-4242-424242424242")]
    [InlineData("9999 9999 9999 9995")]
    public void A_number_without_an_issuers_prefix_its_length_and_its_check_digit_is_no_card(string text) =>
        Assert.False(CardNumbers.In(text));
}

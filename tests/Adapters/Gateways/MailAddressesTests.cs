using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

/// <summary>What is taken for an address at the edge can be written to.</summary>
public sealed class MailAddressesTests
{
    [Theory]
    [InlineData("ana@example.ph")]
    [InlineData("Ana.Cruz+shop@mail.example.com")]
    [InlineData("o'neill@example.ie")]
    [InlineData("a@b-c.example")]
    [InlineData("ana@m\u00FCnchen.example")]
    [InlineData("ana@example.xn--p1ai")]
    public void An_address_that_DNS_could_hold_is_one(string text) => Assert.True(MailAddresses.CanReach(text));

    [Theory]
    [InlineData("a.@example.com")]
    [InlineData(".a@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@-x.com")]
    [InlineData("a@x-.com")]
    [InlineData("a@x..com")]
    [InlineData("a@x_y.com")]
    [InlineData("a@localhost")]
    [InlineData("a@b@example.com")]
    [InlineData("Ana <ana@example.ph>")]
    [InlineData("ana@example.ph\n")]
    [InlineData("\u00E4na@example.ph")]
    [InlineData("@example.com")]
    [InlineData("ana")]
    [InlineData("")]
    public void What_no_letter_could_go_to_is_none(string text) => Assert.False(MailAddresses.CanReach(text));

    [Fact]
    public void No_part_is_longer_than_mail_and_DNS_allow()
    {
        Assert.True(MailAddresses.CanReach($"{new string('a', 64)}@{new string('b', 63)}.com"));
        Assert.False(MailAddresses.CanReach($"{new string('a', 65)}@example.com"));
        Assert.False(MailAddresses.CanReach($"a@{new string('b', 64)}.com"));
    }
}

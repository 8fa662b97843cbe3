using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>What looks the same is kept the same, however it was typed.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("Cre\u0300me Bru\u0302le\u0301e", "Cr\u00E8me Br\u00FBl\u00E9e")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u304B\u3099", "\u304C")]
    public void Letters_and_their_marks_become_one_sign(string typed, string kept) =>
        Assert.Equal(kept, PlainText.Of(typed));

    [Theory]
    [InlineData("\u00A0Ana\u2007Cruz\u3000", "Ana Cruz")]
    [InlineData("\uFEFFAna\u200B Cruz", "Ana Cruz")]
    [InlineData("\u202A+63 917\u202C", "+63 917")]
    [InlineData("  ASCII too ", "ASCII too")]
    public void Blanks_are_plain_ones_and_what_only_steers_is_left_out(string typed, string kept) =>
        Assert.Equal(kept, PlainText.Of(typed));

    [Fact]
    public void Joiners_stay_where_a_script_is_spelt_with_them() =>
        Assert.Equal("\u0645\u06CC\u200C\u062E", PlainText.Of("\u0645\u06CC\u200C\u062E"));
}

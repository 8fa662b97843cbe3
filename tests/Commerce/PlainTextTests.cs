using CsCheck;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>What looks the same is kept the same, however it was typed.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("Cre\u0300me Bru\u0302le\u0301e", "Cr\u00E8me Br\u00FBl\u00E9e")]
    [InlineData("e\u200B\u0301", "\u00E9")]
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

    [Fact]
    public void What_was_kept_once_is_kept_as_it_is_however_often_it_is_typed_again()
    {
        const string signs = "e\u0301\u0323\u200B\u2060 \u00A0\u1112\u1161\u11AB\u00E9";
        Gen.Int[0, signs.Length - 1].Array[0, 8].Sample(chosen =>
        {
            var kept = PlainText.Of(string.Concat(chosen.Select(at => signs[at])));
            Assert.Equal(kept, PlainText.Of(kept));
        });
    }

    [Theory]
    [InlineData("Jos\u00E9 Rizal-\u0141\u00F3d\u017A 4", true)]
    [InlineData("\u5C71\u7530", false)]
    [InlineData("\U00020BB7", false)]
    public void Latin_is_what_post_and_customs_read_everywhere(string text, bool isLatin) =>
        Assert.Equal(isLatin, PlainText.IsLatin(text));
}

using System.Security.Cryptography;
using System.Text;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Consent is to words: other words are another version, and are asked about anew.</summary>
public sealed class ConsentWordsTests
{
    private static readonly ConsentText Mail = ConsentText.Of(ConsentText.Marketing)!;
    private static readonly Customer Ana = new(new("6e0b3c1a-0000-4000-8000-00000000000c"), Now);

    // A line changes only together with its version: who said yes has seen these words.
    [Theory]
    [InlineData("marketing-email", "2026-11", "62ebaa4652be")]
    [InlineData("recommendations", "2026-11", "eb3a40488d13")]
    [InlineData("tiers", "2026-11", "66ed8c04f608")]
    public void Words_that_were_agreed_to_keep_their_version(string purpose, string version, string hash)
    {
        var text = ConsentText.Of(purpose)!;
        string known = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Text)))[..12];
        Assert.True(
            (version, hash) == (text.Version, known),
            $"The words of '{purpose}' are {known} in version {text.Version}: give other words another version.");
    }

    [Fact]
    public void Every_purpose_is_pinned_to_its_words() => Assert.Equal(3, ConsentText.All.Length);

    [Fact]
    public void A_yes_to_other_words_is_none_until_it_is_said_again()
    {
        var old = Ana with { Consents = [new(Mail.Purpose, true, "2019-01", Now, "account")] };
        Assert.False(old.Allows(Mail.Purpose));
        Assert.True(old.IsToBeAsked(Mail));
        var anew = old.Answer(new(Mail.Purpose, true, Mail.Version, Now, "account")).OrThrow();
        Assert.True(anew.Allows(Mail.Purpose));
        Assert.False(anew.IsToBeAsked(Mail));
    }

    [Fact]
    public void A_no_holds_whatever_the_words_are_and_is_not_asked_about_again()
    {
        var no = Ana with { Consents = [new(Mail.Purpose, false, "2019-01", Now, "account")] };
        Assert.False(no.Allows(Mail.Purpose));
        Assert.False(no.IsToBeAsked(Mail));
        var recommendations = ConsentText.Of(ConsentText.Recommendations)!;
        var objected = Ana with { Consents = [new(recommendations.Purpose, false, "2019-01", Now, "account")] };
        Assert.False(objected.Allows(recommendations.Purpose));
    }

    [Fact]
    public void Who_was_never_asked_is_asked_for_what_needs_a_yes_only()
    {
        Assert.Equal(
            [ConsentText.Marketing], ConsentText.All.Where(Ana.IsToBeAsked).Select(text => text.Purpose));
    }

    [Fact]
    public void What_she_spends_makes_no_tier_once_she_objects()
    {
        var bought = Ana.Buy(new(OrderId, Php(500_000), Now, 1), Now).OrThrow();
        Assert.Equal(Php(500_000), bought.Spent(Now));
        var objected = bought.Answer(new(ConsentText.Tiers, false, "2026-11", Now, "objection")).OrThrow();
        Assert.Equal(Php(0), objected.Spent(Now));
    }
}

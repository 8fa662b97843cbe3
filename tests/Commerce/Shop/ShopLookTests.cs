using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Colours that everybody can read.</summary>
public sealed class ShopLookTests
{
    [Fact]
    public void A_shop_that_chose_nothing_can_be_read() => Assert.Empty(new ShopLook().Faults());

    // Reckoned by hand from the definition; the second pair is the usual example of too little.
    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#FFFFFF", 4.478)]
    [InlineData("#767676", "#ffffff", 4.542)]
    [InlineData("#ff0000", "#ffffff", 3.998)]
    [InlineData("#123456", "#123456", 1)]
    public void Contrast_is_what_WCAG_says_whichever_comes_first(string one, string other, double ratio)
    {
        Assert.Equal(ratio, ShopLook.Contrast(one, other), 3);
        Assert.Equal(ratio, ShopLook.Contrast(other, one), 3);
    }

    [Fact]
    public void Ink_on_paper_and_paper_on_the_accent_are_told_apart_with_their_contrast()
    {
        var look = new ShopLook { Paper = "#ffffff", Ink = "#777777", Accent = "#ff0000" };

        Assert.Equal(
            [
                new("look.ink", "Text on the paper has a contrast of 4.47:1. At least 4.5:1 can be read by most "
                    + "(WCAG 2.2, 1.4.3): take a darker or lighter ink or paper."),
                new("look.accent", "Paper and accent, which links and buttons have, have a contrast of 3.99:1. "
                    + "At least 4.5:1 can be read by most (WCAG 2.2, 1.4.3): "
                    + "take a darker or lighter accent or paper."),
            ],
            look.Faults());
        Assert.Empty((look with { Ink = "#767676", Accent = "#cc0000" }).Faults());
        Assert.Empty(new ShopLook { Paper = "#111111", Ink = "#eeeeee", Accent = "#ffb347" }.Faults());
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#fff")]
    [InlineData("#12345g")]
    [InlineData("#123456;background:url(//evil)")]
    [InlineData("#123456\n")]
    [InlineData("")]
    [InlineData(null)]
    public void A_colour_is_six_digits_and_nothing_else(string? colour) => Assert.Equal(
        ["look.accent", "look.paper", "look.ink"],
        new ShopLook { Accent = colour!, Paper = colour!, Ink = colour! }.Faults().Select(fault => fault.Name));

    [Fact]
    public void A_logo_is_named_by_the_id_it_was_sent_with()
    {
        Assert.Empty(new ShopLook { Logo = new("6e0b3c1a-0000-4000-8000-000000000001") }.Faults());
        Assert.Equal("look.logo", Assert.Single(new ShopLook { Logo = new("../catalog/current") }.Faults()).Name);
    }
}

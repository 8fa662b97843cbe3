using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>What a merchant may say in mails and on pages of her own.</summary>
public sealed class ShopTextsTests
{
    private static readonly ShopPage Terms = new("terms-of-sale", "Terms of sale", "We sell *baskets*.");

    [Fact]
    public void Texts_that_hold_together_have_no_faults()
    {
        var texts = new ShopTexts
        {
            Mails = [.. MailTexts.All.Select(kind => new MailText(kind.Name, kind.Subject, kind.Opening))],
            Pages = [Terms, new("privacy", "Privacy", new('x', ShopTexts.LongestPage))],
        };

        Assert.Empty(texts.Faults());
        Assert.Empty(new ShopTexts().Faults());
        Assert.Equal(Terms, texts.Find("terms-of-sale"));
        Assert.Equal("{code} is your code for {shop}", texts.Find(MailTexts.SignIn)!.Subject);
        Assert.Null(new ShopTexts().Find(MailTexts.SignIn));
    }

    [Fact]
    public void Each_mail_has_a_name_of_its_own_and_knows_its_placeholders()
    {
        Assert.Equal(MailTexts.All.Length, MailTexts.All.DistinctBy(kind => kind.Name).Count());
        Assert.All(MailTexts.All, kind => Assert.Contains("shop", kind.Placeholders));
    }

    [Fact]
    public void A_mail_is_one_that_the_shop_sends_and_stands_there_once() => Faulty(
        new ShopTexts { Mails = [new("signIn"), new("signIn"), new("newsletter"), null!, new(null!)] },
        ("texts.mails[1].name", "The same mail stands here twice."),
        ("texts.mails[2].name", "One of orderPlaced, "), ("texts.mails[3].name", "One of "),
        ("texts.mails[4].name", "One of "));

    [Fact]
    public void A_subject_is_one_line_and_its_placeholders_are_known()
    {
        Faulty(
            Subject("Hello {name}"),
            ("texts.mails[0].subject", "There is no {name} here. Known are {shop}, {code}."));
        Faulty(Subject("Hello\r\nBcc: everybody@example.com"), ("texts.mails[0].subject", "One line"));
        Faulty(Subject(new('x', 151)), ("texts.mails[0].subject", "At most 150 characters."));
    }

    [Fact]
    public void An_opening_is_short_Markdown_with_known_placeholders()
    {
        Faulty(Opening(new('x', 2001)), ("texts.mails[0].opening", "At most 2,000 characters."));
        Faulty(Opening("Say \u0007"), ("texts.mails[0].opening", "No control characters."));
        Faulty(Opening("{card}"), ("texts.mails[0].opening", "There is no {card} here."));
        Faulty(Opening("[x](javascript:x)"), ("texts.mails[0].opening", "No link to 'javascript:x'."));
        Assert.Empty(Opening("Hello,\n\n\t*welcome* to {shop}.\r\n").Faults());
    }

    [Fact]
    public void A_page_has_an_address_a_title_and_a_text() => Faulty(
        new ShopTexts
        {
            Pages =
            [
                Terms, Terms, new("Terms", "", " "), new("a--b", "A\nB", "\u0000"),
                new("../x", new('x', 121), new('x', 40_001)), null!, new(new('a', 61), "A", "![x](/x.png)"),
            ],
        },
        ("texts.pages[1].slug", "Another page has this address."),
        ("texts.pages[2].slug", "Small letters"), ("texts.pages[2].title", "One line"),
        ("texts.pages[2].text", "From 1"),
        ("texts.pages[3].slug", "Small letters"), ("texts.pages[3].title", "One line"),
        ("texts.pages[3].text", "No control"),
        ("texts.pages[4].slug", "Small letters"), ("texts.pages[4].title", "One line"),
        ("texts.pages[4].text", "From 1"),
        ("texts.pages[5].slug", "Small letters"), ("texts.pages[5].title", "One line"),
        ("texts.pages[5].text", "From 1"),
        ("texts.pages[6].slug", "Small letters"), ("texts.pages[6].text", "No pictures."));

    [Fact]
    public void Pages_are_few_enough_for_the_row_that_keeps_them()
    {
        Faulty(
            new ShopTexts { Pages = [.. Many(21, 10)] }, ("texts.pages", "At most 20 pages."));
        Faulty(
            new ShopTexts { Pages = [.. Many(8, 40_000)] },
            ("texts.pages", "All pages together have at most 300,000 characters."));
        Assert.Empty(new ShopTexts { Pages = [.. Many(20, 15_000)] }.Faults());
    }

    private static IEnumerable<ShopPage> Many(int count, int length) =>
        Enumerable.Range(1, count).Select(at => new ShopPage($"page-{at}", $"Page {at}", new('x', length)));

    private static ShopTexts Subject(string text) => new() { Mails = [new("signIn", Subject: text)] };

    private static ShopTexts Opening(string text) => new() { Mails = [new("signIn", Opening: text)] };

    private static void Faulty(ShopTexts texts, params ImmutableArray<(string Name, string Begins)> expected)
    {
        var faults = texts.Faults().ToList();
        Assert.Equal(expected.Select(one => one.Name), faults.Select(fault => fault.Name));
        Assert.All(expected.Zip(faults), pair => Assert.StartsWith(
            pair.First.Begins, pair.Second.Message, StringComparison.Ordinal));
    }
}

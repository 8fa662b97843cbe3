using System.Diagnostics;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>What somebody of the shop writes in Markdown, as browsers and readers of plain text get it.</summary>
public sealed class PlainMarkdownTests
{
    private static readonly string[] Elements =
    [
        "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
        "strong", "ul",
    ];

    private static readonly string[] Pieces =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!-- ", "-->", "<a ",
        "<b onclick='x'>", "</p>", "<style>*{}</style>", "<iframe src='//evil.example'>", "<![CDATA[", "<?php", "<x-y>",
        "[words](", "javascript:alert(1)", "JaVaScRiPt&#58;alert(1)", "java&Tab;script:alert(1)", "&#1;javascript:x",
        "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "https://evil.example/\"onmouseover=\"alert(1)", "https:evil", "https://good.example/a?b=c&d=e", "/terms",
        "#top",
        "mailto:ana@example.com", "<https://auto.example>", "<javascript:alert(1)>", "<ana@example.com>",
        "https://bare.example", " \"title\" onload=x\")", ")", "](", "![", "[", "]", "[ref]",
        "\n\n[ref]: javascript:x\n\n",
        "\n\n[ref]: </ok> 'onclick=x'\n\n", "*", "**", "_", "***", "`", "```", "\n```js onload=alert(1)\n", "~~", "==",
        "\n# ", "\n## ", "\n=====\n", "\n---\n", "\n- ", "\n1. ", "\n99999999999. ", "\n> ",
        "\n    ", "\t", "\n\n", "\n",
        "  \n", "\\", "\\<", "{name}", "{", "}", "{.class onclick=x}", "{#id}", ":::", "|a|b|\n|-|-|\n|1|2|\n",
        "&", "&lt;",
        "&#60;script&#62;", "&#x202E;", "&#0;", "&quot;", "\"", "'", "\u202E", "words", "Ünïcode 漢字 🙂", "a b",
    ];

    private static readonly Dictionary<string, string> Values = new()
    {
        ["name"] = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **Ana** {order}",
    };

    [Fact]
    public void Whatever_is_written_browsers_see_a_few_elements_without_any_that_runs() =>
        Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]).Array[1, 30].Sample(
            pieces => IsHarmlessMarkdown(string.Concat(pieces)), iter: 3_000);

    [Fact]
    public void Whatever_is_written_of_signs_alone_is_no_more_than_that() =>
        Gen.Char["<>!/&;:()[]{}*_`~#-+=.\\\"'| \n\tabjst01"].Array[0, 60].Sample(
            signs => IsHarmlessMarkdown(new(signs)), iter: 3_000);

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JAVASCRIPT:alert(1))")]
    [InlineData("[x](javascript&#58;alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](/\\\\evil.example)")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](https:evil.example)")]
    [InlineData("[x](terms)")]
    [InlineData("[x]()")]
    [InlineData("[x][ref]\n\n[ref]: vbscript:x")]
    public void A_link_leads_to_the_web_to_a_mailbox_or_into_the_shop(string text)
    {
        Assert.StartsWith("No link to '", Assert.Single(PlainMarkdown.Faults(text)), StringComparison.Ordinal);
        Assert.Equal("<p>x</p>", PlainMarkdown.Read(text).ToHtml());
    }

    [Fact]
    public void Links_that_may_be_stay_and_those_into_the_shop_name_it_where_they_are_read_elsewhere()
    {
        string text = "[terms](/pages/terms 'See') [us](mailto:us@shop.test) [web](https://x.test/?a=1&b=2)";

        Assert.Empty(PlainMarkdown.Faults(text));
        Assert.Equal(
            "<p><a href=\"/pages/terms\">terms</a> <a href=\"mailto:us@shop.test\">us</a> "
            + "<a href=\"https://x.test/?a=1&amp;b=2\">web</a></p>",
            PlainMarkdown.Read(text).ToHtml());
        Assert.Equal(
            "terms (https://shop.test/pages/terms) us (mailto:us@shop.test) web (https://x.test/?a=1&b=2)",
            PlainMarkdown.Read(text, site: "https://shop.test").ToText());
    }

    [Fact]
    public void HTML_is_shown_as_it_was_typed_and_pictures_are_none()
    {
        Assert.Equal("<p>&lt;b&gt;bold&lt;/b&gt;</p>", PlainMarkdown.Read("<b>bold</b>").ToHtml());
        Assert.Equal("No pictures. Leave it out, or put a link in its place.", Assert.Single(
            PlainMarkdown.Faults("![a cat](https://x.test/cat.png)")));
        Assert.Equal("<p>a cat</p>", PlainMarkdown.Read("![a cat](https://x.test/cat.png)").ToHtml());
    }

    [Fact]
    public void Headings_stand_below_the_page_and_a_text_reads_well_without_HTML()
    {
        string text = "# Returns\n\nWithin *30* days:\n\n1. Pack\n2. Send\n   - with **care**\n\n"
            + "> Ask us.\n\n***\n\n`AMT`";
        var read = PlainMarkdown.Read(text);

        Assert.Contains("<h3>Returns</h3>", read.ToHtml(under: 2), StringComparison.Ordinal);
        Assert.Contains("<h1>Returns</h1>", read.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(
            "Returns\n\nWithin 30 days:\n\n1. Pack\n2. Send\n\n   - with care\n\n> Ask us.\n\n---\n\nAMT",
            read.ToText());
    }

    [Fact]
    public void What_a_placeholder_stands_for_is_text_and_never_Markdown()
    {
        Dictionary<string, string> values = new() { ["name"] = "**Ana** [x](https://evil.test) <b>" };
        var read = PlainMarkdown.Read("Dear {name}, `{name}`", values);

        Assert.Equal(
            "<p>Dear **Ana** [x](https://evil.test) &lt;b&gt;, "
            + "<code>**Ana** [x](https://evil.test) &lt;b&gt;</code></p>",
            read.ToHtml());
        Assert.Equal($"Dear {values["name"]}, {values["name"]}", read.ToText());
    }

    [Fact]
    public void A_placeholder_that_nobody_knows_is_named()
    {
        Assert.Equal(
            ["There is no {nmae} here. Known are {name}, {order}."],
            PlainMarkdown.Faults("Dear {nmae}, your {order}", ["name", "order"]));
        Assert.Equal(
            ["No placeholder in a link's address."],
            PlainMarkdown.Faults("[x](https://x.test/{name})", ["name", "order"]));
        Assert.Empty(PlainMarkdown.Faults("Dear {nmae}"));
    }

    [Fact]
    public void What_stands_too_deep_is_refused_and_a_list_in_a_list_is_not()
    {
        Assert.Empty(PlainMarkdown.Faults("- a\n  - b\n    - c\n      - **d**"));
        foreach (int depth in new[] { 20, 200, 10_000 })
            Assert.Contains(
                "too deep", Assert.Single(PlainMarkdown.Faults(string.Concat(Enumerable.Repeat("> ", depth)) + "x")),
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_paragraph_of_nothing_but_signs_is_refused_and_a_long_list_of_links_is_not()
    {
        Assert.StartsWith(
            "Too many signs", Assert.Single(PlainMarkdown.Faults(new string('[', 501))), StringComparison.Ordinal);
        Assert.Empty(PlainMarkdown.Faults(string.Concat(Enumerable.Repeat("- **[Us](https://us.test)**\n", 80))));
    }

    [Fact]
    public void The_longest_text_of_the_worst_signs_is_looked_at_in_seconds()
    {
        string[] worst = [.. Pieces, "*a ", "**a", "_a*", "*a**b", "[a](", "[a][", "`a``", "1) ", "\n> - "];
        foreach (string piece in worst)
        {
            string text = string.Concat(Enumerable.Repeat(piece, ShopTexts.LongestPage / piece.Length));
            // The same in paragraphs as long as they may be.
            if (PlainMarkdown.Faults(text).Any(fault => fault.StartsWith("Too many signs", StringComparison.Ordinal)))
                text = string.Concat(text.Chunk(400).Select(some => new string(some) + "\n\n"));
            var watch = Stopwatch.StartNew();
            if (!PlainMarkdown.Faults(text).Any(IsTooDeep)) PlainMarkdown.Read(text).ToHtml();
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"'{piece}' took {watch.Elapsed}.");
        }
    }

    private static void IsHarmlessMarkdown(string text)
    {
        if (PlainMarkdown.Faults(text, ["name"]).Any(IsTooDeep)) return;
        string html = PlainMarkdown.Read(text, Values, "https://shop.test").ToHtml(under: 1);
        foreach (var node in new HtmlParser().ParseDocument(html).Body!.Descendants())
            Assert.True(IsHarmless(node), $"{node.NodeName} of\n{html}\nfrom\n{text}");
    }

    private static bool IsTooDeep(string fault) => fault.Contains("too deep", StringComparison.Ordinal);

    private static bool IsHarmless(INode node) => node is IText || (node is IElement element
        && Elements.Contains(element.LocalName)
        && element.Attributes.All(attribute =>
            (element.LocalName, attribute.Name) is ("ol", "start") && attribute.Value.All(char.IsAsciiDigit)
            || (element is IHtmlAnchorElement && attribute.Name == "href" && IsHarmless(attribute.Value))));

    // As a browser would go there from a page of the shop's.
    private static bool IsHarmless(string href) =>
        !href.StartsWith("//", StringComparison.Ordinal)
        && new Url(new Url("https://shop.test/pages/terms"), href).Scheme is "mailto" or "http" or "https";
}

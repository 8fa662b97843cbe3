using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Serverless.Commerce;

/// <summary>A text that somebody of the shop wrote in Markdown, of which no HTML is ever believed.</summary>
/// <remarks>
/// CommonMark 0.31 without raw HTML, pictures and <c>&lt;…&gt;</c> links: tags are shown as they were typed. A link
/// leads to http, https, mailto, or into the shop itself (<c>/…</c>, <c>#…</c>); of any other only its words are left.
/// </remarks>
public sealed partial class PlainMarkdown
{
    /// <summary>Lists and quotations within each other, paragraphs and words in them included.</summary>
    public const int Deepest = 16;

    private const int MostMarks = 500;
    private const string Marks = "*_[]`<!";

    private static readonly FrozenDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;
    private static readonly MarkdownPipeline Pipeline = Build();

    private readonly MarkdownDocument document;

    private PlainMarkdown(MarkdownDocument document) => this.document = document;

    /// <summary>What is wrong with a text, in sentences; nothing when it can be shown.</summary>
    /// <param name="placeholders">The names that may stand in braces; null where braces are plain signs.</param>
    public static IEnumerable<string> Faults(string text, IReadOnlyCollection<string>? placeholders = null)
    {
        // Its parser looks at each such sign for every other one before it in the same paragraph.
        if (BlankLine().Split(text).Any(part => part.Count(Marks.Contains) > MostMarks))
        {
            yield return $"Too many signs such as * and [ in one paragraph ({MostMarks}). Leave a line empty between.";
            yield break;
        }

        if (Parse(text) is not { } document || IsDeeper(document, Deepest))
        {
            yield return "Lists and quotations stand too deep within each other. Write them one below the other.";
            yield break;
        }

        foreach (var link in document.Descendants<LinkInline>())
        {
            string to = link.Url ?? "";
            if (link.IsImage) yield return "No pictures. Leave it out, or put a link in its place.";
            else if (placeholders is not null && to.Contains('{')) yield return "No placeholder in a link's address.";
            else if (!LeadsSomewhere().IsMatch(to))
                yield return $"No link to '{Shown(to)}'. It begins with https://, http://, mailto: or /.";
        }

        if (placeholders is null) yield break;
        foreach (string unknown in UnknownIn(text, placeholders)) yield return unknown;
    }

    /// <summary>What stands in braces and is none of these names, as sentences.</summary>
    public static IEnumerable<string> UnknownIn(string text, IReadOnlyCollection<string> placeholders)
    {
        string known = string.Join(", ", placeholders.Select(name => $"{{{name}}}"));
        return Placeholder().Matches(text).Select(match => match.Groups[1].Value).Distinct()
            .Where(name => !placeholders.Contains(name))
            .Select(name => $"There is no {{{Shown(name)}}} here. Known are {known}.");
    }

    /// <summary>A line of text with its placeholders filled in.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value) ?? match.Value);

    /// <summary>Reads a text of which <see cref="Faults"/> found nothing wrong.</summary>
    /// <param name="values">By the names of placeholders; a value is text and never Markdown.</param>
    /// <param name="site">Stands before links into the shop, where they are read outside of it.</param>
    /// <exception cref="ArgumentException">It is too deep, which <see cref="Faults"/> would have told.</exception>
    public static PlainMarkdown Read(string text, IReadOnlyDictionary<string, string>? values = null, string site = "")
    {
        var document = Parse(text)
            ?? throw new ArgumentException("The text is too deep, and should not have been kept.", nameof(text));
        foreach (var link in document.Descendants<LinkInline>().ToList()) Settle(link, site);
        foreach (var inline in document.Descendants<Inline>().ToList()) Settle(inline, values ?? Nothing);
        // The language of a piece of code becomes a class, which is the site's to give.
        foreach (var code in document.Descendants<FencedCodeBlock>()) code.SetAttributes(new());
        return new(document);
    }

    /// <summary>As HTML of few elements: headings, paragraphs, lists, quotations, code, emphasis, links.</summary>
    /// <param name="under">How many levels its headings stand below the page's own.</param>
    public string ToHtml(int under = 0)
    {
        using var html = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new LowerHeadings(under));
        renderer.Render(document);
        return html.ToString().Trim();
    }

    /// <summary>As a plain text, whose links stand in brackets behind their words.</summary>
    public string ToText() => MarkdownWords.Of(document);

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        builder.InlineParsers.TryRemove<AutolinkInlineParser>();
        return builder.Build();
    }

    private static MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // Its parser gives up at some depth, far below Deepest.
            return null;
        }
    }

    // Never looks deeper than it must, so that no text can exhaust the stack.
    private static bool IsDeeper(MarkdownObject one, int than) => than == 0 || one switch
    {
        ContainerBlock block => block.Any(part => IsDeeper(part, than - 1)),
        LeafBlock { Inline: { } words } => IsDeeper(words, than - 1),
        ContainerInline inline => inline.Any(part => IsDeeper(part, than - 1)),
        _ => false,
    };

    private static void Settle(LinkInline link, string site)
    {
        link.Title = null;
        string to = link.Url ?? "";
        if (!link.IsImage && LeadsSomewhere().IsMatch(to))
        {
            if (to[0] is '/' or '#') link.Url = site + to;
            return;
        }

        while (link.FirstChild is { } word)
        {
            word.Remove();
            link.InsertBefore(word);
        }

        link.Remove();
    }

    private static void Settle(Inline inline, IReadOnlyDictionary<string, string> values)
    {
        if (inline is LiteralInline literal) literal.Content = new(Fill(literal.Content.ToString(), values));
        else if (inline is CodeInline code) code.Content = Fill(code.Content, values);
        else if (inline is HtmlEntityInline entity) entity.Transcoded = new(Visible(entity.Transcoded.ToString()));
    }

    // By its number an entity may name any sign, also those that no text has when it comes in.
    private static string Visible(string signs) =>
        string.Concat(PlainText.Of($"|{signs}|")[1..^1].Where(sign => !char.IsControl(sign)));

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";

    // Neither blanks nor control signs, which browsers leave out; no '\', which they read as '/'.
    [GeneratedRegex(
        @"\A(?:https?://[^\s\p{C}/\\][^\s\p{C}\\]*|mailto:[^\s\p{C}\\]+|/(?![/\\])[^\s\p{C}\\]*|#[^\s\p{C}\\]*)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LeadsSomewhere();

    [GeneratedRegex(@"\n[ \t\r]*\n")]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"\{([^{}\n]{0,100})\}")]
    private static partial Regex Placeholder();

    /// <summary>Headings that stand below the one of the page or letter that they are part of.</summary>
    private sealed class LowerHeadings(int under) : HeadingRenderer
    {
        private const int Lowest = 6;

        protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
        {
            int level = obj.Level;
            obj.Level = Math.Min(Lowest, level + under);
            base.Write(renderer, obj);
            obj.Level = level;
        }
    }
}

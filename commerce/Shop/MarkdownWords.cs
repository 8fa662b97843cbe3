using System.Globalization;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Serverless.Commerce;

/// <summary>Writes what was read as Markdown for those who read plain text.</summary>
internal static class MarkdownWords
{
    private const string Between = "\n\n";

    public static string Of(ContainerBlock block) =>
        string.Join(Between, block.Select(Of).Where(text => text.Length > 0));

    private static string Of(Block block) => block switch
    {
        ListBlock list => Of(list),
        QuoteBlock quote => Indented("> ", "> ", Of((ContainerBlock)quote)),
        ContainerBlock container => Of(container),
        ThematicBreakBlock => "---",
        CodeBlock code => code.Lines.ToString(),
        LeafBlock { Inline: { } words } => Of(words).Trim(),
        _ => "",
    };

    private static string Of(ListBlock list)
    {
        int number = int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out int start) ? start : 1;
        var items = list.OfType<ListItemBlock>().Select((item, at) =>
        {
            string mark = list.IsOrdered ? $"{number + at}. " : "- ";
            return Indented(mark, new(' ', mark.Length), Of((ContainerBlock)item));
        });
        return string.Join(list.IsLoose ? Between : "\n", items);
    }

    private static string Of(ContainerInline words) => string.Concat(words.Select(Of));

    private static string Of(Inline inline) => inline switch
    {
        LinkInline link => Of(link),
        ContainerInline container => Of(container),
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => "\n",
        _ => "",
    };

    private static string Of(LinkInline link)
    {
        string words = Of((ContainerInline)link);
        return words.Length == 0 || words == link.Url ? link.Url ?? "" : $"{words} ({link.Url})";
    }

    private static string Indented(string first, string next, string text) =>
        string.Join('\n', text.Split('\n').Select((line, at) => ((at == 0 ? first : next) + line).TrimEnd()));
}

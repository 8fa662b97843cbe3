using System.Text;
using Serverless.Commerce;
using static Serverless.Functions.Letters;

namespace Serverless.Functions;

/// <summary>One kind of goods in a mail.</summary>
/// <param name="Options">What was chosen; empty where there is no choice.</param>
/// <param name="Price">For all of them; null where a mail names no prices.</param>
public sealed record LetterLine(string Name, string Options, int Quantity, Money? Price)
{
    public static LetterLine Of(OrderLine line) => new(line.Name, line.Options, line.Quantity, line.Total);

    /// <summary>So many of a line, at their part of what it was sold for.</summary>
    public static LetterLine Of(OrderLine line, int quantity) =>
        new(line.Name, line.Options, quantity, line.Total.Part(quantity, line.Quantity));

    /// <summary>As it stands in plain text.</summary>
    public override string ToString()
    {
        string name = Options.Length == 0 ? Name : $"{Name} ({Options})";
        return Price is { } price ? $"{Quantity} × {name}  {price}" : $"{Quantity} × {name}";
    }
}

/// <summary>What the shop's mails are made of, as text and as HTML.</summary>
public static class LetterParts
{
    /// <summary>Goods and sums, one a line.</summary>
    public static string Text(
        IEnumerable<LetterLine> lines, IEnumerable<(string Name, Money Amount)>? sums = null) =>
        string.Join(
            '\n',
            [.. lines.Select(line => $"{line}"), .. (sums ?? []).Select(sum => $"{sum.Name}: {sum.Amount}")]);

    /// <summary>Goods and sums as a table that is read out as one.</summary>
    /// <param name="strong">The sum that is the largest to the eye.</param>
    public static string Goods(
        IEnumerable<LetterLine> lines, IEnumerable<(string Name, Money Amount)>? sums = null, string strong = "Total")
    {
        var html = new StringBuilder("<table class=\"goods\"><thead><tr class=\"names\"><th scope=\"col\">Goods</th>");
        html.Append("<th scope=\"col\" class=\"sum\">Price</th></tr></thead><tbody>");
        foreach (var line in lines)
        {
            string chosen = line.Options.Length == 0 ? "" : $"<br><span class=\"soft\">{Safe(line.Options)}</span>";
            html.Append($"<tr><th scope=\"row\">{line.Quantity} × {Safe(line.Name)}{chosen}</th>")
                .Append($"<td class=\"sum\">{line.Price}</td></tr>");
        }

        html.Append("</tbody>");
        var all = (sums ?? []).ToList();
        if (all.Count > 0) html.Append("<tfoot>");
        foreach (var (at, (name, amount)) in all.Index())
        {
            string kind = (at == 0 ? "first " : "") + (name == strong ? "total" : "");
            html.Append($"<tr class=\"{kind.Trim()}\"><th scope=\"row\">{Safe(name)}</th>")
                .Append($"<td class=\"sum\">{amount}</td></tr>");
        }

        return html.Append(all.Count > 0 ? "</tfoot></table>" : "</table>").ToString();
    }

    /// <summary>Goods without prices.</summary>
    public static string List(IEnumerable<LetterLine> lines) =>
        $"<ul>{string.Concat(lines.Select(line => $"<li>{Safe($"{line}")}</li>"))}</ul>";

    public static string Paragraphs(IEnumerable<string> sentences) =>
        string.Concat(sentences.Select(sentence => $"<p>{Safe(sentence)}</p>"));

    /// <summary>The one thing that a mail leads to.</summary>
    public static string Button(string words, string link) =>
        $"<p><a class=\"button\" href=\"{Safe(link)}\">{Safe(words)}</a></p>";

    /// <summary>Lines that belong together, such as an address or a tracking number.</summary>
    public static string Card(IEnumerable<string> lines) =>
        $"<p class=\"card\">{string.Join("<br>", lines.Where(line => line.Length > 0).Select(Safe))}</p>";
}

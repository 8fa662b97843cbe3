using System.Net;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes the shop's mails: in its name, its colours and its own words, and then what must be said.</summary>
public sealed class Letters(ShopPolicy policy, Settings settings)
{
    /// <summary>What the shop is called in a sentence.</summary>
    public string Shop => policy.Name is { Length: > 0 } name ? name : "the shop";

    /// <summary>One mail.</summary>
    /// <param name="id">The same for every repetition.</param>
    /// <param name="text">What must be said, as plain text.</param>
    /// <param name="html">The same as HTML.</param>
    /// <param name="values">What the kind's placeholders stand for, but for the shop.</param>
    public MailMessage Write(
        MailKind kind, string id, string to, string text, string html, params (string Name, string Value)[] values)
    {
        var given = values.Append(("shop", Shop)).ToDictionary();
        var filled = kind.Placeholders.ToDictionary(name => name, name => given[name]);
        var own = policy.Texts.Find(kind);
        string subject = PlainMarkdown.Fill(own?.Subject is { Length: > 0 } said ? said : kind.Subject, filled);
        var opening = PlainMarkdown.Read(
            own?.Opening is { Length: > 0 } words ? words : kind.Opening, filled, settings.SiteUrl);
        string first = opening.ToText();
        return new(id, to, subject, first.Length == 0 ? text : $"{first}\n\n{text}", Html(opening.ToHtml(), html))
        {
            FromName = policy.Name,
        };
    }

    /// <summary>A text as it stands in HTML.</summary>
    public static string Safe(string text) => WebUtility.HtmlEncode(text);

    private string Html(string opening, string rest)
    {
        var (paper, ink, accent) = (policy.Look.Paper, policy.Look.Ink, policy.Look.Accent);
        return $$"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><style>
            h1{font-weight:normal}a{color:{{Safe(accent)}}}
            </style></head>
            <body style="font-family:Georgia,serif;background:{{Safe(paper)}};color:{{Safe(ink)}};max-width:34rem">
            {{opening}}
            {{rest}}
            </body></html>
            """;
    }
}

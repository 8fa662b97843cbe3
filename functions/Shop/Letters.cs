using System.Net;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes the shop's mails: in its name, its colours and its own words, and then what must be said.</summary>
/// <remarks>What stands below the opening is made of <see cref="LetterParts"/>, so that all mails look alike.</remarks>
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
        return new(
            id, to, subject, first.Length == 0 ? text : $"{first}\n\n{text}", Html(subject, opening.ToHtml(), html))
        {
            FromName = policy.Name,
        };
    }

    /// <summary>A text as it stands in HTML.</summary>
    public static string Safe(string text) => WebUtility.HtmlEncode(text);

    // One column that fits a phone; the table is there for programs that know no other way to centre it.
    private string Html(string subject, string opening, string rest)
    {
        var style = LetterStyle.Of(policy.Look);
        return $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
            <title>{Safe(subject)}</title><style>
            {style}
            </style></head>
            <body class="ground">
            <table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
            <td align="center" class="margin">
            <table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
            <td class="head">{Head()}</td></tr><tr><td class="words">
            {opening}
            {rest}
            </td></tr><tr><td class="foot">{Foot()}</td></tr></table>
            </td></tr></table>
            </body></html>
            """;
    }

    // The logo is the same for everybody: who looks at it tells nobody which mail she reads.
    private string Head() => policy.Look.Logo is { } logo
        ? $"""
            <a href="{Safe(settings.SiteUrl)}"><img class="logo" src="{Safe(settings.SiteUrl)}/api/logos/{logo}"
            alt="{Safe(Shop)}" height="44" border="0"></a>
            """
        : policy.Name.Length > 0 ? $"<a href=\"{Safe(settings.SiteUrl)}\">{Safe(policy.Name)}</a>" : "";

    private string Foot()
    {
        var seller = policy.Seller;
        string[] particulars =
        [
            seller.Name, seller.Address,
            seller.TaxNumber.Length > 0 ? seller.TaxNumberFor(policy.Vat == VatStatus.Registered) : "",
            seller.Email, seller.Phone,
        ];
        return string.Join("<br>", particulars.Where(line => line.Length > 0).Select(Safe));
    }
}

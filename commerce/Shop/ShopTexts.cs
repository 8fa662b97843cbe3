using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Serverless.Commerce;

/// <summary>What a merchant says in her own words: in mails, and on pages such as the terms of sale.</summary>
public sealed partial record ShopTexts
{
    public const int MostPages = 20;
    public const int LongestPage = 40_000;
    public const int LongestOpening = 2_000;
    public const int LongestSubject = 150;
    public const int LongestTitle = 120;

    /// <summary>Characters of all pages together: a version of the settings is kept in one row of a table.</summary>
    public const int LongestTogether = 300_000;

    private const int LongestSlug = 60;

    /// <summary>At most one for each of <see cref="MailTexts.All"/>.</summary>
    public ImmutableArray<MailText> Mails { get; init; } = [];

    /// <summary>In the order in which they are listed.</summary>
    public ImmutableArray<ShopPage> Pages { get; init; } = [];

    /// <summary>What she says in mails of a kind; null where nothing.</summary>
    public MailText? Find(MailKind kind) => Mails.FirstOrDefault(text => text.Name == kind.Name);

    /// <summary>A page by its slug.</summary>
    public ShopPage? Find(string slug) => Pages.FirstOrDefault(page => page.Slug == slug);

    /// <summary>All that is wrong, by the path of each field from the settings' root.</summary>
    public IEnumerable<BadField> Faults() => [.. MailFaults(), .. PageFaults()];

    private IEnumerable<BadField> MailFaults()
    {
        foreach (var (at, mail) in Mails.Index())
        {
            string path = $"texts.mails[{at}]";
            if (MailTexts.All.FirstOrDefault(known => known.Name == mail?.Name) is not { } kind)
            {
                string names = string.Join(", ", MailTexts.All.Select(known => known.Name));
                yield return new($"{path}.name", $"One of {names}.");
                continue;
            }

            if (Mails.Take(at).Any(other => other?.Name == kind.Name))
                yield return new($"{path}.name", "The same mail stands here twice.");
            foreach (string fault in SubjectFaults(mail!.Subject ?? "", kind))
                yield return new($"{path}.subject", fault);
            foreach (string fault in OpeningFaults(mail.Opening ?? "", kind))
                yield return new($"{path}.opening", fault);
        }
    }

    private static IEnumerable<string> SubjectFaults(string subject, MailKind kind) =>
        subject.Length > LongestSubject ? [$"At most {LongestSubject} characters."]
        : subject.Any(char.IsControl) ? ["One line, without control characters."]
        : PlainMarkdown.UnknownIn(subject, kind.Placeholders);

    private static IEnumerable<string> OpeningFaults(string opening, MailKind kind) =>
        opening.Length > LongestOpening ? [$"At most {LongestOpening:N0} characters."]
        : HasControls(opening) ? ["No control characters."]
        : PlainMarkdown.Faults(opening, kind.Placeholders);

    private IEnumerable<BadField> PageFaults()
    {
        if (Pages.Length > MostPages) yield return new("texts.pages", $"At most {MostPages} pages.");
        if (Pages.Sum(page => page?.Text?.Length ?? 0) > LongestTogether)
            yield return new("texts.pages", $"All pages together have at most {LongestTogether:N0} characters.");
        foreach (var (at, page) in Pages.Take(MostPages).Index())
        {
            string path = $"texts.pages[{at}]";
            var (slug, title, text) = (page?.Slug ?? "", page?.Title ?? "", page?.Text ?? "");
            if (slug.Length > LongestSlug || !SlugForm().IsMatch(slug))
                yield return new(
                    $"{path}.slug", $"Small letters, digits and single hyphens, at most {LongestSlug}: terms-of-sale.");
            else if (Pages.Take(at).Any(other => other?.Slug == slug))
                yield return new($"{path}.slug", "Another page has this address.");
            if (string.IsNullOrWhiteSpace(title) || title.Length > LongestTitle || title.Any(char.IsControl))
                yield return new($"{path}.title", $"One line of 1 to {LongestTitle} characters.");
            foreach (string fault in TextFaults(text)) yield return new($"{path}.text", fault);
        }
    }

    private static IEnumerable<string> TextFaults(string text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestPage ? [$"From 1 to {LongestPage:N0} characters."]
        : HasControls(text) ? ["No control characters."]
        : PlainMarkdown.Faults(text);

    private static bool HasControls(string text) =>
        text.Any(sign => char.IsControl(sign) && sign is not ('\n' or '\r' or '\t'));

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugForm();
}

/// <summary>What a merchant says in mails of one kind; what she leaves out is said as always.</summary>
/// <param name="Name">Of the <see cref="MailKind"/>.</param>
/// <param name="Subject">One line, with the kind's placeholders.</param>
/// <param name="Opening">Stands before what the mail must say; Markdown, with the kind's placeholders.</param>
public sealed record MailText(string Name, string? Subject = null, string? Opening = null);

/// <summary>A page of the merchant's own: terms of sale, delivery, about us.</summary>
/// <param name="Slug">Its name in addresses: <c>terms-of-sale</c>.</param>
/// <param name="Text">Markdown.</param>
public sealed record ShopPage(string Slug, string Title, string Text)
{
    /// <summary>The page that stands before what the register tells of personal data.</summary>
    public const string Privacy = "privacy";
}

/// <summary>Why a page is not shown.</summary>
public static class PageRefusals
{
    public static readonly Refusal Unknown = new(
        Because.Unknown, "page.unknown", "There is no such page. GET /api/shop/pages lists those that there are.");
}

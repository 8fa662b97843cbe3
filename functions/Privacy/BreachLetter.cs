using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What somebody reads whose data has leaked.</summary>
/// <remarks>NPC Circular 16-03 sec. 18 (C) and GDPR art. 34 (2), in plain words; each person her own data.</remarks>
public sealed class BreachLetter(Letters letters, ShopPolicy policy, Settings settings)
{
    /// <summary>The letter; its id is the same for every repetition, so that it is shown once.</summary>
    public MailMessage To(Breach breach, BreachPerson person, string email)
    {
        (string? Title, string Text)[] parts = [.. PartsOf(breach, person.Categories)];
        return letters.Write(
            MailTexts.DataLeaked, $"breach-{person.Id}", email,
            string.Join("\n\n", parts.Select(part => part.Title is null ? part.Text : $"{part.Title}\n{part.Text}")),
            string.Concat(parts.Select(Html)));
    }

    private IEnumerable<(string? Title, string Text)> PartsOf(Breach breach, IEnumerable<string> categories)
    {
        var story = breach.Story;
        yield return (null, $"Data that {policy.Seller.Name} keeps about you was affected by an incident.");
        yield return ("What happened", story.PlainWords ?? "");
        yield return ("Which data of yours", $"Your {string.Join(", ", categories)}.");
        yield return ("What may come of it", story.Consequences ?? "");
        yield return ("What we have done", $"{story.Measures} {story.Mitigation}");
        yield return ("What you can do", story.Advice ?? "");
        var reach = string.Join(
            ", ", new[] { story.ContactName, story.ContactEmail, story.ContactPhone }.OfType<string>());
        yield return ("Whom to ask", $"Our data protection officer: {reach}.");
        yield return (null, $"What we keep of you, and your rights: {settings.SiteUrl}/privacy");
    }

    private static string Html((string? Title, string Text) part) =>
        (part.Title is null ? "" : $"<h2 style=\"font-size:1.1rem\">{Letters.Safe(part.Title)}</h2>")
        + $"<p>{Letters.Safe(part.Text)}</p>";
}

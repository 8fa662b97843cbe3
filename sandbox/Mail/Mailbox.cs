using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Serverless.Sandbox;

/// <summary>Everybody's mailbox: whatever was sent to whomever ends up here and nowhere else.</summary>
internal sealed class Mailbox(SandboxFile file, SandboxClock clock)
{
    private readonly Shelf<Letter> letters = new(file, "letter");

    /// <summary>The newest first.</summary>
    public IEnumerable<Letter> To(string? address) => letters.All
        .Where(letter => address is null || letter.To.Contains(address, StringComparer.OrdinalIgnoreCase))
        .OrderByDescending(letter => letter.ReceivedAt).ThenByDescending(letter => letter.Id);

    public Letter? Find(string id) => letters.Find(id);

    public void Clear() => letters.Clear();

    /// <summary>Takes in a mail for these recipients; a repetition counts as a copy of the first.</summary>
    public Letter Take(MimeMessage mail, IReadOnlyList<string> recipients) => file.Change(() =>
    {
        string id = IdOf(mail.MessageId is { Length: > 0 } given
            ? $"{given} {string.Join(' ', recipients.Order(StringComparer.OrdinalIgnoreCase))}"
            : Guid.NewGuid().ToString());
        if (letters.Find(id) is { } known)
            return letters.Put(id, known with { Copies = known.Copies + 1 });
        return letters.Put(id, new(
            id, mail.MessageId, mail.From.ToString(), recipients, mail.Subject ?? "", mail.TextBody, mail.HtmlBody,
            clock.GetUtcNow(), Copies: 1)
        {
            Enclosures = [.. mail.Attachments.OfType<MimePart>().Select(Read)],
            OneClick = OneClick(mail.Headers),
        });
    });

    // Both heads, or a mail program offers no button.
    private static string? OneClick(HeaderList head) =>
        head[HeaderId.ListUnsubscribePost] == "List-Unsubscribe=One-Click"
            ? head[HeaderId.ListUnsubscribe]?.Trim('<', '>')
            : null;

    private static Enclosure Read(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return new(part.FileName ?? "file", part.ContentType.MimeType, Convert.ToBase64String(content.ToArray()));
    }

    private static string IdOf(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..20];
}

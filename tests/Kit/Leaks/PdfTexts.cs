using System.Text;
using UglyToad.PdfPig;

namespace Serverless.Tests;

/// <summary>What a PDF says to who reads it: letters are numbers in its streams, which its fonts map.</summary>
internal static class PdfTexts
{
    private static readonly byte[] Beginning = "%PDF-"u8.ToArray();
    private static readonly byte[] End = "%%EOF"u8.ToArray();

    /// <summary>Of each PDF: the text of its pages, with gaps as spaces, and what it says of itself.</summary>
    /// <remarks>What no reader can read has only its streams, which are unpacked anyway.</remarks>
    public static IEnumerable<string> Of(byte[] bytes)
    {
        for (int at = Find(bytes, Beginning, 0); at >= 0; at = Find(bytes, Beginning, at + 1))
        {
            int next = Find(bytes, Beginning, at + 1);
            int end = bytes.AsSpan(at, (next < 0 ? bytes.Length : next) - at).LastIndexOf(End);
            if (end > 0) yield return Read(bytes[at..(at + end + End.Length)]);
        }
    }

    private static string Read(byte[] pdf)
    {
        var text = new StringBuilder();
        try
        {
            using var document = PdfDocument.Open(pdf);
            text.AppendLine(document.Information.ToString());
            foreach (var page in document.GetPages())
                text.AppendLine(page.Text).AppendJoin(' ', page.GetWords().Select(word => word.Text)).AppendLine();
        }
#pragma warning disable CA1031 // Whatever is wrong with it, no reader gets further either.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            text.AppendLine(broken.GetType().Name);
        }

        return text.ToString();
    }

    private static int Find(byte[] bytes, byte[] what, int from)
    {
        int at = from < bytes.Length ? bytes.AsSpan(from).IndexOf(what) : -1;
        return at < 0 ? -1 : at + from;
    }
}

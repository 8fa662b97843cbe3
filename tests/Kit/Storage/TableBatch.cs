using System.Text;

namespace Serverless.Tests;

/// <summary>A transaction of table changes as it travels: a change set within a multipart body.</summary>
internal static class TableBatch
{
    private const string Line = "\r\n";

    /// <param name="apply">Makes all changes or throws, with the number of the one that failed in its words.</param>
    public static Reply Answer(Ask ask, Func<IReadOnlyList<Ask>, List<Reply>> apply)
    {
        List<Reply> replies;
        try
        {
            replies = apply([.. Parts(ask.Body).Select(Inner)]);
        }
        catch (StorageRefusalException refusal) when (char.IsAsciiDigit(refusal.Message[0]))
        {
            replies = [TablesDouble.Refused(refusal)];
        }
        catch (StorageRefusalException refusal)
        {
            replies = [TablesDouble.Refused(refusal.At(0))];
        }

        string batch = $"batchresponse_{Guid.NewGuid()}", set = $"changesetresponse_{Guid.NewGuid()}";
        var body = new StringBuilder($"--{batch}{Line}Content-Type: multipart/mixed; boundary={set}{Line}{Line}");
        foreach (var reply in replies) Write(body, set, reply);
        body.Append($"--{set}--{Line}--{batch}--{Line}");
        return new Reply(202, Encoding.UTF8.GetBytes(body.ToString()))
            .With("Content-Type", $"multipart/mixed; boundary={batch}");
    }

    private static void Write(StringBuilder body, string set, Reply reply)
    {
        body.Append($"--{set}{Line}Content-Type: application/http{Line}Content-Transfer-Encoding: binary{Line}{Line}");
        body.Append($"HTTP/1.1 {reply.Status} {(System.Net.HttpStatusCode)reply.Status}{Line}");
        body.Append($"DataServiceVersion: 3.0;{Line}");
        foreach (var (name, value) in reply.Headers) body.Append($"{name}: {value}{Line}");
        body.Append(Line).Append(Encoding.UTF8.GetString(reply.Body)).Append(Line);
    }

    // The inner requests: what follows each "Content-Type: application/http" up to the next boundary.
    private static IEnumerable<string> Parts(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body).Replace(Line, "\n", StringComparison.Ordinal);
        int set = text.IndexOf("boundary=", StringComparison.Ordinal);
        if (set < 0) throw new StorageRefusalException(400, "InvalidInput", "0:The batch has no change set.");
        int end = text.IndexOf('\n', set);
        string boundary = "\n--" + text[(set + "boundary=".Length)..end].Trim().Trim('"');
        foreach (string part in text[end..].Split(boundary).Skip(1))
        {
            if (part.StartsWith("--", StringComparison.Ordinal)) yield break;
            int head = part.IndexOf("\n\n", StringComparison.Ordinal);
            yield return part[(head + 2)..];
        }
    }

    private static Ask Inner(string text)
    {
        int head = text.IndexOf("\n\n", StringComparison.Ordinal);
        string[] lines = (head < 0 ? text : text[..head]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int at = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..at]] = line[(at + 1)..].Trim();
        }

        string body = head < 0 ? "" : text[(head + 2)..].Trim();
        return Ask.Of(
            first[0], new Uri(first[1]), name => headers.GetValueOrDefault(name), Encoding.UTF8.GetBytes(body));
    }
}

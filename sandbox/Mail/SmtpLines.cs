using System.Text;

namespace Serverless.Sandbox;

/// <summary>The lines of an SMTP conversation, each with a limit (RFC 5321, 2.3.8 and 4.5.3.1).</summary>
internal sealed class SmtpLines(Stream stream)
{
    private readonly byte[] buffer = new byte[8192];
    private int start;
    private int end;

    /// <summary>
    /// The next line without its CR LF, or null when the peer has gone. What exceeds the limit is read and dropped,
    /// and said by a line longer than the limit.
    /// </summary>
    public async Task<byte[]?> Read(int limit, CancellationToken stop)
    {
        var line = new List<byte>(128);
        while (true)
        {
            if (start == end && !await Fill(stop))
                return null;
            byte next = buffer[start++];
            if (next == '\n')
            {
                if (line.Count > 0 && line[^1] == '\r')
                    line.RemoveAt(line.Count - 1);
                return [.. line];
            }
            if (line.Count <= limit)
                line.Add(next);
        }
    }

    public async Task Write(string text, CancellationToken stop) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), stop);

    private async Task<bool> Fill(CancellationToken stop)
    {
        start = 0;
        end = await stream.ReadAsync(buffer, stop);
        return end > 0;
    }
}

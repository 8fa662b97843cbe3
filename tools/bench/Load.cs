using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Bench;

/// <summary>
/// Asks one address over and over on connections that stay open, each as soon as its last answer is there. Plain
/// sockets, since .NET's own client would take most of a small machine from the servers that are measured.
/// </summary>
internal static class Load
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] EndOfChunks = "\r\n0\r\n\r\n"u8.ToArray();

    /// <summary>Answers per second, the milliseconds that half and nearly all took, and the server's own.</summary>
    public static async Task<Dictionary<string, double>> Run(
        Served server, string path, int connections, TimeSpan length)
    {
        var address = new Uri(server.Address, path);
        double before = server.Work;
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => Task.Run(() => Connection(address, watch, length))));
        double seconds = watch.Elapsed.TotalSeconds;
        double[] times = [.. all.SelectMany(each => each).Order()];
        return new()
        {
            // Of the server alone, in ms for each answer: the figure that a busy machine changes least.
            ["work"] = (server.Work - before) / times.Length,
            ["per second"] = times.Length / seconds,
            ["p50"] = times[times.Length / 2],
            ["p99"] = times[times.Length * 99 / 100],
        };
    }

    /// <summary>Asks so many times, for the runtime to compile what it then runs.</summary>
    public static async Task Warm(Served server, string path, int requests)
    {
        var watch = Stopwatch.StartNew();
        for (int done = 0; done < requests && watch.Elapsed < TimeSpan.FromSeconds(60);)
        {
            var read = await Run(server, path, 16, TimeSpan.FromSeconds(1));
            done += (int)read["per second"];
        }
    }

    private static async Task<List<double>> Connection(Uri address, Stopwatch watch, TimeSpan length)
    {
        byte[] request = Encoding.ASCII.GetBytes(
            $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");
        byte[] buffer = new byte[256 * 1024];
        List<double> times = [];
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        while (watch.Elapsed < length)
        {
            long began = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            int got = 0;
            while (!IsWhole(buffer.AsSpan(0, got)))
            {
                int more = await socket.ReceiveAsync(buffer.AsMemory(got));
                if (more == 0)
                    throw new IOException($"{address} hung up.");
                got += more;
            }

            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf(EndOfHead);
        if (head < 0)
            return false;
        if (!answer.StartsWith("HTTP/1.1 200"u8))
            throw new IOException(Encoding.ASCII.GetString(answer[..head]));
        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer.EndsWith(EndOfChunks);
        var digits = answer[(length + "Content-Length: ".Length)..head];
        int end = digits.IndexOf((byte)'\r');
        return answer.Length == head + EndOfHead.Length
            + int.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
    }
}

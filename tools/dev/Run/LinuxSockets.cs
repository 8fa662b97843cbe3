using System.Globalization;

namespace Serverless.Dev;

/// <summary>Finds who listens on a port from <c>/proc</c>, for Linux machines without lsof.</summary>
internal static class LinuxSockets
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    public static string? WhoListens(int port)
    {
        var sockets = Tables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length > 9 && columns[3] == Listening && PortOf(columns[1]) == port)
            .Select(columns => $"socket:[{columns[9]}]")
            .ToHashSet();
        return Directory.EnumerateDirectories("/proc")
            .Where(folder => Holds(folder, sockets))
            .Select(Name)
            .FirstOrDefault();
    }

    private static int PortOf(string address) =>
        int.TryParse(address.Split(':')[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)
            ? port
            : 0;

    // Other people's processes cannot be looked into, and processes end while we look: both hold nothing we can see.
    private static bool Holds(string folder, HashSet<string> sockets)
    {
        if (!int.TryParse(Path.GetFileName(folder), out _)) return false;
        try
        {
            return Directory.EnumerateFiles(Path.Combine(folder, "fd"))
                .Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception closed) when (closed is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    private static string Name(string folder)
    {
        var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim();
        return $"'{(command.Length > 60 ? command[..60] + "…" : command)}' (process {Path.GetFileName(folder)})";
    }
}

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Serverless.Tests.Trouble;

/// <summary>A file that functions write into, so that what they did is known when their process is gone.</summary>
public sealed class Diary(IConfiguration settings)
{
    private static readonly Lock Pen = new();

    private readonly string folder = settings["Trouble:Folder"]
        ?? throw new InvalidOperationException("Setting Trouble:Folder is missing.");

    /// <summary>Notes what happens and in which process.</summary>
    public void Write(string line)
    {
        lock (Pen)
            File.AppendAllText(Path.Combine(folder, "diary"), $"{line} {Process}\n");
    }

    /// <summary>Waits until a test gives a sign.</summary>
    public async Task Wait(string sign, CancellationToken stop)
    {
        while (!File.Exists(Path.Combine(folder, sign)))
            await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
    }

    private static string Process => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
}

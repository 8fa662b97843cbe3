using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Serverless.Dev;

/// <summary>Ends processes politely, and recognises them again by their id and start time.</summary>
internal static partial class Posix
{
    private const int Terminate = 15;

    /// <summary>Asks a process to end, as <c>kill</c> does.</summary>
    public static void AskToEnd(int pid) => _ = Kill(pid, Terminate);

    /// <summary>The process if it still is the one that was started then: ids are used again.</summary>
    public static Process? Find(int pid, DateTimeOffset started)
    {
        try
        {
            var process = Process.GetProcessById(pid);
            var apart = (process.StartTime.ToUniversalTime() - started.UtcDateTime).Duration();
            if (apart < TimeSpan.FromSeconds(5) && !IsGone(process)) return process;
            process.Dispose();
            return null;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    // Where nobody reaps (a container's first process often does not), the dead keep their ids.
    private static bool IsZombie(int pid)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            var status = File.ReadAllText($"/proc/{pid}/stat");
            return status[(status.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Asks to end, waits, and ends by force what has not ended by then.</summary>
    public static async Task End(Process process, TimeSpan patience)
    {
        if (IsGone(process)) return;
        AskToEnd(process.Id);
        if (await Gone(process, patience)) return;
        process.Kill(entireProcessTree: true);
        await Gone(process, TimeSpan.FromSeconds(5));
    }

    private static async Task<bool> Gone(Process process, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (!IsGone(process))
        {
            if (watch.Elapsed > patience) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        return true;
    }

    private static bool IsGone(Process process) => process.HasExited || IsZombie(process.Id);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}

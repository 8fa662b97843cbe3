using System.Text.Json;

namespace Serverless.Runtime;

/// <summary>
/// Remembers the runs of timers over restarts: one small file each in the folder of the durable file, so that both are
/// kept, copied and thrown away together, and a timer needs no storage account. (The Functions host, which shares them
/// between machines, has blobs instead.)
/// </summary>
internal sealed class TimerRecords(string folder)
{
    /// <summary>What is remembered of a timer; null where nothing is, or nothing that can be read.</summary>
    public ScheduleStatus? Find(string function)
    {
        try
        {
            return JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllText(PathOf(function)));
        }
        catch (Exception exception) when (
            exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers it, whole or not at all.</summary>
    public void Save(string function, ScheduleStatus status)
    {
        Directory.CreateDirectory(folder);
        string path = PathOf(function);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, status);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private string PathOf(string function) => Path.Combine(folder, function.ToLowerInvariant() + ".json");
}

/// <summary>When a timer ran last and runs next, as the worker is told.</summary>
internal sealed record ScheduleStatus
{
    public DateTime Last { get; init; }

    public DateTime Next { get; init; }

    public DateTime LastUpdated { get; init; }
}

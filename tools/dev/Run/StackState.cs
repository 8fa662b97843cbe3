using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Dev;

/// <summary>How a running copy stands as a whole.</summary>
internal enum StackPhase { Starting, Up, Stopping, Down }

/// <summary>One part of a running copy, as its supervisor knows it.</summary>
internal sealed record PartState(string Name, StepState State, double Seconds, string Detail)
{
    public int Pid { get; init; }
    public DateTimeOffset? Started { get; init; }
    public int Port { get; init; }
    public string Health { get; init; } = "";
    public int Restarts { get; init; }
}

/// <summary>What the supervisor says about the copy that it runs; kept in <c>state.json</c>.</summary>
internal sealed record StackState(
    StackPhase Phase, int Supervisor, DateTimeOffset SupervisorStarted, Ports Ports, IReadOnlyList<PartState> Parts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public DateTimeOffset Since { get; init; }

    /// <summary>Why it ended, when nobody asked it to.</summary>
    public string? Trouble { get; init; }
    public IReadOnlyList<string> Details { get; init; } = [];

    public static StackState? Load(Home home)
    {
        try
        {
            return JsonSerializer.Deserialize<StackState>(File.ReadAllText(home.State), Json);
        }
        catch (Exception none) when (none is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes beside and renames, so that a reader never sees half a file.</summary>
    public void Save(Home home)
    {
        var next = home.State + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(this, Json));
        File.Move(next, home.State, overwrite: true);
    }

    /// <summary>True while the supervisor that wrote this runs.</summary>
    [JsonIgnore]
    public bool IsAlive
    {
        get
        {
            using var process = Posix.Find(Supervisor, SupervisorStarted);
            return process is not null;
        }
    }

    /// <summary>True when nothing of this copy runs any more: neither the supervisor nor a part.</summary>
    [JsonIgnore]
    public bool IsGone => !IsAlive && Leftovers().Count == 0;

    /// <summary>Parts that still run, in the order in which they should be ended.</summary>
    public IReadOnlyList<System.Diagnostics.Process> Leftovers() =>
    [
        .. Parts.Reverse()
            .Select(part => part is { Pid: > 0, Started: { } started } ? Posix.Find(part.Pid, started) : null)
            .OfType<System.Diagnostics.Process>(),
    ];
}

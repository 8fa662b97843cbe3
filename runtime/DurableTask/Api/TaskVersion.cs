namespace Microsoft.DurableTask;

/// <summary>The version that an orchestration was started with; letter case does not matter.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>Without a version.</summary>
    public static readonly TaskVersion Unversioned = new("");

    public TaskVersion(string version) => Version = version;

    public string? Version { get; }

    public static implicit operator string(TaskVersion value) => value.Version!;

    public static implicit operator TaskVersion(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version ?? "");
}

namespace Microsoft.DurableTask;

/// <summary>How an orchestration begins again with an empty history.</summary>
public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody waited for are heard by the new run.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version that the new run sees; the old one's where this is empty.</summary>
    public string? NewVersion { get; set; }
}

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about its run.</summary>
public class TimerInfo
{
    /// <summary>Where the schedule stands; null where runs are not remembered.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when the run is later than its time.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The runs of a timer that are remembered, in UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last time that was due and run.</summary>
    public DateTime Last { get; set; }

    /// <summary>The time that is due next.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was written.</summary>
    public DateTime LastUpdated { get; set; }
}

using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function at the times of a schedule, in UTC.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>
    /// Six fields, seconds first (<c>0 */5 * * * *</c>); <c>%setting%</c> takes it from the configuration.
    /// </summary>
    public string Schedule { get; } = schedule;

    /// <summary>Runs it at every start as well.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>
    /// Remembers its runs, so that one which was missed is made up for once; never for schedules under a minute.
    /// </summary>
    public bool UseMonitor { get; set; } = true;
}

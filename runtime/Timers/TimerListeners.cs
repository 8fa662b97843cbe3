using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>Makes the listeners of the app's timer functions; a bad schedule is told at start.</summary>
internal sealed class TimerListeners(
    FunctionCatalog catalog, IConfiguration settings, TimerRecords kept, TimeProvider clock,
    Invocations invocations, Stopping stopping, ILogger<TimerListener> log)
{
    public IReadOnlyList<IListener> Make(List<string> problems)
    {
        var listeners = new List<IListener>();
        foreach (var function in catalog.Of("timer"))
        {
            try
            {
                var trigger = function.Trigger;
                var schedule = TimerSchedule.Parse(SettingNames.Resolve(trigger.Text("schedule") ?? "", settings));
                bool isRemembered = trigger.Flag("useMonitor", without: true)
                    && schedule.IsAtLeastAMinute(clock.GetUtcNow().UtcDateTime);
                listeners.Add(new TimerListener(
                    function, schedule, trigger.Flag("runOnStartup", without: false), isRemembered ? kept : null,
                    clock, invocations, stopping, log));
            }
            catch (StartException exception)
            {
                problems.Add($"Function '{function.Name}': {exception.Message}");
            }
        }

        return listeners;
    }
}

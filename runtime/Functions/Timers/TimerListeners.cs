using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>Makes the listeners of the app's timer functions; a bad schedule is told at start.</summary>
internal sealed class TimerListeners(
    FunctionCatalog catalog, IConfiguration settings, IHostEnvironment environment, TimeProvider clock,
    Invocations invocations, Stopping stopping, ILogger<TimerListener> log)
{
    public IReadOnlyList<IListener> Make(List<string> problems)
    {
        var records = new TimerRecords(Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(DurableComposition.File(settings, environment.ContentRootPath)))!,
            "timers"));
        var listeners = new List<IListener>();
        foreach (var (function, trigger) in catalog.With<TimerTriggerAttribute>())
        {
            try
            {
                var schedule = TimerSchedule.Parse(SettingNames.Resolve(trigger.Schedule, settings));
                bool isRemembered = trigger.UseMonitor && schedule.IsAtLeastAMinute(clock.GetUtcNow().UtcDateTime);
                listeners.Add(new TimerListener(
                    function, schedule, trigger.RunOnStartup, isRemembered ? records : null, clock, invocations,
                    stopping, log));
            }
            catch (StartException exception)
            {
                problems.Add($"Function '{function.Name}': {exception.Message}");
            }
        }

        return listeners;
    }
}

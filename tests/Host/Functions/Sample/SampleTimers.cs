using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Tests.Runtime;

public sealed class SampleTimers(Notebook notebook, TimeProvider clock)
{
    [Function("Hourly")]
    public void Hourly([TimerTrigger("%HourlySchedule%")] TimerInfo timer) => Note("hourly", timer);

    [Function("Fickle")]
    public void Fickle([TimerTrigger("0 30 12 * * *")] TimerInfo timer)
    {
        Note("fickle", timer);
        throw new InvalidOperationException("always");
    }

    [Function("Quick")]
    public void Quick([TimerTrigger("*/10 * * * * *")] TimerInfo timer) =>
        notebook.Write($"quick {timer.ScheduleStatus is null}");

    private void Note(string name, TimerInfo timer) => notebook.Write(
        name + clock.GetUtcNow().ToString(" HH:mm", CultureInfo.InvariantCulture) + (timer.IsPastDue ? " late" : "")
        + timer.ScheduleStatus!.Next.ToString(" HH:mm", CultureInfo.InvariantCulture));
}

public sealed class SampleStartTimer(Notebook notebook)
{
    [Function("AtStart")]
    public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) =>
        notebook.Write($"at start {timer.IsPastDue}");
}

public sealed class SampleSlowTimer(Notebook notebook, SampleGate gate)
{
    [Function("SlowTimer")]
    public async Task Slow([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken stop)
    {
        notebook.Write($"slow {timer.IsPastDue}");
        await gate.Opened.WaitAsync(stop);
    }
}

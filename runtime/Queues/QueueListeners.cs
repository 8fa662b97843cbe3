using System.Globalization;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>Makes the listeners of the app's queue functions; a bad name or connection is told at start.</summary>
internal sealed class QueueListeners(
    FunctionCatalog catalog, HostSettings host, IConfiguration settings, QueueConnections connections,
    Invocations invocations, SendWatcher sends, Stopping stopping, ILogger<QueueListener> log)
{
    public IReadOnlyList<IListener> Make(List<string> problems)
    {
        var listeners = new List<IListener>();
        foreach (var function in catalog.Of("queue"))
        {
            try
            {
                listeners.Add(Listener(function));
            }
            catch (StartException exception)
            {
                problems.Add($"Function '{function.Name}': {exception.Message}");
            }
        }

        return listeners;
    }

    private QueueListener Listener(AppFunction function)
    {
        string name = QueueNames.Check(SettingNames.Resolve(function.Trigger.Text("queueName") ?? "", settings));
        QueueWork? work = null;
        var options = new QueueClientOptions { MessageEncoding = host.Queues.MessageEncoding };
        options.MessageDecodingFailed += failed => work!.SetAsideUndecodable(failed.ReceivedMessage);
        var account = connections.Open(function.Trigger.Text("connection"), options);
        work = new QueueWork(
            function, account.GetQueueClient(name), account.GetQueueClient(QueueNames.Poison(name)), Lease(),
            host.Queues, invocations, log);
        return new(work, host.Queues, sends, stopping, log);
    }

    // Ten minutes on the Functions host. Shorter here, since developers and tests kill processes all the time, and
    // what a killed one had taken comes back only when this has passed.
    private TimeSpan Lease()
    {
        var text = settings["Runtime:QueueLease"] ?? "00:00:30";
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(7)
            ? time
            : throw new StartException($"setting Runtime:QueueLease must be a time like 00:00:30, not '{text}'.");
    }
}

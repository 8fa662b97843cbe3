using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>
/// Says, once for each orchestrator, that an instance waits for nothing that the host knows of. The worker does not
/// tell a wait for an event from an await of what is no durable task, and of the latter nobody else says a word.
/// </summary>
internal sealed class Resting(ILogger<Resting> log)
{
    private readonly ConcurrentDictionary<string, bool> said = new(StringComparer.OrdinalIgnoreCase);

    public void Say(string orchestrator, string instance)
    {
        if (said.TryAdd(orchestrator, true))
        {
            log.LogWarning(
                "Orchestrator {Name} waits in {Instance}, without a time limit: for an event, or for something that "
                + "is not durable, such as Task.Delay or an HTTP call, which never wakes it.",
                orchestrator, instance);
        }
    }
}

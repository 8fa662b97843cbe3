using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>What is done at night, when few shop.</summary>
public sealed class Housekeeping(TableStore store, ILogger<Housekeeping> logger)
{
    /// <summary>Takes rows off the lists that readers have not met and that no longer hold.</summary>
    [Function("SweepLists")]
    public async Task Sweep([TimerTrigger("0 0 19 * * *")] TimerInfo timer, CancellationToken stop)
    {
        // 19:00 UTC is three in the morning in Manila.
        int removed = await store.Sweep(stop);
        logger.LogInformation("Swept {Removed} rows off the lists.", removed);
    }
}

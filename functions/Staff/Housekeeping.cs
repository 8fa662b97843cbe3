using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What is done at night, when few shop.</summary>
public sealed class Housekeeping(
    TableStore store, ReturnPhotos photos, TimeProvider clock, ILogger<Housekeeping> logger)
{
    /// <summary>Takes rows off the lists that readers have not met and that no longer hold.</summary>
    [Function("SweepLists")]
    public async Task Sweep([TimerTrigger("0 0 19 * * *")] TimerInfo timer, CancellationToken stop)
    {
        // 19:00 UTC is three in the morning in Manila.
        int removed = await store.Sweep(stop);
        logger.LogInformation("Swept {Removed} rows off the lists.", removed);
    }

    /// <summary>Deletes photos for which no return was asked.</summary>
    [Function("SweepPhotos")]
    public async Task SweepPhotos([TimerTrigger("0 15 19 * * *")] TimerInfo timer, CancellationToken stop)
    {
        int removed = await photos.Sweep(clock.GetUtcNow() - Photo.Unclaimed, Claims, stop);
        logger.LogInformation("Swept {Removed} photos that no return has claimed.", removed);

        async Task<bool> Claims(Id<Return> back, Id<Order> order) =>
            (await store.Find(back, stop))?.Record.Order == order;
    }
}

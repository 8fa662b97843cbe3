using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Opens cases of leaked data and reminds staff of their clocks; done again, it changes nothing.</summary>
public sealed class BreachActivities(
    TableStore store, TextSeal seal, TimeProvider clock, ILogger<BreachActivities> logger)
{
    [Function("OpenBreach")]
    public async Task<Result<bool>> Open([ActivityTrigger] BreachStart start, CancellationToken stop)
    {
        var opened = await store.Insert(
            start.Id, $"opened-{start.Id}", () => Breach.Open(start.Id, start.AwareAt, StoryOf(start), start.OpenedAt),
            stop);
        return opened.As(_ => true);
    }

    [Function("RemindOfBreach")]
    public async Task<Result<bool>> Remind([ActivityTrigger] BreachMark mark, CancellationToken stop)
    {
        var reminded = await store.Update(
            mark.Breach, $"reminded-{mark.Hours}", breach => breach.Remind(mark.Hours, clock.GetUtcNow()), stop);
        if (reminded.IsRefused(out var refusal, out var breach)) return refusal;
        if (breach.Attention is { } attention)
            logger.LogWarning(
                "{Breach} needs a person at {Step}: {Code}.", mark.Breach, $"{mark.Hours} hours", attention.Code);
        return breach.IsSettled;
    }

    internal BreachStory StoryOf(BreachStart start) => new(start.FoundAt)
    {
        Happened = seal.Open<string>(start.Id.Value, start.Happened),
    };
}

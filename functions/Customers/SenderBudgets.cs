using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Counts what comes from one network in an hour; the network itself is kept as a keyed hash.</summary>
public sealed class SenderBudgets(TableStore store, Tokens tokens, TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The answer to who has asked too often; null for everybody else, and it has been counted then.</summary>
    public async Task<IResult?> Take(HttpRequest request, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var id = tokens.SenderOf(Brakes.NetworkOf(request), now.UtcTicks / Hour.Ticks);
        var taken = await store.Put<SenderBudget>(
            id, $"ask-{Guid.NewGuid():N}", budget => SenderBudget.Take(budget, id), stop);
        return taken.Refusal is { } refusal
            ? Answers.Later(request, refusal, TimeSpan.FromTicks(Hour.Ticks - (now.UtcTicks % Hour.Ticks)))
            : null;
    }
}

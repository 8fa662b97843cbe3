using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Runtime.DurableTask;

/// <summary>The instances that match a query, in the order of their ids; a page's token is the last id on it.</summary>
internal sealed class InstancePages(DurableEngine engine, OrchestrationQuery query)
    : AsyncPageable<OrchestrationMetadata>
{
    public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(
        string? continuationToken = default, int? pageSizeHint = default)
    {
        var size = Math.Max(1, pageSizeHint ?? query.PageSize);
        var after = continuationToken ?? query.ContinuationToken;
        do
        {
            var from = after ?? "";
            var found = await Task.Run(() => Find(engine, query, from, size + 1));
            OrchestrationMetadata[] page =
                [.. found.Take(size).Select(one => EngineClient.Public(engine, one, query.FetchInputsAndOutputs))];
            after = found.Count > size ? page[^1].InstanceId : null;
            yield return new(page, after);
        }
        while (after is not null);
    }

    public static List<Instance> Find(DurableEngine engine, OrchestrationQuery query, string after, int limit)
    {
        var statuses = query.Statuses is null ? null : string.Concat(query.Statuses.Select(status => (int)status));
        return engine.Read(reader => reader.List(
            after,
            query.InstanceIdPrefix ?? "",
            query.CreatedFrom?.UtcDateTime ?? DateTime.MinValue,
            query.CreatedTo?.UtcDateTime ?? DateTime.MaxValue,
            statuses,
            limit));
    }
}

using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>A return as its shopper and staff see it.</summary>
public static class ReturnViews
{
    public static object View(Stored<Return> stored, IReadOnlyList<Fact> timeline)
    {
        var back = stored.Record;
        return new
        {
            back.Id,
            back.Order,
            back.Status,
            Lines = back.Lines.Select(line => new
            {
                line.Sku,
                line.Name,
                line.Options,
                line.Picture,
                line.Quantity,
                line.Reason,
                Disposition = line.Findings.IsEmpty ? null : (Disposition?)line.Findings[0].Disposition,
                line.Findings,
            }),
            back.Refund,
            back.Label,
            Reason = back.Reason is null ? null : new { back.Reason.Code, back.Reason.Message },
            Timeline = timeline.DistinctBy(fact => fact.Status).Select(
                fact => new { fact.At, fact.Status, fact.Cause }),
            back.Attention,
            stored.Version,
        };
    }

    /// <summary>A return that has no record: on its way, or refused at its first step.</summary>
    public static object NotOpened(Id<Return> id, ReturnStart start, ReturnEnd? end, DateTimeOffset at)
    {
        var status = end?.Status ?? ReturnStatus.Requested;
        return new
        {
            Id = id,
            start.Order,
            Status = status,
            start.Lines,
            Reason = end?.Reason is null ? null : new { end.Reason.Code, end.Reason.Message },
            Timeline = new[] { new { At = at, Status = status.ToString(), Cause = "return" } },
            Version = 0,
        };
    }
}

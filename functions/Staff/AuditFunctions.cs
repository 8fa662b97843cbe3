using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Searches the audit trail by a day, a person, or a record.</summary>
public sealed class AuditFunctions(AuditTrail trail, RosterLook roster, TimeProvider clock)
{
    [Function("GetAudit")]
    public async Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/audit")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, "audit").IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        if (PartitionIn(request).IsRefused(out var bad, out var partition)) return Answers.Problem(bad);
        var lines = await trail.Read(partition, page.Limit, page.Cursor, stop);
        var names = await roster.Now(stop);
        return Answers.Ok(new
        {
            Items = lines.Items.Select(line => new
            {
                line.Id,
                line.At,
                By = Timelines.NameOf(names, line.By),
                line.What,
                line.Record,
                line.From,
                line.Refused,
                line.Alterations,
            }),
            lines.Cursor,
        });
    }

    // One of: record=orders/…; by=member:… with month=2026-11; day=2026-11-30. Without any, today.
    private Result<string> PartitionIn(HttpRequest request)
    {
        var (record, by) = (request.Query["record"].ToString(), request.Query["by"].ToString());
        var now = clock.GetUtcNow();
        if (record.Length is > 0 and <= 200) return AuditTrail.OfRecord(record);
        if (by.Length is > 0 and <= 60)
            return TimeIn(request, "month", "yyyy-MM", now) is { } month
                ? AuditTrail.OfActor(by, month)
                : Bad("month", "A month, such as 2026-11.");
        return TimeIn(request, "day", "yyyy-MM-dd", now) is { } day
            ? AuditTrail.OfDay(day)
            : Bad("day", "A day, such as 2026-11-30; in UTC.");
    }

    private static DateTimeOffset? TimeIn(HttpRequest request, string name, string form, DateTimeOffset now)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0) return now;
        return DateTimeOffset.TryParseExact(
            text, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    private static Refusal Bad(string name, string message) =>
        EdgeRefusals.Fields with { Fields = [new BadField(name, message)] };
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Searches the audit trail by a day, a person, or a record.</summary>
public sealed class AuditFunctions(AuditTrail trail, RosterLook roster, ShopPolicy policy, TimeProvider clock)
{
    [Function("GetAudit")]
    public async Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/audit")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, "audit").IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        if (Read(request, page, stop).IsRefused(out var bad, out var reading)) return Answers.Problem(bad);
        var lines = await reading;
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

    // One of: record=orders/…; by=member:… with month=2026-11; day=2026-11-30. Without any, the seller's today.
    private Result<Task<AuditPage>> Read(HttpRequest request, Page page, CancellationToken stop)
    {
        var (record, by) = (request.Query["record"].ToString(), request.Query["by"].ToString());
        if (record.Length is > 0 and <= 200) return trail.Read(record, page.Limit, page.Cursor, stop);
        var today = policy.Seller.DayOf(clock.GetUtcNow());
        if (by.Length is > 0 and <= 60)
        {
            var month = today.AddDays(1 - today.Day);
            if (!IsDay(request, "month", "-01", ref month)) return Bad("month", "A month, such as 2026-11.");
            var (from, until) = (policy.Seller.StartOf(month), policy.Seller.StartOf(month.AddMonths(1)));
            return trail.Read(AuditTrail.By(by, from, until), page.Limit, page.Cursor, stop);
        }

        var day = today;
        if (!IsDay(request, "day", "", ref day)) return Bad("day", "A day, such as 2026-11-30.");
        var span = AuditTrail.Between(policy.Seller.StartOf(day), policy.Seller.StartOf(day.AddDays(1)));
        return trail.Read(span, page.Limit, page.Cursor, stop);
    }

    // What is not asked stays as it is.
    private static bool IsDay(HttpRequest request, string name, string rest, ref DateOnly day)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 || IsoTime.TryDay(text + rest, out day);
    }

    private static Refusal Bad(string name, string message) =>
        EdgeRefusals.Fields with { Fields = [new BadField(name, message)] };
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Sandbox;

/// <summary>Lists and searches what the payment provider has written down.</summary>
internal sealed partial class Lookups(StripeBooks books, StripeShapes shapes, Webhooks webhooks, SandboxClock clock)
{
    public StripeAnswer Intents(StripeCall call)
    {
        call.Only("limit", "starting_after", "created", "customer");
        var all = books.Intents.All.OrderByDescending(intent => intent.Created).ThenByDescending(intent => intent.Id);
        return Page(call, "/v1/payment_intents", [.. all], intent => intent.Id, intent => shapes.Intent(intent, call));
    }

    public StripeAnswer Refunds(StripeCall call)
    {
        call.Only("limit", "starting_after", "payment_intent", "charge", "created");
        var all = books.Refunds.All
            .Where(refund => (call.Text("payment_intent") ?? refund.Intent) == refund.Intent)
            .Where(refund => (call.Text("charge") ?? refund.Charge) == refund.Charge)
            .OrderByDescending(refund => refund.Created).ThenByDescending(refund => refund.Id);
        return Page(call, "/v1/refunds", [.. all], refund => refund.Id, StripeShapes.Refund);
    }

    public StripeAnswer Disputes(StripeCall call)
    {
        call.Only("limit", "starting_after", "payment_intent", "charge", "created");
        var all = books.Disputes.All
            .Where(dispute => (call.Text("payment_intent") ?? dispute.Intent) == dispute.Intent)
            .Where(dispute => (call.Text("charge") ?? dispute.Charge) == dispute.Charge)
            .OrderByDescending(dispute => dispute.Created).ThenByDescending(dispute => dispute.Id);
        return Page(call, "/v1/disputes", [.. all], dispute => dispute.Id, StripeShapes.Dispute);
    }

    public StripeAnswer Charge(string id, StripeCall call)
    {
        call.Only();
        return StripeAnswer.Ok(shapes.Charge(books.Charges.Find(id) ?? throw StripeFault.Unknown("charge", id, "id")));
    }

    /// <summary>Search by metadata and status (docs.stripe.com/search); clauses are joined by AND.</summary>
    public StripeAnswer Search(StripeCall call)
    {
        call.Only("query", "limit", "page");
        var clauses = Parse(call.Required("query"));
        // The genuine search lags behind by up to a minute; how much here is a matter of misbehaviour.
        var newest = clock.GetUtcNow() - TimeSpan.FromSeconds(webhooks.MannersOf(StripeEvents.Party).SearchLagSeconds);
        var found = books.Intents.All
            .Where(intent => intent.Created <= newest && clauses.All(clause => clause(intent)))
            .OrderByDescending(intent => intent.Created).ThenByDescending(intent => intent.Id).ToList();
        int skip = int.Parse(call.Text("page") ?? "0", CultureInfo.InvariantCulture);
        int limit = LimitOf(call);
        string? next = found.Count > skip + limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null;
        return StripeAnswer.Ok(StripeShapes.Found(
            "/v1/payment_intents/search",
            [.. found.Skip(skip).Take(limit).Select(intent => shapes.Intent(intent, call))], next));
    }

    private static List<Func<Intent, bool>> Parse(string query)
    {
        var clauses = new List<Func<Intent, bool>>();
        int at = 0;
        while (at < query.Length)
        {
            var match = Clause().Match(query, at);
            if (!match.Success)
                throw StripeFault.Invalid("parameter_invalid", "query", $"Not understood from position {at} on.");
            string wanted = match.Groups["value"].Value.Replace("\\\"", "\"").Replace("\\'", "'");
            string key = match.Groups["key"].Value;
            clauses.Add(match.Groups["field"].Value == "status"
                ? intent => intent.Status == wanted
                : intent => intent.Metadata.GetValueOrDefault(key) == wanted);
            at += match.Length;
        }
        return clauses;
    }

    private static StripeAnswer Page<T>(
        StripeCall call, string url, List<T> all, Func<T, string> idOf, Func<T, object> shape)
    {
        int from = call.Text("starting_after") is { } after ? all.FindIndex(item => idOf(item) == after) + 1 : 0;
        int limit = LimitOf(call);
        return StripeAnswer.Ok(StripeShapes.List(
            url, [.. all.Skip(from).Take(limit).Select(shape)], all.Count > from + limit));
    }

    private static int LimitOf(StripeCall call)
    {
        long limit = call.Whole("limit") ?? 10;
        return limit is >= 1 and <= 100
            ? (int)limit
            : throw StripeFault.Invalid("parameter_invalid_integer", "limit", "The limit must be between 1 and 100.");
    }

    [GeneratedRegex(
        """
        \G\s* (?:AND\s+)?
        (?<field> status | metadata\[ (?<q1>["']) (?<key>[^"']+) \k<q1> \] )
        \s*:\s*
        (?<q2>["']) (?<value>(?:\\.|(?!\k<q2>).)*) \k<q2> \s*
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Clause();
}

using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes down who of staff asks for what.</summary>
public sealed class Audit(AuditTrail trail, TimeProvider clock)
{
    /// <summary>Reading, too, is written down where everything that is known of a person leaves the shop.</summary>
    private static readonly string[] Reads = ["GetStaffCustomerExport"];

    /// <summary>Begins a line, where what is asked for belongs on the trail; null where it does not.</summary>
    public async Task<Deed?> Begin(HttpRequest request, Actor actor, string function, CancellationToken stop)
    {
        if (HttpMethods.IsGet(request.Method) && !Reads.Contains(function)) return null;
        var deed = new Deed(
            Guid.NewGuid().ToString(), clock.GetUtcNow(), actor, function, RecordOf(request.Path, actor),
            Brakes.NetworkOf(request));
        await trail.Begin(deed, stop);
        return deed;
    }

    /// <summary>Ends a line with what was answered.</summary>
    public Task End(Deed deed, object? answer, CancellationToken stop)
    {
        bool isRefused = answer is IStatusCodeHttpResult { StatusCode: >= 400 };
        string? code = isRefused && answer is IValueHttpResult { Value: IReadOnlyDictionary<string, object?> problem }
            ? problem.GetValueOrDefault("code") as string
            : null;
        return trail.End(deed, isRefused ? code ?? "refused" : null, stop);
    }

    /// <summary>A line about what somebody has done who only then was known.</summary>
    public Task Note(HttpRequest request, Actor actor, string function, CancellationToken stop) =>
        Begin(request, actor, function, stop);

    /// <summary>What a request is about: <c>orders/…</c>, by its path; a parcel is part of its order.</summary>
    public static string RecordOf(PathString path, Actor actor)
    {
        // /api/staff/{kind}/{id}/…
        var parts = path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (kind, id) = (parts.ElementAtOrDefault(2) ?? "", parts.ElementAtOrDefault(3) ?? "");
        return kind switch
        {
            "me" or "sessions" or "logins" => $"people/{actor.Id}",
            "invitations" => $"people/{id}",
            "shipments" when Shipment.TryParse(id, out _) => $"orders/{id[..id.LastIndexOf('-')]}",
            _ => id.Length == 0 ? kind : $"{kind}/{id}",
        };
    }
}

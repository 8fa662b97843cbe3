using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Turns results into HTTP; the one file that knows status codes.</summary>
public static class Answers
{
    private const string ProblemJson = "application/problem+json";

    public static IResult Ok(object value) => Results.Json(value, Json.Options);

    public static IResult Created(object value) => Results.Json(value, Json.Options, statusCode: 201);

    /// <summary>A paper that says who somebody is: for whoever asked, and kept nowhere on the way.</summary>
    public static IResult Pdf(HttpRequest request, BinaryData pdf, string name)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentDisposition = $"inline; filename=\"{name}\"";
        return Results.Bytes(pdf.ToMemory(), "application/pdf");
    }

    /// <summary>It will be done; where to look.</summary>
    public static IResult Accepted(HttpRequest request, string location, object value)
    {
        request.HttpContext.Response.Headers.Location = location;
        return Results.Json(value, Json.Options, statusCode: 202);
    }

    /// <summary>How a short process ended: its view, its refusal, or where to look while it still runs.</summary>
    public static IResult Ended<T>(HttpRequest request, Result<T>? outcome, string location, object view) =>
        outcome is null ? Accepted(request, location, view)
        : outcome.Refusal is { } refusal ? Problem(refusal)
        : Ok(view);

    /// <summary>One thing with its version as a strong ETag; 304 to who has it already (RFC 9110, 13.1.2).</summary>
    public static IResult Tagged(HttpRequest request, string tag, object value) =>
        Tagged(request, tag, () => Ok(value));

    /// <summary>The same of what was written before, as JSON in UTF-8.</summary>
    public static IResult Tagged(HttpRequest request, string tag, ReadOnlyMemory<byte> json) =>
        Tagged(request, tag, () => Results.Bytes(json, "application/json; charset=utf-8"));

    private static IResult Tagged(HttpRequest request, string tag, Func<IResult> answer)
    {
        var quoted = $"\"{tag}\"";
        var headers = request.HttpContext.Response.Headers;
        headers.ETag = quoted;
        headers.CacheControl = "no-cache";
        bool known = request.Headers.IfNoneMatch
            .SelectMany(line => line!.Split(',', StringSplitOptions.TrimEntries))
            .Any(held => held == quoted || held == "*" || held == $"W/{quoted}");
        return known ? Results.StatusCode(304) : answer();
    }

    /// <summary>A refusal that a wait mends; after how long stands in Retry-After (RFC 9110, 10.2.3).</summary>
    public static IResult Later(HttpRequest request, Refusal refusal, TimeSpan wait)
    {
        request.HttpContext.Response.Headers.RetryAfter =
            Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problem(refusal);
    }

    /// <summary>A refusal as problem details (RFC 9457).</summary>
    public static IResult Problem(Refusal refusal) => Results.Json(
        new Dictionary<string, object?>
        {
            ["type"] = $"/refusals#{refusal.Code}",
            ["title"] = Title(refusal.Because),
            ["status"] = Status(refusal),
            ["detail"] = refusal.Message,
            ["code"] = refusal.Code,
            ["fields"] = refusal.Fields,
        }.Where(pair => pair.Value is not null).ToDictionary(),
        Json.Options, ProblemJson, Status(refusal));

    private static int Status(Refusal refusal) => refusal.Code switch
    {
        "request.too_large" or "photo.too_large" or "document.too_large" or "logo.too_large"
            or "settings.too_large" => 413,
        "staff.token" or "session.over" => 401,
        "staff.wait" or "staff.busy" or "sign_in.too_many_asks" => 429,
        "request.too_slow" => 408,
        "shop.fault" => 500,
        "shop.key_unknown" or "shop.restoring" => 503,
        _ => refusal.Because switch
        {
            Because.Invalid => 400,
            Because.Unknown => 404,
            Because.Forbidden => 403,
            Because.Conflict => 409,
            Because.Declined => 402,
        },
    };

    private static string Title(Because because) => because switch
    {
        Because.Invalid => "The request cannot be used",
        Because.Unknown => "There is no such thing",
        Because.Forbidden => "Not allowed",
        Because.Conflict => "Not possible now",
        Because.Declined => "Payment declined",
    };
}

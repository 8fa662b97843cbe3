using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The shop's logo: sent by an owner, seen by everybody.</summary>
public sealed class LogoFunctions(Logos logos)
{
    [Function("PutLogo")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/logos/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Logo>.TryParse(id, out var logo)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.ReadBytes(request, Logo.MaxBytes, LogoRefusals.TooLarge, stop);
        if (read.IsRefused(out var tooLarge, out var picture)) return Answers.Problem(tooLarge);
        return (await logos.Put(logo, picture, stop)).IsRefused(out var refusal, out var kept)
            ? Answers.Problem(refusal)
            : Answers.Created(kept);
    }

    [Function("GetLogo")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "logos/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Logo>.TryParse(id, out var logo) || await logos.Find(logo, stop) is not { } picture)
            return Answers.Problem(LogoRefusals.Unknown);
        var headers = request.HttpContext.Response.Headers;
        // RFC 8246: with this id there will never be another.
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(picture, Logos.ContentType);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Photos of goods that come back: sent by the shopper, before or after she asks; seen by staff.</summary>
public sealed class PhotoFunctions(
    TableStore store, ReturnPhotos photos, Tokens tokens, Policies policies, TimeProvider clock)
{
    [Function("PutReturnPhoto")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "returns/{id}/photos/{number}")] HttpRequest request,
        string id, string number, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back)) return Answers.Problem(EdgeRefusals.Id);
        if (Numbered(number) is not { } place) return Answers.Problem(PhotoRefusals.Number);
        if (!Id<Order>.TryParse(request.Query["order"], out var whose) || !tokens.Holds(request, whose)
            || await store.Find(whose, stop) is not { Record: var order })
            return Answers.Problem(OrderRefusals.Unknown);
        var known = (await store.Find(back, stop))?.Record;
        var policy = (await policies.Of(order.PolicyVersion, stop)).Returns;
        if (Photo.Forbids(known, order, policy, clock.GetUtcNow()) is { } refusal)
            return Answers.Problem(refusal);

        var read = await Body.ReadBytes(request, Photo.MaxBytes, PhotoRefusals.TooLarge, stop);
        if (read.IsRefused(out var tooLarge, out var bytes)) return Answers.Problem(tooLarge);
        var copied = await PictureCopy.Of(bytes, PictureForm.Photo, stop);
        if (copied.IsRefused(out var noPicture, out var copy)) return Answers.Problem(noPicture);
        byte[] jpeg = copy.Content;
        return (await photos.Put(back, place, whose, jpeg, stop)).Refusal is { } enough
            ? Answers.Problem(enough)
            : Answers.Created(new { Return = back, Number = place, Bytes = jpeg.Length });
    }

    [Function("GetReturnPhoto")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/returns/{id}/photos/{number}")]
        HttpRequest request, string id, string number, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back) || await store.Find(back, stop) is not { } stored)
            return Answers.Problem(ReturnRefusals.Unknown);
        if (Numbered(number) is not { } place) return Answers.Problem(PhotoRefusals.Number);
        if (await photos.Find(back, place, stored.Record.Order, stop) is not { } jpeg)
            return Answers.Problem(PhotoRefusals.Unknown);
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(jpeg, "image/jpeg");
    }

    private static int? Numbered(string text) =>
        text.Length == 1 && text[0] - '0' is >= 1 and <= Photo.Most and var number ? number : null;
}

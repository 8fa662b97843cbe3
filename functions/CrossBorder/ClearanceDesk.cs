using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Where staff see what customs hold, give them what they ask for, and find the papers of a parcel.</summary>
public sealed class ClearanceDesk(TableStore store, Timelines timelines, CustomsFiles files, TimeProvider clock)
{
    [Function("GetStaffClearances")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/clearances")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, Lists.OfClearances).IsRefused(out var refusal, out var page))
            return Answers.Problem(refusal);
        var found = await store.List<Clearance>($"clearances.{page.List}", page.Limit, page.Cursor, stop);
        return Answers.Ok(new { Items = found.Items.Select(stored => stored.Record), found.Cursor });
    }

    [Function("GetStaffClearance")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/clearances/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { } stored) return Answers.Problem(ClearanceRefusals.Unknown);
        var timeline = await store.Timeline(stored.Record.Id, stop);
        return Answers.Tagged(request, $"{stored.Version}", new
        {
            Clearance = stored.Record,
            Timeline = await timelines.Of($"clearances/{stored.Record.Id}", timeline, stop),
        });
    }

    [Function("PutClearanceDocument")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/clearances/{id}/documents/{name}")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, string name, CancellationToken stop)
    {
        if (await Find(id, stop) is not { Record: var clearance }) return Answers.Problem(ClearanceRefusals.Unknown);
        var read = await Body.ReadBytes(request, ClearanceDocument.MaxBytes, ClearanceRefusals.TooLarge, stop);
        if (read.IsRefused(out var tooLarge, out var bytes)) return Answers.Problem(tooLarge);
        if (ClearanceDocument.TypeOf(bytes.Span) is not { } type) return Answers.Problem(ClearanceRefusals.Type);
        var document = new ClearanceDocument(
            name, type, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), clock.GetUtcNow());
        if (clearance.Attach(document).Refusal is { } refusal) return Answers.Problem(refusal);

        // Named by what is in it, a file that nobody is told of harms nobody.
        await files.KeepDocument(clearance.Id, document, new BinaryData(bytes), stop);
        await Processes.Tell(
            client, ClearanceOrchestration.InstanceOf(new(clearance.Id.Value)), ClearanceOrchestration.CustomsHeard,
            new CustomsNews($"{name}-{document.Hash}-{clearance.Version}", document), stop);
        return Answers.Accepted(
            request, $"/api/staff/clearances/{clearance.Id}", new { clearance.Id, Document = document });
    }

    [Function("GetClearanceDocument")]
    public async Task<IResult> Document(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/clearances/{id}/documents/{name}")]
        HttpRequest request, string id, string name, CancellationToken stop)
    {
        if (await Find(id, stop) is not { Record: var clearance }) return Answers.Problem(ClearanceRefusals.Unknown);
        if (clearance.Documents.FirstOrDefault(known => known.Name == name) is not { } document)
            return Answers.Problem(ClearanceRefusals.NoDocument);
        return await files.FindDocument(clearance.Id, document, stop) is { } content
            ? Private(request, content, document.MediaType)
            : Answers.Problem(ClearanceRefusals.NoDocument);
    }

    [Function("GetShipmentPaper")]
    public async Task<IResult> Paper(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/shipments/{id}/documents/{name}")]
        HttpRequest request, string id, string name, CancellationToken stop)
    {
        if (!Shipment.TryParse(id, out var shipment)) return Answers.Problem(ShipmentRefusals.Unknown);
        if (!ClearanceActivities.Papers.Contains(name)) return Answers.Problem(ClearanceRefusals.NoDocument);
        return await files.FindPaper(shipment, name, stop) is { } pdf
            ? Private(request, pdf, "application/pdf")
            : Answers.Problem(ClearanceRefusals.NoDocument);
    }

    private async Task<Stored<Clearance>?> Find(string id, CancellationToken stop) =>
        Shipment.TryParse(id, out var shipment)
            ? await store.Find(ClearanceActivities.IdOf(shipment), stop)
            : null;

    private static IResult Private(HttpRequest request, BinaryData content, string mediaType)
    {
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(content.ToMemory(), mediaType);
    }
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>A return as its shopper and staff see it.</summary>
public sealed class ReturnViews(
    TableStore store, Timelines timelines, ReturnPhotos photos, CatalogBlobs catalog, Tokens tokens,
    Policies policies)
{
    /// <summary>The return with its timeline; until it is opened, what its process says.</summary>
    public async Task<IResult> Answer(
        HttpRequest request, DurableTaskClient client, string id, bool forStaff, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back)) return Answers.Problem(ReturnRefusals.Unknown);
        if (await store.Find(back, stop) is { } stored)
            return forStaff || tokens.Holds(request, stored.Record.Order)
                ? await Opened(request, stored, forStaff, stop)
                : Answers.Problem(ReturnRefusals.Unknown);

        return await Process(client, back, stop) is { } process
            && (forStaff || tokens.Holds(request, process.Start.Order))
            ? Answers.Ok(NotOpened(back, process))
            : Answers.Problem(ReturnRefusals.Unknown);
    }

    /// <summary>The process of a return that has no record: on its way, or refused at its first step.</summary>
    public static async Task<ReturnProcess?> Process(
        DurableTaskClient client, Id<Return> id, CancellationToken stop)
    {
        var instance = await client.GetInstanceAsync(id.Value, getInputsAndOutputs: true, stop);
        if (instance?.Name != nameof(ReturnOrchestration) || instance.ReadInputAs<ReturnStart>() is not { } start)
            return null;
        return new(start, instance.IsCompleted ? instance.ReadOutputAs<ReturnEnd>() : null, instance.CreatedAt);
    }

    /// <summary>The terms of some units, as one chooses by them.</summary>
    public static object Terms(ReturnTerms terms, int units, DateTimeOffset now) => new
    {
        terms.Rule,
        terms.Kind,
        terms.Until,
        terms.LastDay,
        terms.FeePercent,
        terms.WayBack,
        terms.Shipping,
        terms.ImportBack,
        Options = units > 0 && terms.IsOpen(now) ? terms.Remedies : ImmutableArray<Remedy>.Empty,
    };

    private async Task<IResult> Opened(
        HttpRequest request, Stored<Return> stored, bool forStaff, CancellationToken stop)
    {
        var (back, facts) = (stored.Record, await store.Timeline(stored.Record.Id, stop));
        IEnumerable<object> timeline = forStaff
            ? await timelines.Of($"returns/{back.Id}", facts, stop)
            : facts.DistinctBy(fact => fact.Status).Select(fact => new { fact.At, fact.Status, fact.Cause });
        var instead = await Instead(stored.Record, stop);
        var difference = await Difference(stored.Record, stop);
        if (!forStaff) return Answers.Tagged(request, $"{stored.Version}", View(stored, timeline, instead, difference, null));

        // Photos come without a word to the record, so they are part of the tag.
        var pictures = await photos.List(back.Id, back.Order, stop);
        return Answers.Tagged(
            request, $"{stored.Version}-{string.Join('-', pictures)}s", View(stored, timeline, instead, difference, pictures));
    }

    /// <summary>What an exchange costs more; null while nobody knows.</summary>
    private async Task<Money?> Difference(Return back, CancellationToken stop)
    {
        if (back.Reversal is null || back.Replacement is null) return null;
        var order = (await store.Find(back.Order, stop))?.Record;
        return back.Difference(await policies.Of(order?.PolicyVersion ?? 0, stop));
    }

    /// <summary>What she wants instead, as the catalog shows it now; no longer sold, it is its SKU alone.</summary>
    private async Task<IReadOnlyList<object>> Instead(Return back, CancellationToken stop)
    {
        if (back.Replacement is not { } other) return [];
        var snapshot = await catalog.Current(stop);
        return
        [
            .. other.Lines.Select(line => snapshot.FindSku(line.Sku) is var (product, variant)
                ? new
                {
                    line.Sku,
                    line.Quantity,
                    Product = (Id<Product>?)product.Id,
                    Name = product.Name,
                    Options = product.ChoicesOf(variant),
                    Picture = product.PictureOf(variant),
                }
                : (object)new { line.Sku, line.Quantity }),
        ];
    }

    /// <param name="photos">The numbers of its photos, for staff; null for the shopper.</param>
    private object View(
        Stored<Return> stored, IEnumerable<object> timeline, IReadOnlyList<object> instead,
        Money? difference, IReadOnlyList<int>? photos)
    {
        var back = stored.Record;
        return new
        {
            back.Id,
            back.Order,
            back.Status,
            back.Remedy,
            back.Store,
            back.Location,
            Lines = back.Lines.Select(line => new
            {
                line.Sku,
                line.Name,
                line.Options,
                line.Picture,
                line.Quantity,
                line.Declined,
                line.Reason,
                line.Terms,
                Disposition = line.Findings.IsEmpty ? null : (Disposition?)line.Findings[0].Disposition,
                line.Findings,
            }),
            Exchange = back.Replacement is not { } other
                ? null
                : new
                {
                    other.Order,
                    Token = tokens.For(other.Order),
                    Lines = instead,
                    other.Total,
                    Difference = difference,
                },
            back.Refund,
            back.Credited,
            back.Already,
            back.CreditNote,
            Sums = back.Reversal,
            back.Label,
            Reason = ReasonOf(back.Reason),
            Note = photos is null ? null : back.Note,
            Photos = photos,
            Timeline = timeline,
            back.Attention,
            stored.Version,
        };
    }

    private static object NotOpened(Id<Return> id, ReturnProcess process)
    {
        var status = process.End?.Status ?? ReturnStatus.Requested;
        return new
        {
            Id = id,
            process.Start.Order,
            Status = status,
            process.Start.Wish.Remedy,
            process.Start.Wish.Store,
            process.Start.Wish.Lines,
            Reason = ReasonOf(process.End?.Reason),
            Timeline = new[] { new { process.At, Status = status.ToString(), Cause = "return" } },
            Version = 0,
        };
    }

    private static object? ReasonOf(Refusal? reason) => reason is null ? null : new { reason.Code, reason.Message };
}

/// <summary>A return that has no record: what was asked for, how it ended if it did, when it began.</summary>
public sealed record ReturnProcess(ReturnStart Start, ReturnEnd? End, DateTimeOffset At);

using Microsoft.Extensions.Logging;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The sheets of exchange rates that the shop goes by: one at a time, however many ask at once.</summary>
public sealed class RateSheets(
    TableStore store, IRates published, Policies policies, TimeProvider clock, ILogger<RateSheets> log) : IDisposable
{
    /// <summary>How sheets are kept: for good, since orders name the one that they were calculated by.</summary>
    public static readonly RecordKind<RateSheet> Kind = new("rates")
    {
        Status = sheet => sheet.Kept ? "Kept" : "Published",
        Fact = (_, _) => null,
        Lists = sheet => [new(Newest, SortKey.Newest(sheet.At))],
    };

    private const string Newest = "rates.newest";

    private readonly SemaphoreSlim one = new(1);
    private RateSheet? held;

    /// <summary>The sheet that holds now; fetched by whoever asks first.</summary>
    public async Task<Result<RateSheet>> Current(CancellationToken stop)
    {
        if (Held() is { } known) return known;
        await one.WaitAsync(stop);
        try
        {
            if (Held() is { } other) return other;
            var now = clock.GetUtcNow();
            var stored = await store.Find(RateSheet.IdAt(policies.Now, now), stop);
            var sheet = stored is null ? await Open(now, stop) : stored.Record;
            held = sheet.Value ?? held;
            return sheet;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The sheet that a shopper was shown, while the shop keeps to it.</summary>
    public async Task<Result<RateSheet>> Honoured(Id<RateSheet> id, CancellationToken stop)
    {
        var sheet = held?.Id == id ? held : (await store.Find(id, stop))?.Record;
        return sheet is null ? RateRefusals.Unknown : sheet.Honour(clock.GetUtcNow());
    }

    public void Dispose() => one.Dispose();

    private RateSheet? Held() => held?.Id == RateSheet.IdAt(policies.Now, clock.GetUtcNow()) ? held : null;

    /// <summary>Opens the sheet of this moment; whoever does so second gets what the first one opened.</summary>
    private async Task<Result<RateSheet>> Open(DateTimeOffset now, CancellationToken stop)
    {
        var (figures, kept) = await Figures(stop);
        if (figures is null) return RateRefusals.None;
        var opened = RateSheet.Open(figures.Day, figures.Source, figures.PerEuro, policies.Now, now);
        return opened.IsRefused(out var refusal, out var sheet)
            ? refusal
            : await store.Insert(sheet.Id, "published", () => sheet with { Kept = kept }, stop);
    }

    private async Task<(PublishedRates? Figures, bool Kept)> Figures(CancellationToken stop)
    {
        try
        {
            return (await published.Latest(stop), false);
        }
        catch (Exception fault) when (fault is HttpRequestException or FormatException
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            log.LogWarning("No new exchange rates ({Fault}): the last ones are kept.", fault.GetType().Name);
            return (await store.List<RateSheet>(Newest, 1, stop: stop)).Items is [{ Record: var last }]
                ? (new(last.Published, last.Source, last.Rates), true)
                : (null, true);
        }
    }
}

using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Finds the law of the other side, and the exchange rates, for goods that leave the country.</summary>
public sealed class Borders(
    CustomsBook book, RateSheets sheets, TableStore store, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>The border as it is now; neither border nor refusal for what stays at home.</summary>
    public Task<(Border? Border, Refusal? Refusal)> Now(Delivery? delivery, CancellationToken stop) =>
        policy.IsAbroad(delivery) ? To(delivery.Address.Country, stop) : AtHome;

    /// <summary>The border of a country as it is now.</summary>
    public async Task<(Border? Border, Refusal? Refusal)> To(string country, CancellationToken stop) =>
        Crossing(country, await sheets.Current(stop));

    /// <summary>By the sheet that the shopper was shown, as long as the shop keeps to it.</summary>
    public async Task<(Border? Border, Refusal? Refusal)> Shown(
        Delivery? delivery, Id<RateSheet>? sheet, CancellationToken stop)
    {
        if (!policy.IsAbroad(delivery)) return (null, null);
        if (sheet is not { } named) return (null, RateRefusals.Unknown);
        return Crossing(delivery.Address.Country, await sheets.Honoured(named, stop));
    }

    /// <summary>By a sheet that the shop accepted, even if its time has ended since.</summary>
    public async Task<(Border? Border, Refusal? Refusal)> Accepted(
        Delivery? delivery, Id<RateSheet>? sheet, CancellationToken stop)
    {
        if (!policy.IsAbroad(delivery)) return (null, null);
        if (sheet is not { } named) return (null, RateRefusals.Unknown);
        var stored = await store.Find(named, stop);
        return Crossing(delivery.Address.Country, stored is null ? RateRefusals.Unknown : stored.Record);
    }

    private static readonly Task<(Border?, Refusal?)> AtHome = Task.FromResult<(Border?, Refusal?)>((null, null));

    private (Border?, Refusal?) Crossing(string country, Result<RateSheet> rates)
    {
        if (!book.Knows(country, out var law)) return (null, CustomsRefusals.NoRules);
        return rates.IsRefused(out var refusal, out var sheet)
            ? (null, refusal)
            : (new Border(law, sheet, clock.GetUtcNow()), null);
    }
}

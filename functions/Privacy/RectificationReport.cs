using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Gathers what a rectification changed, what stays and why, and who was given the old data.</summary>
/// <remarks>Orders under way are named one by one; of what has ended it says how many there are.</remarks>
internal sealed class RectificationReport(RightData right)
{
    private const int MostOrders = 100;

    private readonly List<RightsPlace> places = [];
    private readonly Dictionary<(string Place, KeptBecause Because), int> kept = [];
    private readonly SortedSet<string> recipients = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> inAddress = [.. right.Parts.Where(part => part != "email")];
    private bool hasAccount;

    public ImmutableArray<RightsPlace> Places =>
    [
        .. hasAccount ? [new RightsPlace("account", inAddress, 1)] : Array.Empty<RightsPlace>(),
        .. right.Email is null
            ? Array.Empty<RightsPlace>()
            : [new RightsPlace("account", ["email"], 1) { Because = KeptBecause.SignsInWithIt }],
        .. places,
        .. kept.OrderBy(one => one.Key).Select(one =>
            new RightsPlace(one.Key.Place, inAddress, one.Value) { Because = one.Key.Because }),
    ];

    public ImmutableArray<string> Recipients => [.. recipients];

    public void AddAccount() => hasAccount = true;

    /// <summary>One order as it is now.</summary>
    public void Add(Order order, bool isChanged, KeptBecause? because)
    {
        foreach (var shipment in order.Shipments)
        {
            if (shipment.Tracking is not null) recipients.Add($"carrier {shipment.Carrier}");
            if (shipment.HasLeft && order.Landed is not null) recipients.Add("customs broker");
            if (shipment.HasLeft && order.Landed is not null) Keep("customs papers", KeptBecause.Issued);
        }

        ImmutableArray<string> done = because is null ? right.Parts : right.Parts.Contains("email") ? ["email"] : [];
        if (isChanged && places.Count < MostOrders)
            places.Add(new("order", done, 1) { Order = order.Id });
        if (because is not { } reason || inAddress.IsEmpty) return;
        if (order.IsOver || places.Count >= MostOrders) Keep("orders", reason);
        else places.Add(new("order", inAddress, 1) { Order = order.Id, Because = reason });
    }

    /// <summary>The papers of what came back.</summary>
    public void Add(IEnumerable<Return> returns)
    {
        if (inAddress.IsEmpty) return;
        foreach (var _ in returns.Where(back => back.CreditNote is not null)) Keep("credit notes", KeptBecause.Issued);
    }

    private void Keep(string place, KeptBecause because) =>
        kept[(place, because)] = kept.GetValueOrDefault((place, because)) + 1;
}

using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A customer's account as she, or staff, see it.</summary>
public sealed class CustomerViews(TableStore store, TextSeal seal, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>All of one customer; who has never bought or said anything is shown as new.</summary>
    public async Task<object> Account(Id<Customer> id, CancellationToken stop)
    {
        var stored = await store.Find(id, stop);
        var customer = Customer.Known(stored?.Record, id, clock.GetUtcNow());
        return new
        {
            Id = id,
            Profile = ProfileOf(customer),
            stored?.Record.Since,
            Tier = TierOf(customer),
            Points = await Points(id, stop),
            Credit = await Credit(id, stop),
            Consents = ConsentsOf(customer),
            Version = stored?.Version ?? 0,
        };
    }

    /// <summary>Points with the days on which they end, and what happened to them last.</summary>
    public async Task<object> Points(Id<Customer> id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var value = (await store.Find(StoredValue.PointsOf(id), stop))?.Record;
        return new
        {
            Balance = value?.Balance ?? 0,
            Available = value?.Available(now) ?? 0,
            Held = value?.Held ?? 0,
            Shortfall = value?.Shortfall ?? 0,
            Lots = (value?.Lots ?? []).Where(lot => lot.Lives(now)).Select(
                lot => new { lot.Amount, lot.ExpiresAt, lot.LastDay }),
            Entries = EntriesOf(value),
            OnePays = policy.Points.OnePays,
            policy.Points.MaxPercent,
        };
    }

    /// <summary>Credit per currency in which there ever was some.</summary>
    public async Task<IReadOnlyList<object>> Credit(Id<Customer> id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var found = await Task.WhenAll(Currency.All.Select(
            currency => store.Find(StoredValue.CreditOf(id, currency), stop)));
        return
        [
            .. found.OfType<Stored<StoredValue>>().Select(stored => stored.Record).Select(value => new
            {
                Balance = new Money(value.Balance, value.Currency!.Value),
                Available = new Money(value.Available(now), value.Currency!.Value),
                Entries = EntriesOf(value),
            }),
        ];
    }

    /// <summary>What she may be asked, and what she said.</summary>
    public static IEnumerable<object> ConsentsOf(Customer customer) => ConsentText.All.Select(text =>
    {
        var last = customer.Consents.FirstOrDefault(consent => consent.Purpose == text.Purpose);
        return new
        {
            text.Purpose,
            text.Text,
            TextVersion = text.Version,
            Allowed = customer.Allows(text.Purpose),
            text.UnlessObjected,
            last?.At,
            last?.Source,
            AnsweredVersion = last?.TextVersion,
            ToBeAsked = customer.IsToBeAsked(text),
        };
    });

    /// <summary>What staff noted about her, opened.</summary>
    public IEnumerable<object> NotesOf(Customer? customer) => (customer?.Notes ?? []).Select(note => new
    {
        note.Id,
        Text = seal.Open<string>(customer!.Id.Value, note.Text),
        note.At,
    });

    public Profile? ProfileOf(Customer customer) =>
        customer.Profile is { } text ? seal.Open<Profile>(customer.Id.Value, text) : null;

    /// <summary>Where she stands, and what is missing to the next step.</summary>
    public object TierOf(Customer customer)
    {
        var spent = customer.Spent(clock.GetUtcNow());
        var tier = policy.Points.TierFor(spent);
        var next = policy.Points.Tiers.FirstOrDefault(one => one.From > spent);
        return new
        {
            tier.Name,
            tier.EarnsPercent,
            Spent = spent,
            Next = next is null ? null : new { next.Name, next.From, Missing = next.From - spent },
        };
    }

    /// <param name="token">Opens the order; whose account it is may see her orders.</param>
    public static object Row(Order order, string? token) => new
    {
        order.Id,
        Number = OrderViews.NumberOf(order.Id),
        order.Status,
        order.Totals.Total,
        order.OpenedAt,
        order.PlacedAt,
        Lines = order.Lines.Select(line => new { line.Sku, line.Name, line.Options, line.Picture, line.Quantity }),
        Token = token,
    };

    public static object Row(Return back) => new
    {
        back.Id,
        back.Order,
        back.Status,
        back.OpenedAt,
        back.Refund,
        Lines = back.Lines.Select(line => new { line.Sku, line.Name, line.Options, line.Picture, line.Quantity }),
    };

    private static IEnumerable<object> EntriesOf(StoredValue? value) =>
        (value?.Entries ?? []).Reverse().Where(entry => entry.Change != 0)
        .Select(entry => new { entry.Kind, entry.Change, entry.At, entry.Cause });
}

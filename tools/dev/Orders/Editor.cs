namespace Serverless.Dev;

/// <summary>Changes a placed order before anybody picks it: another door, a cheaper way, one more of it.</summary>
internal sealed class Editor(ShopClient client, Wish wish, Purchase purchase)
{
    private const int MostOfOne = 20;

    private readonly string correction = Guid.NewGuid().ToString("D");

    /// <summary>What was sold before the change and after it; null until it was changed.</summary>
    public string? Totals { get; private set; }

    /// <summary>How many to buy, so that one more costs no more than the cheaper way of delivery saves then.</summary>
    public static int OneShort(IReadOnlyList<ShippingMethod> ways, Money? price)
    {
        if (price is null || ways is not [{ Price: { } usual }, .., { Price: { } dear }]) return 1;
        if (price.Amount <= dear.Amount - usual.Amount || ways[0].FreeFrom is not { } free) return 1;
        return (int)Math.Clamp((free.Amount - 1) / price.Amount, 1, MostOfOne);
    }

    /// <summary>Sees what the change comes to, and takes it as it was shown.</summary>
    public async Task Change(string token, string sku, string method)
    {
        var path = $"orders/{purchase.Order}/corrections/{correction}";
        var door = Destination.Of(wish.Country) with { Line1 = "7 Rizal Avenue" };
        object more = new { address = door, method, add = new[] { new { sku, quantity = 1 } } };
        var quote = await client.Put<Quote>($"{path}/quote", more, token);
        Show("one more, another door, by " + method, quote);
        bool covered = quote.Covered;
        if (!covered)
        {
            purchase.Note($"{quote.Problem?.Code}: {quote.Problem?.Message}");
            quote = await client.Put<Quote>($"{path}/quote", new { address = door, method }, token);
            Show("another door, by " + method, quote);
        }

        var (total, rates) = (quote.After.Total, quote.Landed?.Sheet);
        object wanted = covered
            ? new { address = door, method, add = new[] { new { sku, quantity = 1 } }, total, rates }
            : new { address = door, method, total, rates };
        await client.Tell(path, wanted, token);
        Totals = $"{quote.Before.Total} before, {total} now";
        purchase.Note($"it is changed: {Totals}");
    }

    private void Show(string what, Quote quote) =>
        purchase.Note($"{what}: {quote.Before.Total} would be {quote.After.Total}, shipping {quote.After.Shipping}");

    private sealed record Quote(Sums Before, Sums After, Landed? Landed, bool Covered, Reason? Problem);

    private sealed record Sums(Money Total, Money Shipping);
}

namespace Serverless.Dev;

/// <summary>Sends a delivered order back, approves that as staff, and follows it to what was wanted for it.</summary>
internal sealed class Returner(
    ShopClient client, Shopping place, Wish wish, Purchase purchase, string token, CancellationToken stop)
{
    private static readonly string[] Last = ["Closed", "Declined", "Expired"];
    private static readonly string[] Good = ["Refunded", "Exchanged", "StoreCredit"];

    private readonly string remedy = wish.Return switch
    {
        Wish.Exchange => "Exchange",
        Wish.Credit => "Credit",
        _ => "Refund",
    };

    /// <param name="tokenise">Gives the card to the payment provider once more, for what an exchange costs.</param>
    public async Task SendBack(Func<Task<string?>> tokenise)
    {
        var id = Guid.NewGuid().ToString("D");
        var offers = (await client.Get<ReturnOffers>($"orders/{purchase.Order}/returnable", token)).Lines;
        var lines = offers.Where(offer => offer.Units > 0)
            .Select(offer => new { sku = offer.Sku, quantity = offer.Units, reason = ReasonFor(offer) }).ToList();
        if (lines.Count == 0)
            throw new RefusedException("order.not_returnable", "Nothing of the order can be returned.");
        var exchange = wish.Return == Wish.Exchange ? await Exchange(lines[0].sku, tokenise) : null;
        await client.Tell($"returns/{id}", new { order = purchase.Order, lines, remedy, exchange }, token);
        purchase.Note($"she asks to send it back: {wish.Return}");
        await Follow(id);
    }

    // What cannot come back because she changed her mind can when something is wrong with it.
    private string ReasonFor(ReturnOffer offer) =>
        wish.Return == Wish.Fee || offer.Usual.Options.Contains(remedy) ? "ChangedMind" : "NotAsDescribed";

    private async Task<object> Exchange(string sku, Func<Task<string?>> tokenise)
    {
        var other = await new Shelf(client, wish, purchase.Place, stop).Instead(sku);
        purchase.Note($"she would rather have {other.Sku} for {other.Price}");
        return new
        {
            lines = new[] { new { sku = other.Sku, quantity = 1 } },
            total = other.Price,
            paymentMethod = await tokenise(),
        };
    }

    private async Task Follow(string id)
    {
        var follower = new Follower(client, purchase, stop);
        await Approve(id);
        End(await follower.To<Return>($"returns/{id}", token, place.Pace, sent =>
        {
            follower.Hear(sent.Timeline);
            return Task.FromResult(Last.Contains(sent.Status) || sent.Attention is not null);
        }));
    }

    private async Task Approve(string id)
    {
        var staff = place.StaffKey
            ?? throw new Trouble("Approving a return needs a staff key: give it with --staff-key.");
        await client.Tell($"staff/returns/{id}/approval", new { }, staff);
        purchase.Note("staff approved the return");
    }

    private void End(Return ended)
    {
        var why = ended.Reason is { } reason ? $"{reason.Code}: {reason.Message}" : $"{ended.Refund}";
        var became = ended.Timeline?.Select(moment => moment.Status).LastOrDefault(Good.Contains);
        if (ended.Attention is { } attention)
            purchase.End("NeedsPerson", $"{attention.Code}: {attention.Message}");
        else if (ended.Sums?.Fee is { Amount: > 0 } fee)
            purchase.End("FeeKept", $"{why} paid back, {fee} kept");
        else if (became == "Exchanged" && ended.Exchange is { } other)
            purchase.End(became, $"{why} went into {place.Site}orders/{other.Order}, {other.Difference} was charged");
        else
            purchase.End(became ?? "Return" + ended.Status, why);
    }
}

namespace Serverless.Dev;

/// <summary>Sends a delivered order back, approves that as staff, and follows it to the refund.</summary>
internal sealed class Returner(
    ShopClient client, Shopping place, Purchase purchase, string token, CancellationToken stop)
{
    private static readonly string[] Last = ["Refunded", "Closed", "Declined", "Expired"];

    public async Task SendBack(Order order)
    {
        var id = Guid.NewGuid().ToString("D");
        var lines = (order.Returnable?.Lines ?? throw new RefusedException(
            "order.not_returnable", "The order is delivered, but says that nothing of it can be returned."))
            .Select(line => new { sku = line.Sku, quantity = line.Quantity, reason = "ChangedMind" });
        await client.Tell($"returns/{id}", new { order = order.Id, lines }, token);
        purchase.Note("she asks to send it back");
        var follower = new Follower(client, purchase, stop);
        var approved = false;
        var ended = await follower.To<Return>($"returns/{id}", token, place.Pace, async sent =>
        {
            follower.Hear(sent.Timeline);
            if (sent.Status == "Requested" && !approved) approved = await Approve(id);
            return Last.Contains(sent.Status) || sent.Attention is not null;
        });
        End(ended);
    }

    private async Task<bool> Approve(string id)
    {
        var staff = place.StaffToken
            ?? throw new Trouble("Approving a return needs the staff token: give it with --staff-token.");
        try
        {
            await client.Tell($"staff/returns/{id}/approval", new { }, staff);
        }
        catch (RefusedException early) when (early.Code == "return.unknown")
        {
            // The shopper's request is taken before staff can see it: they look again.
            return false;
        }
        purchase.Note("staff approved the return");
        return true;
    }

    private void End(Return ended)
    {
        if (ended.Attention is { } attention)
            purchase.End("NeedsPerson", $"{attention.Code}: {attention.Message}");
        else if (ended.Status is "Refunded" or "Closed")
            purchase.End("Refunded", ended.Refund is { } refund ? $"{refund}" : "");
        else
            purchase.End("Return" + ended.Status, ended.Reason is { } reason ? $"{reason.Code}: {reason.Message}" : "");
    }
}

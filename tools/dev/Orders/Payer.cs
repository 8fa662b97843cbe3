using System.Net.Http.Json;

namespace Serverless.Dev;

/// <summary>Has the promise of an order's money cancelled at the provider, and pays the order again.</summary>
internal sealed class Payer(HttpClient http, ShopClient client, Shopping place, Purchase purchase)
{
    /// <summary>Her bank keeps the money ready no more, as it would after a week.</summary>
    public async Task Lapse(CancellationToken stop)
    {
        var payments = await http.GetFromJsonAsync<IReadOnlyList<Promise>>(
            new Uri(place.Sandbox!, $"/sandbox/payments?order={purchase.Order}"), stop);
        foreach (var promise in payments!.Where(one => one.Status == "requires_capture"))
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri(place.Sandbox!, $"/sandbox/dashboard/{promise.Payment}/cancellation"), new { }, stop);
            answer.EnsureSuccessStatusCode();
        }

        purchase.Note("the bank does not keep the money ready any more");
    }

    /// <summary>Pays what the order asks for, once it asks.</summary>
    /// <param name="look">Follows the order until it shows something.</param>
    public async Task Pay(string token, string method, Func<string, Func<Order, bool>, Task<Order>> look)
    {
        // Where it was captured before it could be let go, there is nothing to pay.
        var order = await look(token, order => order.PayAgain is not null || order.Payment?.Status == "Captured");
        if (order.PayAgain is not { } amount) return;
        var id = Guid.NewGuid().ToString("D");
        await client.Tell($"orders/{purchase.Order}/payments/{id}", new { paymentMethod = method, amount }, token);
        // A parcel that had waited for it has gone on by then.
        order = await look(token, order => order is { Attempt.Status: "Failed" }
            or { Attempt.Status: "Paid", Attention: null });
        purchase.Note(order.Attempt!.Status == "Paid"
            ? $"{amount} is promised again"
            : $"{order.Attempt.Reason?.Code}: {order.Attempt.Reason?.Message}");
    }

    private sealed record Promise(string Payment, string Status);
}

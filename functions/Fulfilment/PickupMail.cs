using System.Net;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper that her goods wait for her in a store, with the code that opens them.</summary>
public sealed class PickupMail(TableStore store, IMail mail, Tokens tokens, Policies policies)
{
    [Function("MailPickupLetter")]
    public async Task Write([QueueTrigger(PickupTold.Queue)] PickupTold told, CancellationToken stop)
    {
        var order = (await store.Find(Shipment.OrderOf(told.Shipment), stop))?.Record
            ?? throw new InvalidOperationException($"The order of {told.Shipment} is not there.");
        await Send(order, told, await policies.Of(order.PolicyVersion, stop), stop);
    }

    private Task Send(Order order, PickupTold letter, ShopPolicy policy, CancellationToken stop)
    {
        var number = OrderViews.NumberOf(order.Id);
        var subject = letter.IsReminder
            ? $"Still waiting for you: order {number} at {policy.Name}"
            : $"Ready to fetch: order {number} at {policy.Name}";
        string[] lines = [.. LinesOf(order, letter, policy)];
        var code = tokens.CodeFor(letter.Shipment, order.Find(letter.Shipment)!.Pickup?.CodeHash);
        return mail.Send(
            new(
                ((IKnownById)letter).MessageId, order.Delivery.Email, subject,
                string.Join("\n\n", [.. lines, code]), Html(lines, code)), stop);
    }

    private static IEnumerable<string> LinesOf(Order order, PickupTold letter, ShopPolicy policy)
    {
        var store = policy.LocationOf(order.Find(letter.Shipment)!.Location).Address;
        yield return $"Order {OrderViews.NumberOf(order.Id)} is ready at {store.Name}, {store.Line1}, {store.City}.";
        yield return letter.IsReminder
            ? $"We keep it for you for {Days(policy.PickupGrace)} more; then the order ends and nothing is charged."
            : $"We keep it for you for {Days(policy.PickupTime + policy.PickupGrace)}.";
        yield return "Say this code at the counter:";
    }

    private static string Days(TimeSpan time) => time.Days == 1 ? "1 day" : $"{time.Days} days";

    private static string Html(string[] lines, string code) => $"""
        <!doctype html><html lang="en"><body style="font-family:Georgia,serif;color:#2b2622;max-width:34rem">
        {string.Concat(lines.Select(line => $"<p>{WebUtility.HtmlEncode(line)}</p>"))}
        <p style="font-size:2rem;letter-spacing:.2em">{code}</p>
        </body></html>
        """;
}

/// <summary>Goods wait in a store, and the shopper should know, or know again.</summary>
public sealed record PickupTold(
    [property: JsonRequired] Id<Shipment> Shipment, [property: JsonRequired] bool IsReminder) : IKnownById
{
    public const string Queue = "pickup-told";

    string IKnownById.MessageId => $"{Shipment}-{(IsReminder ? "reminder" : "ready")}";
}

using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper that her goods wait for her in a store, with the code that opens them.</summary>
public sealed class PickupMail(
    TableStore store, IMail mail, Letters letters, Tokens tokens, Policies policies)
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
        string[] lines = [.. LinesOf(order, letter, policy)];
        var code = tokens.CodeFor(letter.Shipment, order.Find(letter.Shipment)!.Pickup?.CodeHash);
        return mail.Send(
            letters.Write(
                letter.IsReminder ? MailTexts.PickupReminder : MailTexts.PickupReady,
                ((IKnownById)letter).MessageId, order.Delivery.Email, string.Join("\n\n", [.. lines, code]),
                Html(lines, code), ("name", order.Delivery.Address.Name),
                ("order", OrderViews.NumberOf(order.Id)), ("store", StoreOf(order, letter, policy).Name)),
            stop);
    }

    private static PlaceAddress StoreOf(Order order, PickupTold letter, ShopPolicy policy) =>
        policy.LocationOf(order.Find(letter.Shipment)!.Location).Address;

    private static IEnumerable<string> LinesOf(Order order, PickupTold letter, ShopPolicy policy)
    {
        var store = StoreOf(order, letter, policy);
        yield return $"Order {OrderViews.NumberOf(order.Id)} is ready at {store.Name}, {store.Line1}, {store.City}.";
        yield return letter.IsReminder
            ? $"We keep it for you for {Days(policy.PickupGrace)} more; then the order ends and nothing is charged."
            : $"We keep it for you for {Days(policy.PickupTime + policy.PickupGrace)}.";
        yield return "Say this code at the counter:";
    }

    private static string Days(TimeSpan time) => time.Days == 1 ? "1 day" : $"{time.Days} days";

    private static string Html(string[] lines, string code) => $"""
        {string.Concat(lines.Select(line => $"<p>{Letters.Safe(line)}</p>"))}
        <p style="font-size:2rem;letter-spacing:.2em">{code}</p>
        """;
}

/// <summary>Goods wait in a store, and the shopper should know, or know again.</summary>
public sealed record PickupTold(
    [property: JsonRequired] Id<Shipment> Shipment, [property: JsonRequired] bool IsReminder) : IKnownById
{
    public const string Queue = "pickup-told";

    string IKnownById.MessageId => $"{Shipment}-{(IsReminder ? "reminder" : "ready")}";
}

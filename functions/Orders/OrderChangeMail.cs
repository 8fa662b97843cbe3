using System.Text;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using static Serverless.Functions.Letters;

namespace Serverless.Functions;

/// <summary>Writes to the shopper what was changed of her order; to both addresses, where it is another.</summary>
public sealed class OrderChangeMail(
    TableStore store, OrderSearch search, IMail mail, Letters letters, Tokens tokens, Settings settings)
{
    [Function("MailCorrection")]
    public async Task Tell([QueueTrigger(OrderCorrected.Queue)] OrderCorrected told, CancellationToken stop)
    {
        var order = (await store.Find(told.Order, stop))?.Record;
        if (order?.Find(told.Correction) is not { } correction)
            throw new InvalidOperationException($"The order {told.Order} has no correction {told.Correction}.");
        await search.Keep(order, stop);
        var now = order.After(correction);
        // She has asked to be forgotten since: nobody is to be written to.
        if (now.Email == Register.Forgotten) return;
        await mail.Send(Letter(order, correction, now), stop);
        if (correction.Was.Email != now.Email) await mail.Send(Warning(order, correction), stop);
    }

    private MailMessage Letter(Order order, Correction correction, Delivery now)
    {
        var number = OrderViews.NumberOf(order.Id);
        var rows = Changes(order, correction, now).ToList();
        var text = new StringBuilder().AppendLine($"Order {number}").AppendLine();
        foreach (var (what, before, after) in rows)
            text.AppendLine(before.Length == 0 ? $"{what}: {after}" : $"{what}: {after} (before: {before})");
        text.AppendLine().AppendLine($"Follow it: {Link(order)}");
        var table = string.Concat(rows.Select(row => $"""
            <tr><td style="padding:.3rem 0"{(row.Before.Length == 0 ? " colspan=\"2\"" : "")}>{Safe(row.What)}</td>
            {(row.Before.Length == 0 ? "" : $"<td style=\"text-align:right\"><s>{Safe(row.Before)}</s></td>")}
            <td style="text-align:right;padding-left:1rem">{Safe(row.After)}</td></tr>
            """));
        var html = $"""
            <p>Order <strong>{number}</strong></p>
            <table role="presentation" style="width:100%;border-collapse:collapse">{table}</table>
            {LetterParts.Button("Follow your order", Link(order))}
            """;
        return letters.Write(
            MailTexts.OrderChanged, $"{correction.Id}-changed", now.Email, text.ToString(), html,
            ("name", now.Address.Name), ("order", number));
    }

    // Says nothing of the new address, and opens nothing: whoever reads it may not be she.
    private MailMessage Warning(Order order, Correction correction)
    {
        var number = OrderViews.NumberOf(order.Id);
        const string said = "Letters about this order go to another address from now on. If you did not ask for that, "
            + "write to us at once.";
        return letters.Write(
            MailTexts.OrderChanged, $"{correction.Id}-warning", correction.Was.Email, said, $"<p>{said}</p>",
            ("name", correction.Was.Address.Name), ("order", number));
    }

    private static IEnumerable<(string What, string Before, string After)> Changes(
        Order order, Correction correction, Delivery now)
    {
        var was = correction.Was;
        foreach (var goods in correction.Added.SelectMany(source => source.Goods))
        {
            var line = order.Lines.First(line => line.Sku == goods.Sku);
            yield return (line.FullName, "", $"+ {goods.Quantity}");
        }

        if (was.Email != now.Email) yield return ("Letters go to", was.Email, now.Email);
        var (old, to) = (string.Join(", ", was.Address.Lines), string.Join(", ", now.Address.Lines));
        if (old != to) yield return ("Deliver to", old, to);
        if (was.Address.Telephone != now.Address.Telephone)
            yield return ("Telephone", was.Address.Telephone, now.Address.Telephone);
        if (was.Method != now.Method) yield return ("Delivery", was.Method, now.Method);
        if (was.Terms != now.Terms) yield return ("Terms", $"{was.Terms}", $"{now.Terms}");
        if (correction.Before != correction.After)
            yield return ("Total", $"{correction.Before}", $"{correction.After}");
    }

    // The token stands behind '#', so that no server on the way sees it.
    private string Link(Order order) => tokens.LinkTo(order.Id, settings);
}

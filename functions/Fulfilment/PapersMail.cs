using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Fetches the carrier's paper of a booked parcel, and mails a return's to who is to send it.</summary>
public sealed class PapersMail(
    TableStore store, OrderSearch search, ICarrier carrier, Waybills papers, IMail mail, Letters letters, Tokens tokens,
    Policies policies, Settings settings)
{
    private const string Pdf = "application/pdf";

    /// <summary>Done again, it finds the paper; while the carrier has none it fails, and is tried again.</summary>
    /// <exception cref="WaybillLateException">The carrier has none yet.</exception>
    [Function("FetchWaybill")]
    public async Task Fetch([QueueTrigger(PapersDue.Queue)] PapersDue due, CancellationToken stop)
    {
        if (Shipment.TryParse(due.Parcel, out var shipment))
        {
            if ((await store.Find(Shipment.OrderOf(shipment), stop))?.Record is not { } order) return;
            if (order.Find(shipment)?.Tracking is not { } tracking) return;
            await search.Keep(order, stop);
            await Keep(order, tracking, stop);
        }
        else if (Id<Return>.TryParse(due.Parcel, out var id) && await store.Find(id, stop) is { Record: var back })
        {
            if ((await store.Find(back.Order, stop))?.Record is not { } order) return;
            var paper = back.Label is { } label ? await Keep(order, label.Tracking, stop) : null;
            if (order.Delivery.Email is not ("" or Register.Forgotten))
                await mail.Send(Letter(back, order, paper, await policies.Of(order.PolicyVersion, stop)), stop);
        }
    }

    private async Task<BinaryData?> Keep(Order order, string tracking, CancellationToken stop)
    {
        // Who was forgotten is not to be known again by a paper.
        if (order.Delivery.Email == Register.Forgotten) return null;
        if (await papers.Find(order.Id, tracking, stop) is { } kept) return kept;
        var paper = await carrier.Waybill(tracking, stop) ?? throw new WaybillLateException(tracking);
        await papers.Keep(order.Id, tracking, paper, stop);
        return paper;
    }

    private MailMessage Letter(Return back, Order order, BinaryData? paper, ShopPolicy policy)
    {
        string number = OrderViews.NumberOf(order.Id);
        string page = tokens.LinkTo(order.Id, settings);
        string[] todo = [.. Todo(back, paper is not null, policy)];
        string[] place = back.Store is { } store ? [.. policy.LocationOf(store).Address.ToAddress().Lines] : [];
        string[] parcel = back.Label is { } label ? [$"{label.Carrier} {label.Tracking}"] : [];
        var goods = back.Lines.Where(line => line.Quantity > 0).Select(line => LetterLine.Of(
            order.Lines.First(bought => bought.Sku == line.Sku), line.Quantity) with
        { Price = null }).ToList();
        return letters.Write(
            MailTexts.ReturnApproved, $"{back.Id}-approved", order.Delivery.Email,
            string.Join(
                "\n\n",
                [
                    .. todo, .. place.Length > 0 ? new[] { string.Join('\n', place) } : [], .. parcel,
                    $"Order {number}", LetterParts.Text(goods), $"See it: {page}\n",
                ]),
            $"""
            {LetterParts.Paragraphs(todo)}
            {LetterParts.Card([.. place, .. parcel, $"Order {number}"])}
            {LetterParts.List(goods)}
            {LetterParts.Button("See your order and the label", page)}
            """,
            ("name", order.Delivery.Address.Name), ("order", number)) with
        {
            Attachments = paper is null ? [] : [new($"return-label-{number}.pdf", Pdf, [.. paper.ToArray()])],
        };
    }

    private static IEnumerable<string> Todo(Return back, bool hasPaper, ShopPolicy policy)
    {
        if (back.Store is { } store)
        {
            yield return $"Bring the goods to {policy.LocationOf(store).Address.Name}.";
        }
        else
        {
            yield return "Pack the goods well, and give the parcel to the courier.";
            if (hasPaper) yield return "The label is attached: print it, and stick it on the parcel.";
        }

        yield return "When we have looked at what came back, you have what you are due.";
    }
}

/// <summary>The carrier has no paper of a parcel yet.</summary>
public sealed class WaybillLateException(string tracking) : Exception($"The carrier has no waybill of {tracking} yet.");

/// <summary>A parcel or a return was booked, or accepted, and its paper is to be fetched.</summary>
/// <param name="Parcel">The shipment's id or the return's.</param>
/// <param name="Try">Names a further booking, or what staff asked for again; empty the first time.</param>
public sealed record PapersDue(
    [property: JsonRequired] string Parcel, [property: JsonRequired] string Try) : IKnownById
{
    public const string Queue = "papers-due";

    string IKnownById.MessageId => $"{Parcel}-papers{Try}";

    public static PapersDue Of(Shipment shipment) =>
        new(shipment.Id.Value, shipment.Edition == 0 ? "" : FormattableString.Invariant($"-{shipment.Edition}"));

    public static PapersDue Of(Id<Return> back) => new(back.Value, "");
}

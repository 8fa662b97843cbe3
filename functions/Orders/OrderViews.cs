using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>An order as its shopper, or staff, see it.</summary>
public sealed class OrderViews(TableStore store, Timelines timelines, TimeProvider clock, Policies policies)
{
    /// <summary>The order with its timeline; until it is opened, what its process says.</summary>
    public async Task<IResult> Answer(
        HttpRequest request, DurableTaskClient client, Id<Order> id, bool forStaff, CancellationToken stop)
    {
        var stored = await store.Find(id, stop);
        if (stored is null) return await FromProcess(client, id, stop);
        var facts = await store.Timeline(id, stop);
        var timeline = forStaff ? await timelines.Of($"orders/{id}", facts, stop) : Timeline(facts);

        // What can be returned changes with time alone, so it is part of the tag.
        var now = clock.GetUtcNow();
        var policy = await policies.Of(stored.Record.PolicyVersion, stop);
        var returnable = Returnable(stored.Record, policy, now);
        int usual = returnable.Count(offer => offer.Usual.IsOpen(now));
        var tag = $"{stored.Version}-{returnable.Count}-{usual}{(forStaff ? "s" : "")}";
        return Answers.Tagged(request, tag, View(stored, timeline, returnable, now, forStaff));
    }

    public static string NumberOf(Id<Order> id)
    {
        const string letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        var bytes = Guid.Parse(id.Value).ToByteArray();
        var name = new string([.. bytes.Take(8).Select(value => letters[value % 32])]);
        return $"{name[..4]}-{name[4..]}";
    }

    private static async Task<IResult> FromProcess(DurableTaskClient client, Id<Order> id, CancellationToken stop)
    {
        var instance = await client.GetInstanceAsync(id.Value, getInputsAndOutputs: true, stop);
        if (instance is null || instance.Name != nameof(CheckoutOrchestration))
            return Answers.Problem(OrderRefusals.Unknown);
        var end = instance.IsCompleted ? instance.ReadOutputAs<CheckoutEnd>() : null;
        var status = end?.Status ?? OrderStatus.Started;
        return Answers.Ok(new
        {
            Id = id,
            Number = NumberOf(id),
            Status = status,
            Reason = ReasonOf(end?.Reason),
            Lines = Array.Empty<object>(),
            Total = instance.ReadInputAs<CheckoutStart>()?.Total,
            Timeline = new[] { new { At = instance.CreatedAt, Status = status.ToString(), Cause = "checkout" } },
            Returns = Array.Empty<string>(),
            Version = 0,
        });
    }

    private static object? ReasonOf(Refusal? reason) =>
        reason is null ? null : new { reason.Code, reason.Message };

    private static object View(
        Stored<Order> stored, IEnumerable<object> timeline, List<ReturnOffer> returnable,
        DateTimeOffset now, bool forStaff)
    {
        var order = stored.Record;
        return new
        {
            order.Id,
            Number = NumberOf(order.Id),
            order.Status,
            Reason = ReasonOf(order.Reason),
            order.PlacedAt,
            Lines = order.Lines.Select(line => LineOf(order, line)),
            order.Totals.Subtotal,
            order.Totals.Shipping,
            order.Totals.Import,
            Coupon = order.Coupon is { } code ? new { Code = code, Amount = order.Totals.Coupon } : null,
            order.Totals.Discount,
            order.Totals.Tax,
            order.Totals.Total,
            order.Points,
            order.Credit,
            order.Due,
            Refunded = Paid(order),
            Cancellations = order.TakenOff.Select(off => CancellationViews.Of(order, off)),
            Cancellable = CancellableOf(order, forStaff ? CancelledBy.Staff : CancelledBy.Shopper),
            Outside = OutsideOf(order, forStaff),
            Refunds = AllowanceView.Of(order),
            Refundable = forStaff && order.CapturedAt is not null ? order.Refundable() : (Money?)null,
            TaxRate = order.Totals.VatPercent,
            Landed = LandedView.Of(order.Landed, order.Papers, null),
            Payment = PaymentOf(order),
            PayAgain = order.NeedsPayment() ? order.Due : (Money?)null,
            Attempt = AttemptOf(order),
            Delivery = DeliveryOf(order.Delivery),
            Email = forStaff ? order.Delivery.Email : null,
            Customer = forStaff ? order.Customer : null,
            Shipments = order.PlacedAt is null ? [] : ShipmentsOf(order),
            Timeline = timeline,
            Returns = order.TakenBack.Select(taken => taken.Return),
            Returnable = returnable.Count == 0
                ? null
                : new
                {
                    Lines = returnable.Select(offer => new
                    {
                        offer.Sku,
                        Quantity = offer.Units,
                        Usual = EndOf(offer.Usual, now),
                        Fault = EndOf(offer.Fault, now),
                    }),
                },
            order.Attention,
            Choices = forStaff && order.Attention is not null ? order.Choices() : default(ImmutableArray<CaseChoice>?),
            stored.Version,
        };
    }

    private static object LineOf(Order order, OrderLine line) => new
    {
        line.Sku,
        line.Product,
        line.Name,
        line.Options,
        line.Picture,
        line.Quantity,
        Cancelled = order.CancelledOf(line.Sku) is > 0 and var off ? (int?)off : null,
        line.UnitPrice,
        line.Total,
        Promised = order.PromiseOf(line.Sku),
    };

    /// <summary>Changes of state, as the shopper follows them.</summary>
    private static IEnumerable<object> Timeline(IReadOnlyList<Fact> facts)
    {
        string? last = null;
        foreach (var fact in facts)
        {
            if (fact.Status != last) yield return new { fact.At, fact.Status, fact.Cause };
            last = fact.Status;
        }
    }

    private static Money Paid(Order order) => Refunds(order).Concat(
            order.Refunds.Where(refund => refund is { Paid: true, FailedAt: null }).Select(refund => refund.Amount))
        .Aggregate(Money.Zero(order.Totals.Total.Currency), (sum, amount) => sum + amount);

    private static IEnumerable<Money> Refunds(Order order) => order.Outside
        .Where(money => money is { Kind: OutsideKind.Refund, IsGone: true }).Select(money => money.Amount);

    /// <summary>What moved at the provider: the shopper sees what she got, staff her disputes as well.</summary>
    private static IEnumerable<object> OutsideOf(Order order, bool forStaff) => order.Outside
        .Where(money => forStaff || money is { Kind: OutsideKind.Refund, IsGone: true })
        .Select(money => new
        {
            money.Kind,
            money.Amount,
            money.At,
            Gone = money.IsGone,
            Id = forStaff ? money.Id : null,
            Standing = money.Kind == OutsideKind.Dispute ? (DisputeStanding?)money.Standing : null,
        });

    /// <summary>What could be cancelled now; null where nothing could.</summary>
    private static object? CancellableOf(Order order, CancelledBy by)
    {
        var offers = order.CancelOffers(by);
        return offers.IsEmpty ? null : new { All = order.IsCancellable(by), Lines = offers };
    }

    private static object DeliveryOf(Delivery delivery) => new
    {
        delivery.Address,
        delivery.Address.Lines,
        delivery.Method,
        delivery.Terms,
        delivery.Store,
    };

    private static object? PaymentOf(Order order)
    {
        if (order.Payment is not { } payment) return null;
        var refunded = Paid(order);
        var status = refunded.Amount == 0 ? payment.Status.ToString()
            : refunded == order.Sold() ? "Refunded" : "PartlyRefunded";
        bool asks = payment is { Status: PaymentStatus.ActionRequired, ActionUrl: not null };
        return new
        {
            Status = status,
            Card = payment.Last4 is null ? null : new { payment.Brand, payment.Last4 },
            Action = asks ? new { Url = payment.ActionUrl } : null,
        };
    }

    /// <summary>The last attempt to pay anew: where she confirms it, or why it came to nothing.</summary>
    private static object? AttemptOf(Order order) => order.Attempts is not [.., var last]
        ? null
        : new
        {
            last.Id,
            last.Amount,
            Status = last.IsOpen ? "UnderWay" : last.Reason is null ? "Paid" : "Failed",
            Reason = ReasonOf(last.Reason),
            Action = last is { IsOpen: true, Payment: { Status: PaymentStatus.ActionRequired, ActionUrl: { } url } }
                ? new { Url = url }
                : null,
        };

    /// <summary>The parcels of an order, with what each unit in them weighs.</summary>
    public static object[] ShipmentsOf(Order order) =>
    [
        .. order.Shipments.Select(shipment => new
        {
            shipment.Id,
            shipment.Location,
            shipment.Status,
            shipment.Carrier,
            shipment.Tracking,
            shipment.Promised,
            Edition = shipment.Edition == 0 ? null : (int?)shipment.Edition,
            Lines = order.GoodsOf(shipment).Select(
                line => LineOf(order.Lines.First(one => one.Sku == line.Sku), line.Quantity)),
        }),
    ];

    private static object LineOf(OrderLine line, int quantity) => new
    {
        line.Sku,
        line.Name,
        line.Options,
        Quantity = quantity,
        WeightGrams = line.WeightGrams / line.Quantity,
    };

    private static List<ReturnOffer> Returnable(Order order, ShopPolicy policy, DateTimeOffset now) =>
        [.. order.ReturnOffers(policy.Returns, now).Where(offer => offer.IsOpen(now))];

    /// <summary>Until when a reason holds; null where it no longer does, or never did.</summary>
    private static object? EndOf(ReturnTerms terms, DateTimeOffset now) =>
        terms.IsOpen(now) ? new { terms.Until, terms.LastDay } : null;
}

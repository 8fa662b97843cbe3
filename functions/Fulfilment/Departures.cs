using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Goods that leave the shop: out of stock, into the books, at what they had cost.</summary>
public sealed class Departures(TableStore store, Books books, StockNews news, Policies policies)
{
    /// <summary>Takes a shipment's goods out; what each line had cost. The first one books the sale.</summary>
    public async Task<Result<ImmutableArray<Money>>> Book(
        Order order, Shipment shipment, ParcelBooking booking, CancellationToken stop)
    {
        if (order.CapturedAt is not { } soldAt) return OrderRefusals.NotCaptured;
        var costs = ImmutableArray.CreateBuilder<Money>(shipment.Lines.Length);
        foreach (var line in shipment.Lines)
        {
            // What came off stays on the shelf, whether its cancellation has freed it yet or not.
            int left = order.UnitsIn(shipment, line.Sku).Count();
            var cost = left == 0
                ? Money.Zero(Currency.Php)
                : await TakeOut(order.Id, Stock.At(line.Sku, shipment.Location), left, stop);
            if (cost.IsRefused(out var refusal, out var value)) return refusal;
            costs.Add(value);
        }

        var total = costs.Aggregate(Money.Zero(Currency.Php), (sum, cost) => sum + cost);
        await books.Post(Postings.CostOfGoods($"{shipment.Id}-cost", booking.At, total), stop);
        await books.Post(Postings.Sale(order, await policies.Of(booking.Version, stop), soldAt), stop);
        return costs.ToImmutable();
    }

    // A repetition learns the cost from the movement.
    private async Task<Result<Money>> TakeOut(
        Id<Order> order, Id<Stock> id, int units, CancellationToken stop)
    {
        var cause = $"{order}-shipped";
        var shipped = await store.Update(id, cause, stock => stock.Ship(order, units), stop);
        if (shipped.IsRefused(out var refusal, out var left)) return refusal;
        await news.TellLeft(left, cause, stop);
        var fact = await store.FindFact(id, cause, stop);
        return fact?.Data.Deserialize<Movement>(Json.Options) is { Cost: { } cost }
            ? cost
            : throw new InvalidOperationException($"{id} lost the movement '{cause}'.");
    }
}

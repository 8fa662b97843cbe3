using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes in what a supplier delivered: noted on its purchase order, then shelved line by line.</summary>
public static class PurchaseReceiptOrchestration
{
    // What such a receipt asks of the world.
    public static readonly Activity<PurchaseReceiptStart, PurchaseStatus> CountDelivery = new("CountDelivery");
    public static readonly Activity<DeliveredLine, int> ShelveDelivery = new("ShelveDelivery");

    [Function(nameof(PurchaseReceiptOrchestration))]
    public static async Task<Result<PurchaseStatus>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, PurchaseReceiptStart start)
    {
        // Only here can it be refused: too much, not ordered, or another receipt. Then nothing has happened.
        var counted = await context.TryCall(CountDelivery, start);
        if (counted.IsRefused(out var refusal, out var status)) return refusal;

        for (int line = 0; line < start.Receipt.Lines.Length; line++)
            await context.Call(ShelveDelivery, new(start.Order, start.Receipt.Id, line));
        return status;
    }
}

/// <summary>Goods that stand at the door, and the purchase order that they are said to be of.</summary>
public sealed record PurchaseReceiptStart(Id<PurchaseOrder> Order, PurchaseReceipt Receipt);

/// <summary>One line of a receipt that was counted.</summary>
public sealed record DeliveredLine(Id<PurchaseOrder> Order, Id<Receipt> Receipt, int Line);

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes goods in: onto the shelf and into the books, or neither.</summary>
public static class ReceiptOrchestration
{
    // What a receipt asks of the world; the answer is how many are on hand now.
    public static readonly Activity<Receipt, int> BookReceipt = new("BookReceipt");

    [Function(nameof(ReceiptOrchestration))]
    public static Task<Result<int>> Run([OrchestrationTrigger] TaskOrchestrationContext context, ReceiptStart start) =>
        context.TryCall(BookReceipt, start.Receipt);
}

/// <summary>Goods that stand at the door.</summary>
public sealed record ReceiptStart(Receipt Receipt);

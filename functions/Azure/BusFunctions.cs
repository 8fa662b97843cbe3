using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The queue functions once more, for messages that Service Bus carries.</summary>
/// <remarks>
/// A consumer has one body and two triggers, and a setting <c>AzureWebJobs_{function}_Disabled</c> switches off the
/// one that is not in use. What fails as often as the queue allows is in its dead letters.
/// </remarks>
public sealed class BusFunctions(
    StockFunctions stock, OrderMail mail, OrderChangeMail changes, PaymentFunctions payments,
    FulfilmentFunctions fulfilment, PurchaseMail purchases, TimeProvider clock)
{
    /// <summary>Service Bus brings what failed at once; a Storage Queue waits as long as this.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    [Function("HearStockNewsFromBus")]
    public Task HearStockNews(
        [ServiceBusTrigger(StockNews.Queue, Connection = ServiceBusConnection.Name)] StockChanged changed,
        [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        RestAfterFailure(stock.Hear(changed, client, stop), stop);

    [Function("MailConfirmationFromBus")]
    public Task MailConfirmation(
        [ServiceBusTrigger(OrderPlaced.Queue, Connection = ServiceBusConnection.Name)] OrderPlaced placed,
        CancellationToken stop) =>
        RestAfterFailure(mail.Confirm(placed, stop), stop);

    [Function("MailCorrectionFromBus")]
    public Task MailCorrection(
        [ServiceBusTrigger(OrderCorrected.Queue, Connection = ServiceBusConnection.Name)] OrderCorrected told,
        CancellationToken stop) =>
        RestAfterFailure(changes.Tell(told, stop), stop);

    [Function("HearPaymentNewsFromBus")]
    public Task HearPaymentNews(
        [ServiceBusTrigger(PaymentFunctions.Queue, Connection = ServiceBusConnection.Name)] PaymentNotice notice,
        [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        RestAfterFailure(payments.Hear(notice, client, stop), stop);

    [Function("HearParcelNewsFromBus")]
    public Task HearParcelNews(
        [ServiceBusTrigger(FulfilmentFunctions.Queue, Connection = ServiceBusConnection.Name)] ParcelNotice notice,
        [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        RestAfterFailure(fulfilment.Hear(notice, client, stop), stop);

    [Function("MailPurchaseLetterFromBus")]
    public Task MailPurchaseLetter(
        [ServiceBusTrigger(PurchaseTold.Queue, Connection = ServiceBusConnection.Name)] PurchaseTold told,
        CancellationToken stop) =>
        RestAfterFailure(purchases.Write(told, stop), stop);

    // Whoever was too early, or met a storage that is out for a moment, would be a dead letter within a second.
    private Task RestAfterFailure(Task hearing, CancellationToken stop) => RestAfterFailure(hearing, clock, stop);

    internal static async Task RestAfterFailure(Task hearing, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            await hearing;
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            await Task.Delay(Rest, clock, stop);
            throw;
        }
    }
}

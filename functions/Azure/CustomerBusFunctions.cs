using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The queue functions about customers once more, for messages that Service Bus carries.</summary>
public sealed class CustomerBusFunctions(
    SignInMail mail, SignInWarning warning, PickupMail pickups, CancellationMail cancellations, RefundMail refunds,
    PaymentNeededMail unpaid, CrmFunctions crm, TimeProvider clock)
{
    [Function("MailCodeFromBus")]
    public Task MailCode(
        [ServiceBusTrigger(SignInAsked.Queue, Connection = ServiceBusConnection.Name)] SignInAsked asked,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(mail.Send(asked, stop), clock, stop);

    [Function("TellOfTriesFromBus")]
    public Task TellOfTries(
        [ServiceBusTrigger(SignInTried.Queue, Connection = ServiceBusConnection.Name)] SignInTried tried,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(warning.Tell(tried, stop), clock, stop);

    [Function("MailPickupLetterFromBus")]
    public Task MailPickupLetter(
        [ServiceBusTrigger(PickupTold.Queue, Connection = ServiceBusConnection.Name)] PickupTold told,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(pickups.Write(told, stop), clock, stop);

    [Function("MailCancellationFromBus")]
    public Task MailCancellation(
        [ServiceBusTrigger(OrderCancelled.Queue, Connection = ServiceBusConnection.Name)] OrderCancelled told,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(cancellations.Write(told, stop), clock, stop);

    [Function("MailRefundFromBus")]
    public Task MailRefund(
        [ServiceBusTrigger(RefundTold.Queue, Connection = ServiceBusConnection.Name)] RefundTold told,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(refunds.Write(told, stop), clock, stop);

    [Function("MailPaymentNeededFromBus")]
    public Task MailPaymentNeeded(
        [ServiceBusTrigger(PaymentNeeded.Queue, Connection = ServiceBusConnection.Name)] PaymentNeeded told,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(unpaid.Ask(told, stop), clock, stop);

    [Function("HearCrmNewsFromBus")]
    public Task HearCrmNews(
        [ServiceBusTrigger(CrmNews.Queue, Connection = ServiceBusConnection.Name)] CrmNews news,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(crm.Hear(news, stop), clock, stop);

    [Function("HearPointsDueFromBus")]
    public Task HearPointsDue(
        [ServiceBusTrigger(PointsDue.Queue, Connection = ServiceBusConnection.Name)] PointsDue due,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(crm.Expire(due, stop), clock, stop);
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The queue functions about customs once more, for messages that Service Bus carries.</summary>
public sealed class CustomsBusFunctions(ClearanceFunctions clearances, ClearanceMail mail, TimeProvider clock)
{
    [Function("HearCustomsNewsFromBus")]
    public Task HearCustomsNews(
        [ServiceBusTrigger(ClearanceFunctions.Queue, Connection = ServiceBusConnection.Name)] CustomsNotice notice,
        [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        BusFunctions.RestAfterFailure(clearances.Hear(notice, client, stop), clock, stop);

    [Function("MailClearanceFromBus")]
    public Task MailClearance(
        [ServiceBusTrigger(ClearanceTold.Queue, Connection = ServiceBusConnection.Name)] ClearanceTold told,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(mail.Write(told, stop), clock, stop);
}

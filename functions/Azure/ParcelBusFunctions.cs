using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The queue functions about parcels' papers and letters once more, for what Service Bus carries.</summary>
public sealed class ParcelBusFunctions(ParcelMail mail, PapersMail papers, TimeProvider clock)
{
    [Function("MailParcelNewsFromBus")]
    public Task MailParcelNews(
        [ServiceBusTrigger(ParcelTold.Queue, Connection = ServiceBusConnection.Name)] ParcelTold told,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(mail.Write(told, stop), clock, stop);

    [Function("FetchWaybillFromBus")]
    public Task FetchWaybill(
        [ServiceBusTrigger(PapersDue.Queue, Connection = ServiceBusConnection.Name)] PapersDue due,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(papers.Fetch(due, stop), clock, stop);
}

using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The queue functions about staff once more, for messages that Service Bus carries.</summary>
public sealed class StaffBusFunctions(InvitationMail mail, TimeProvider clock)
{
    [Function("MailInvitationFromBus")]
    public Task MailInvitation(
        [ServiceBusTrigger(StaffInvited.Queue, Connection = ServiceBusConnection.Name)] StaffInvited invited,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(mail.Send(invited, stop), clock, stop);
}

using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The queue functions about staff once more, for messages that Service Bus carries.</summary>
public sealed class StaffBusFunctions(InvitationMail mail, StaffWarning warning, TimeProvider clock)
{
    [Function("MailInvitationFromBus")]
    public Task MailInvitation(
        [ServiceBusTrigger(StaffInvited.Queue, Connection = ServiceBusConnection.Name)] StaffInvited invited,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(mail.Send(invited, stop), clock, stop);

    [Function("MailStaffWarningFromBus")]
    public Task MailWarning(
        [ServiceBusTrigger(StaffWarned.Queue, Connection = ServiceBusConnection.Name)] StaffWarned warned,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(warning.Send(warned, stop), clock, stop);
}

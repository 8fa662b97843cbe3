using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The queue functions about customers once more, for messages that Service Bus carries.</summary>
public sealed class CustomerBusFunctions(SignInMail mail, TimeProvider clock)
{
    [Function("MailCodeFromBus")]
    public Task MailCode(
        [ServiceBusTrigger(SignInAsked.Queue, Connection = ServiceBusConnection.Name)] SignInAsked asked,
        CancellationToken stop) =>
        BusFunctions.RestAfterFailure(mail.Send(asked, stop), clock, stop);
}

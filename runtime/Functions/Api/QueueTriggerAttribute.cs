using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for each message of a Storage Queue.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>The queue's name; <c>%setting%</c> takes it from the configuration.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting with the connection; <c>AzureWebJobsStorage</c> where there is none.</summary>
    public string? Connection { get; set; }
}

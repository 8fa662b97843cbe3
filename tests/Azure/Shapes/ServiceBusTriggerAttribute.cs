namespace Microsoft.Azure.Functions.Worker;

/// <summary>The shape of the genuine attribute.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : Attribute
{
    public string QueueName => queueName;

    public string? Connection { get; set; }
}

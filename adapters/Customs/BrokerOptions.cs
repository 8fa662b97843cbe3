namespace Serverless.Adapters;

/// <summary>Which customs broker the shop uses, and where it is.</summary>
/// <param name="BaseUrl">Without a slash at the end.</param>
/// <param name="WebhookSecret">Several, with commas, while a secret is being changed.</param>
public sealed record BrokerOptions(string BaseUrl, string ApiKey, string WebhookSecret)
{
    /// <summary>After this an attempt counts as an outage; short, since the process tries again by itself.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The broker understood and will not do it. Says its status only: its words may repeat addresses.</summary>
public sealed class BrokerRefusedException(int status)
    : Exception($"The customs broker did not take what it was given: {status}.")
{
    public int Status { get; } = status;
}

namespace Serverless.Adapters;

/// <summary>Where the European Central Bank publishes.</summary>
/// <param name="BaseUrl">Without a slash at the end: <c>https://www.ecb.europa.eu</c>, or a sandbox.</param>
public sealed record EcbOptions(string BaseUrl)
{
    /// <summary>After this the bank counts as out of reach: a shopper waits for the first sheet of a time.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(5);
}

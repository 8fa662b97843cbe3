namespace Serverless.Adapters;

/// <summary>Which Ninja Van account the shop uses, and where Ninja Van is.</summary>
/// <param name="ApiBase">Without a slash at the end: <c>https://api.ninjavan.co</c>, or a sandbox.</param>
/// <param name="Country">The country code that every path begins with: <c>ph</c>.</param>
/// <param name="ClientSecret">Logs the shop in, and signs Ninja Van's webhooks.</param>
public sealed record NinjaVanOptions(string ApiBase, string Country, string ClientId, string ClientSecret)
{
    /// <summary>By which it knows places when it is asked for a price.</summary>
    public NinjaVanTiers Tiers { get; init; } = NinjaVanTiers.None;

    /// <summary>After this an attempt counts as an outage; short, since the process tries again by itself.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The carrier understood and will not do it. Says its status only: its words may repeat addresses.</summary>
public sealed class CarrierRefusedException(int status) : Exception($"The carrier did not take a parcel: {status}.")
{
    public int Status { get; } = status;
}

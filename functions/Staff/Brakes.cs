using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Counts attempts to sign in before they are looked at, and lets through as many as may be.</summary>
public sealed class Brakes(TableStore store, StaffTokens tokens, TimeProvider clock, ILogger<Brakes> logger)
{
    /// <summary>How many attempts need not wait: at an account, of a known browser, of a network.</summary>
    public const int FreeOfAccount = 5;
    public const int FreeOfDevice = 8;
    public const int FreeOfNetwork = 30;

    /// <summary>The brake that an attempt has to pass, and which is let go when it was her.</summary>
    /// <param name="device">The browser in which she has signed in before; it is braked by itself.</param>
    public static string Name(string account, string? device) =>
        device is null ? $"account-{account}" : $"device-{account}-{device}";

    /// <summary>Null when the attempt may be made; it has been counted then.</summary>
    public async Task<(Refusal Refusal, TimeSpan Wait)?> Take(
        HttpRequest request, string name, bool isKnownDevice, CancellationToken stop)
    {
        if (!isKnownDevice && await TakeNetwork(request, stop) is { } crowded) return crowded;
        return await Take(name, isKnownDevice ? FreeOfDevice : FreeOfAccount, stop);
    }

    /// <summary>The same where nobody knows yet whose account it is about.</summary>
    public Task<(Refusal Refusal, TimeSpan Wait)?> TakeNetwork(HttpRequest request, CancellationToken stop) =>
        Take($"network-{tokens.NameOf(NetworkOf(request))}", FreeOfNetwork, stop);

    /// <summary>The password was right: the attempt does not count against the network that it came from.</summary>
    public async Task GiveBack(HttpRequest request, CancellationToken stop)
    {
        var id = new Id<GuessBrake>($"network-{tokens.NameOf(NetworkOf(request))}");
        await store.Update(id, $"given-{Guid.NewGuid():N}", brake => brake.GiveBack(), stop);
    }

    public async Task Clear(string name, CancellationToken stop)
    {
        var id = new Id<GuessBrake>(name);
        await store.Update(id, $"cleared-{Guid.NewGuid():N}", brake => brake.Clear(), stop);
    }

    /// <summary>The network that a request came from: 24 bits of an IPv4 address, 48 of an IPv6 one.</summary>
    public static string NetworkOf(HttpRequest request)
    {
        // Front Door writes the first itself; the second is the platform's, whose last entry is who spoke to it.
        var said = request.Headers["X-Azure-ClientIP"].ToString() is { Length: > 0 } front
            ? front
            : request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        var address = IPEndPoint.TryParse(said, out var point)
            ? point.Address
            : request.HttpContext.Connection.RemoteIpAddress;
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        byte[] bytes = address.GetAddressBytes();
        int kept = bytes.Length == 4 ? 3 : 6;
        Array.Clear(bytes, kept, bytes.Length - kept);
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    private async Task<(Refusal, TimeSpan)?> Take(string name, int free, CancellationToken stop)
    {
        var (id, now) = (new Id<GuessBrake>(name), clock.GetUtcNow());
        var taken = await store.Put<GuessBrake>(
            id, $"try-{Guid.NewGuid():N}", brake => GuessBrake.Take(brake, id, free, now), stop);
        if (taken.Refusal is not { } refusal) return null;
        logger.LogWarning(StaffEvents.Braked, "Attempts to sign in are braked: {Brake}.", name);
        var freeAt = (await store.Find(id, stop))?.Record.FreeAt ?? now;
        return (refusal, freeAt > now ? freeAt - now : TimeSpan.FromSeconds(1));
    }
}

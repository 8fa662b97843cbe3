using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The shop's policy: the version that holds now, and every one that ever held.</summary>
/// <remarks>
/// The present one is remembered, and looked after behind whoever asks: another instance's change is seen within
/// <see cref="Age"/> and the next request. A kept version never changes and is read once in each process.
/// </remarks>
public sealed class Policies
{
    /// <summary>How old what is remembered may be before it is looked at again.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static readonly RecordKind<Shop> Kind = new("shop")
    {
        Status = _ => "Set",
    };

    private readonly TableStore store;
    private readonly FreshCopy<ShopPolicy> present;
    private readonly ConcurrentDictionary<int, ShopPolicy> kept = new();
    private ShopPolicy now = ShopPolicy.Default;

    public Policies(TableStore store, TimeProvider clock, ILogger<Policies> log)
    {
        this.store = store;
        present = new(Age, Limit, clock, log, Look);
    }

    /// <summary>The version that held when it was last asked for; the defaults before that.</summary>
    public ShopPolicy Now => now;

    /// <summary>The version that holds now, at most half a minute behind.</summary>
    public async ValueTask<ShopPolicy> Current(CancellationToken stop) => now = await present.Get(stop);

    /// <summary>A version by its number; 0, from before there were any, is the first.</summary>
    /// <exception cref="InvalidOperationException">There never was such a version.</exception>
    public async ValueTask<ShopPolicy> Of(int version, CancellationToken stop)
    {
        int number = Math.Max(version, 1);
        if (kept.TryGetValue(number, out var known)) return known;
        if (await Find(number, stop) is { } found) return kept.GetOrAdd(number, found);
        // A shop that was never set up has no first one yet.
        return version == 0 ? ShopPolicy.Default
            : throw new InvalidOperationException($"The shop has no version {version} of its settings.");
    }

    /// <summary>A version by its number; null where there is none.</summary>
    public async Task<ShopPolicy?> Find(int version, CancellationToken stop)
    {
        var fact = await store.FindFact(Shop.TheOne, Shop.CauseOf(version), stop);
        return fact?.Data.Deserialize<Shop>(Json.Options) is { } shop ? Numbered(shop) : null;
    }

    /// <summary>Makes the next version. Asked again with the same, it answers as it did.</summary>
    /// <param name="seen">The version that the change was made from; 0 before the first.</param>
    public async Task<Result<Shop>> Set(int seen, ShopPolicy policy, CancellationToken stop)
    {
        int next = seen + 1;
        var set = await store.Put<Shop>(
            Shop.TheOne, Shop.CauseOf(next), known => Shop.Set(known, seen, policy), stop);
        if (set.IsRefused(out var refusal, out _)) return refusal;
        // Whoever was faster may have made this very version of something else.
        bool isMine = await Find(next, stop) is { } made && Same(made, policy);
        if (!isMine) return ShopRefusals.Changed;
        now = await present.Renew(stop);
        return new Shop(Shop.TheOne, next, Numbered(new(Shop.TheOne, next, policy)));
    }

    private static bool Same(ShopPolicy one, ShopPolicy other) =>
        JsonSerializer.SerializeToUtf8Bytes(one, Json.Options).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, Json.Options));

    private static ShopPolicy Numbered(Shop shop) => shop.Policy with { Version = shop.Version };

    private async Task<ShopPolicy> Look(ShopPolicy? last, CancellationToken stop)
    {
        using var scope = StorageCalls.For(nameof(Policies));
        if ((await store.Find(Shop.TheOne, stop))?.Record is not { } shop) return last ?? ShopPolicy.Default;
        return last?.Version == shop.Version ? last : kept.GetOrAdd(shop.Version, Numbered(shop));
    }
}

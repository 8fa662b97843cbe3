using System.Collections.Immutable;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>How the word on a SKU comes from the stock to every page.</summary>
public sealed class SkuBlobTests(AzuriteAccount account) : SkuBlobTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class SkuBlobTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly FakeTimeProvider clock = new(new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero));
    private readonly BlobContainerClient container =
        new(account.ConnectionString, $"availability-{Guid.NewGuid():N}", account.Reach(new BlobClientOptions()));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_never_came_in_cannot_be_bought() =>
        Assert.Equal(Availability.None, (await Instance().Current(Stop)).Of("AMT-NAT"));

    [Fact]
    public async Task A_word_is_seen_by_every_instance_within_five_seconds()
    {
        var reader = Instance();
        string before = (await reader.Current(Stop)).Version;

        await Instance().Set("AMT-NAT", Word(Availability.Few), Stop);
        clock.Advance(TimeSpan.FromSeconds(5.1));

        var seen = await reader.Current(Stop);
        Assert.Equal(Availability.Few, seen.Of("AMT-NAT"));
        Assert.NotEqual(before, seen.Version);
    }

    [Fact]
    public async Task A_word_that_holds_already_is_not_written_again()
    {
        var writer = Instance();
        await writer.Set("AMT-NAT", Word(Availability.Yes), Stop);
        string before = (await Instance().Current(Stop)).Version;

        await writer.Set("AMT-NAT", Word(Availability.Yes), Stop);

        Assert.Equal(before, (await Instance().Current(Stop)).Version);
    }

    [Fact]
    public async Task Many_words_set_at_once_all_stay()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(at =>
            Instance().Set($"SKU-{at}", Word(at % 2 == 0 ? Availability.Few : Availability.Yes), Stop)));

        var seen = await Instance().Current(Stop);
        Assert.All(Enumerable.Range(0, 12), at =>
            Assert.Equal(at % 2 == 0 ? Availability.Few : Availability.Yes, seen.Of($"SKU-{at}")));
    }

    [Fact]
    public async Task Words_that_wait_together_are_written_together()
    {
        var calls = new CallCount();
        var writer = new SkuBlob<Availability>(
            calls.Counting(account, container.Name), "words", clock, NullLogger<SkuBlob<Availability>>.Instance);
        await writer.Set("FIRST", Word(Availability.Yes), Stop);
        int before = calls.Count;

        var skus = Enumerable.Range(0, 200).Select(at => $"SKU-{at}");
        await Task.WhenAll(skus.Select(sku => writer.Set(sku, Word(Availability.Few), Stop)));

        Assert.Equal(Availability.Few, (await Instance().Current(Stop)).Of("SKU-199"));
        Assert.True(calls.Count - before < 100, $"{calls.Count - before} calls for 200 words.");
    }

    [Fact]
    public async Task A_look_that_fails_is_heard_by_who_asked_and_hinders_nobody_after()
    {
        var writer = Instance();

        var failed = writer.Set("AMT-NAT", _ => throw new TimeoutException(), Stop);
        await Assert.ThrowsAsync<TimeoutException>(() => failed);
        await writer.Set("AMT-NAT", Word(Availability.Yes), Stop);

        Assert.Equal(Availability.Yes, (await Instance().Current(Stop)).Of("AMT-NAT"));
    }

    [Fact]
    public async Task Who_looked_too_early_looks_again()
    {
        var stock = Availability.Yes;
        async Task<Availability> Late(CancellationToken stop)
        {
            var seen = stock;
            if (stock == Availability.Yes)
            {
                // The last one is sold between the look and the write; who sold it tells so first.
                stock = Availability.None;
                await Instance().Set("AMT-NAT", _ => Task.FromResult(stock), stop);
            }

            return seen;
        }

        await Instance().Set("AMT-NAT", Late, Stop);

        Assert.Equal(Availability.None, (await Instance().Current(Stop)).Of("AMT-NAT"));
    }

    [Fact]
    public async Task What_says_the_same_in_other_objects_is_not_written_again()
    {
        static StockGlance Seen() => new(
            ImmutableSortedDictionary<string, ShelfGlance>.Empty.Add("MNL", new(3, 5, new(2, 7, null))));
        var writer = new SkuBlob<StockGlance>(
            container, "shelves", clock, NullLogger<SkuBlob<StockGlance>>.Instance);
        await writer.Set("AMT-NAT", _ => Task.FromResult(Seen()), Stop);
        var before = (await container.GetBlobClient("shelves").GetPropertiesAsync()).Value.ETag;

        await writer.Set("AMT-NAT", _ => Task.FromResult(Seen()), Stop);

        Assert.Equal(before, (await container.GetBlobClient("shelves").GetPropertiesAsync()).Value.ETag);
        Assert.Equal(Seen(), (await writer.Current(Stop)).Of("AMT-NAT"));
    }

    private SkuBlob<Availability> Instance() =>
        new(container, "words", clock, NullLogger<SkuBlob<Availability>>.Instance);

    private static Func<CancellationToken, Task<Availability>> Word(Availability word) => _ => Task.FromResult(word);
}

using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>How a published catalog comes to every instance, and stays there.</summary>
public sealed class CatalogBlobsTests(AzuriteAccount account) : CatalogBlobsTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class CatalogBlobsTests<TStorage>(TStorage account) : IClassFixture<TStorage>
    where TStorage : StorageAccount
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider clock = new(new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero));
    private readonly BlobContainerClient container =
        new(account.ConnectionString, $"catalog-{Guid.NewGuid():N}", account.Reach(new BlobClientOptions()));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_shop_shows_nothing()
    {
        var snapshot = await Instance().Current(Stop);

        Assert.Empty(snapshot.Products);
        Assert.Equal(0, snapshot.Search.Ask(new(Currency.Php) { Text = "mug" }, clock.GetUtcNow())!.Total);
    }

    [Fact]
    public async Task What_was_published_is_shown_as_it_was_written()
    {
        var publication = await Publish(Instance(), "p1", DemoCatalog.Products);
        var snapshot = await Instance().Current(Stop);

        Assert.Equal(24, publication.Products);
        Assert.Equal(publication.Version, snapshot.Version);
        Assert.Equal(
            JsonSerializer.Serialize(DemoCatalog.Products.OrderBy(product => product.Id.Value)),
            JsonSerializer.Serialize(snapshot.Products.OrderBy(product => product.Id.Value)));
        var (product, variant) = snapshot.FindSku("IBL-IND-DBL")!.Value;
        Assert.Equal("inabel-blanket", product.Id.Value);
        Assert.Equal(product, snapshot.Find(new("inabel-blanket")));
        Assert.Equal(new Money(395_000, Currency.Php), variant.PriceAt(Currency.Php, clock.GetUtcNow()));
        Assert.Null(snapshot.FindSku("NOT-HERE"));
        Assert.Null(snapshot.Find(new("not-here")));
    }

    [Fact]
    public async Task Who_publishes_sees_it_at_once_and_another_instance_within_seconds()
    {
        var one = Instance();
        var other = Instance();
        Assert.Empty((await other.Current(Stop)).Products);

        await Publish(one, "p1", DemoCatalog.Products);

        Assert.Equal(24, (await one.Current(Stop)).Products.Length);
        Assert.Empty((await other.Current(Stop)).Products);
        clock.Advance(TimeSpan.FromSeconds(3));
        await Until(async () => (await other.Current(Stop)).Products.Length == 24);
    }

    [Fact]
    public async Task The_first_asker_after_a_long_silence_waits_for_what_is_new()
    {
        var other = Instance();
        Assert.Empty((await other.Current(Stop)).Products);
        await Publish(Instance(), "p1", DemoCatalog.Products);

        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(24, (await other.Current(Stop)).Products.Length);
    }

    [Fact]
    public async Task A_warm_instance_asks_the_storage_only_now_and_then()
    {
        var calls = new CallCount();
        await Publish(Instance(), "p1", DemoCatalog.Products);
        var warm = Instance(calls);
        await warm.Current(Stop);
        int before = calls.Count;

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => warm.Current(Stop).AsTask()));
        Assert.Equal(before, calls.Count);

        clock.Advance(TimeSpan.FromSeconds(3));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => warm.Current(Stop).AsTask()));
        await Until(() => Task.FromResult(calls.Count == before + 1));
    }

    [Fact]
    public async Task The_last_catalog_is_served_while_the_storage_is_away()
    {
        var calls = new CallCount();
        await Publish(Instance(), "p1", DemoCatalog.Products);
        var warm = Instance(calls);
        await warm.Current(Stop);

        calls.Broken = true;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(24, (await warm.Current(Stop)).Products.Length);

        calls.Broken = false;
        await Publish(Instance(), "p2", DemoCatalog.Products.Take(3));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, (await warm.Current(Stop)).Products.Length);
    }

    [Fact]
    public async Task The_same_publication_again_is_answered_the_same_and_changes_nothing()
    {
        var blobs = Instance();
        var first = await Publish(blobs, "p1", DemoCatalog.Products);
        await Publish(blobs, "p2", DemoCatalog.Products.Take(3));

        Assert.Equal(first, await Publish(blobs, "p1", DemoCatalog.Products));
        Assert.Equal(3, (await blobs.Current(Stop)).Products.Length);
    }

    [Fact]
    public async Task The_same_products_are_the_same_version()
    {
        var first = await Publish(Instance(), "p1", DemoCatalog.Products);
        var second = await Publish(Instance(), "p2", DemoCatalog.Products.Reverse());

        Assert.Equal(first.Version, second.Version);
    }

    [Fact]
    public async Task Of_two_who_publish_at_once_the_slower_one_looks_again()
    {
        IReadOnlyCollection<Product> drafts = [.. DemoCatalog.Products.Take(1)];
        bool rivalled = false;
        async Task<IReadOnlyCollection<Product>> Load(CancellationToken stop)
        {
            var seen = drafts;
            if (!rivalled)
            {
                rivalled = true;
                drafts = [.. DemoCatalog.Products.Take(2)];
                await Publish(Instance(), "rival", drafts);
            }

            return seen;
        }

        var publication = (await Instance().Publish("slow", Load, Stop)).OrThrow();

        Assert.Equal(2, publication.Products);
        Assert.Equal(2, (await Instance().Current(Stop)).Products.Length);
    }

    [Fact]
    public async Task Products_that_share_a_sku_are_not_published()
    {
        var twin = DemoCatalog.Products[0] with { Id = new("twin") };
        var blobs = Instance();

        var answer = await blobs.Publish("p1", Load([DemoCatalog.Products[0], twin]), Stop);

        Assert.Equal("product.sku_taken", answer.Refusal?.Code);
        Assert.Empty((await blobs.Current(Stop)).Products);
    }

    [Fact]
    public async Task Versions_long_past_are_not_kept()
    {
        var blobs = Instance();
        for (int at = 1; at <= 24; at++) await Publish(blobs, $"p{at}", DemoCatalog.Products.Take(at));

        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: Stop)) names.Add(blob.Name);

        Assert.Equal(21, names.Count);
        Assert.Contains("current", names);
    }

    private CatalogBlobs Instance(CallCount? calls = null) => new(
        calls is null ? container : calls.Counting(account, container.Name), clock, NullLogger<CatalogBlobs>.Instance);

    private static async Task<Publication> Publish(CatalogBlobs blobs, string id, IEnumerable<Product> products) =>
        (await blobs.Publish(id, Load(products), Stop)).OrThrow();

    private static Func<CancellationToken, Task<IReadOnlyCollection<Product>>> Load(IEnumerable<Product> products) =>
        _ => Task.FromResult<IReadOnlyCollection<Product>>([.. products]);

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Patience);
        while (!await holds()) await Task.Delay(20, patience.Token);
    }
}

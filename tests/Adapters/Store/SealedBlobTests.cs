using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

/// <summary>Papers and photos are never in the clear, and can be read again by the shop alone.</summary>
public sealed class SealedBlobTests(AzuriteAccount account) : SealedBlobTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class SealedBlobTests<TStorage>(TStorage account) : IClassFixture<TStorage>
    where TStorage : StorageAccount
{
    private const string OldKey = "the-key-of-last-year-of-32-characters-or-more";
    private const string NewKey = "the-key-of-this-year-of-32-characters-or-more";
    private const string Paper = "%PDF-1.7 for Maria Santos";

    private readonly BlobContainerClient container =
        new(account.ConnectionString, $"papers-{Guid.NewGuid():N}", account.Reach(new BlobClientOptions()));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_kept_sealed_and_the_first_of_its_name_counts_unless_it_is_replaced()
    {
        await Blobs(OldKey).Add("one.pdf", new(Paper), Stop);
        await Blobs(OldKey).Add("one.pdf", new("another"), Stop);

        Assert.DoesNotContain("Maria", await Raw("one.pdf"), StringComparison.Ordinal);
        Assert.Equal(Paper, await Read(OldKey, "one.pdf"));
        await Blobs(OldKey).Put("one.pdf", new("another"), Stop);
        Assert.Equal("another", await Read(OldKey, "one.pdf"));
        Assert.Null(await Blobs(OldKey).Find("two.pdf", Stop));
        await Blobs(OldKey).DeleteAll("one", Stop);
        Assert.Null(await Blobs(OldKey).Find("one.pdf", Stop));
    }

    [Fact]
    public async Task What_was_kept_in_the_clear_is_read_and_sealed_and_comes_under_a_new_key()
    {
        await container.CreateAsync(cancellationToken: Stop);
        var marks = new Dictionary<string, string> { ["order"] = "7K3M" };
        await container.GetBlobClient("old.pdf").UploadAsync(
            new BinaryData(Paper), new BlobUploadOptions { Metadata = marks }, Stop);
        Assert.Equal(Paper, await Read(OldKey, "old.pdf"));

        Assert.Equal(new(null, 1, 1), await Blobs(OldKey).SealSome(null, Stop));
        Assert.Equal(new(null, 1, 0), await Blobs(OldKey).SealSome(null, Stop));
        Assert.DoesNotContain("Maria", await Raw("old.pdf"), StringComparison.Ordinal);
        Assert.Equal("7K3M", (await Blobs(OldKey).Find("old.pdf", Stop))!.Metadata["order"]);

        await Assert.ThrowsAsync<KeyUnknownException>(() => Read(NewKey, "old.pdf"));
        Assert.Equal(new(null, 1, 1), await Blobs($"{NewKey},{OldKey}").SealSome(null, Stop));
        Assert.Equal(Paper, await Read(NewKey, "old.pdf"));
    }

    [Fact]
    public async Task A_file_that_is_put_in_the_place_of_another_does_not_open()
    {
        await Blobs(OldKey).Add("one.pdf", new(Paper), Stop);
        var one = await container.GetBlobClient("one.pdf").DownloadContentAsync(Stop);
        await container.GetBlobClient("two.pdf").UploadAsync(
            one.Value.Content, new BlobUploadOptions { Metadata = one.Value.Details.Metadata }, Stop);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => Read(OldKey, "two.pdf"));
    }

    [Fact]
    public async Task A_file_whose_key_is_damaged_is_not_taken_for_one_in_the_clear()
    {
        await Blobs(OldKey).Add("one.pdf", new(Paper), Stop);
        var bad = new Dictionary<string, string> { ["key"] = "nothing" };
        await container.GetBlobClient("one.pdf").SetMetadataAsync(bad, cancellationToken: Stop);

        await Assert.ThrowsAsync<InvalidDataException>(() => Read(OldKey, "one.pdf"));
        await Assert.ThrowsAsync<InvalidDataException>(() => Blobs(OldKey).SealSome(null, Stop));
    }

    private SealedBlobs Blobs(string key) => new(container, new TextSeal(key));

    private async Task<string> Read(string key, string name) =>
        Encoding.UTF8.GetString((await Blobs(key).Find(name, Stop))!.Content);

    private async Task<string> Raw(string name) => Encoding.Latin1.GetString(
        (await container.GetBlobClient(name).DownloadContentAsync(Stop)).Value.Content.ToArray());
}

using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Serverless.Tests.Adapters;

/// <summary>Counts the calls that reach a storage, and can cut the wire.</summary>
internal sealed class CallCount : HttpPipelineSynchronousPolicy
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public bool Broken { get; set; }

    public BlobContainerClient Counting(StorageAccount account, string container)
    {
        var options = account.Reach(new BlobClientOptions());
        options.Retry.MaxRetries = 0;
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new(account.ConnectionString, container, options);
    }

    public override void OnSendingRequest(HttpMessage message)
    {
        Interlocked.Increment(ref count);
        if (Broken) throw new HttpRequestException("The wire is cut.");
    }
}

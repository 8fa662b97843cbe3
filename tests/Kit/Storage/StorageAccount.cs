using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Tests;

/// <summary>A storage account of a test: on the emulator, or in memory.</summary>
public abstract class StorageAccount
{
    /// <summary>For every Azure storage client.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>What takes the clients' requests there; null where that is the wire, as usual.</summary>
    public virtual HttpPipelineTransport? Transport => null;

    /// <summary>A client's options, so that it comes here.</summary>
    public TOptions Reach<TOptions>(TOptions options) where TOptions : ClientOptions
    {
        if (Transport is { } wire) options.Transport = wire;
        return options;
    }
}

using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

/// <summary>One host with the sample's HTTP functions, for the tests that change nothing of it.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    public FunctionsTestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await SampleApp.Start(typeof(SampleHttp));

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

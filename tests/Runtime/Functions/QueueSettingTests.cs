using System.Diagnostics;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

/// <summary>What the settings of queues do.</summary>
public sealed class QueueSettingTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    private readonly Notebook notebook = new();
    private readonly SampleGate gate = new();

    [Theory]
    [InlineData(2, 0, 2)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 3, 6)]
    public async Task A_batch_is_taken_as_long_as_no_more_run_than_the_threshold(int batch, int threshold, int atOnce)
    {
        var queue = new QueueClient(account.ConnectionString, "long", Base64);
        await queue.CreateIfNotExistsAsync();
        for (int message = 0; message < 10; message++)
            await queue.SendMessageAsync($"{batch} {threshold} {message}");
        await using var host = await Start(("batchSize", $"{batch}"), ("newBatchThreshold", $"{threshold}"));

        await Until.Holds(() => Lines("begin") >= atOnce);
        // What is left where it is tells nobody: several looks at the queue would fit in here.
        var clock = Stopwatch.StartNew();
        await Until.Holds(() => clock.Elapsed > TimeSpan.FromSeconds(1));
        int began = Lines("begin");
        gate.Open();

        Assert.Equal(atOnce, began);
        await Until.Holds(() => Lines("end") == 10);
    }

    [Fact]
    public async Task A_failed_message_rests_for_the_visibility_timeout()
    {
        await using var host = await Start(("visibilityTimeout", "00:00:02"));
        var queue = new QueueClient(account.ConnectionString, "stubborn", Base64);
        await queue.CreateIfNotExistsAsync();

        var clock = Stopwatch.StartNew();
        await queue.SendMessageAsync("2");
        await Until.Holds(() => notebook.Lines.Contains("try 2"));

        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(2), $"It rested for {clock.Elapsed}.");
    }

    [Fact]
    public async Task Without_an_encoding_a_message_is_its_text()
    {
        await using var host = await Start(("messageEncoding", "none"));

        // The host makes its queues once it has started, which may be a moment later.
        var queue = new QueueClient(account.ConnectionString, "text");
        await queue.CreateIfNotExistsAsync();
        await queue.SendMessageAsync("as it is <&>");

        await Until.Holds(() => notebook.Lines.Contains("text as it is <&>"));
    }

    [Theory]
    [InlineData("queueServiceUri", "https://shop.queue.core.windows.net", "https://shop.queue.core.windows.net/")]
    [InlineData("accountName", "shop", "https://shop.queue.core.windows.net/")]
    public void A_connection_may_be_an_account_and_the_identity_of_the_process(
        string name, string value, string expected)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { [$"Storage:{name}"] = value }).Build();

        Assert.Equal(expected, new QueueConnections(settings, wire: null).Open("Storage", new()).Uri.AbsoluteUri);
    }

    [Fact]
    public void A_connection_may_stand_among_the_connection_strings()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["ConnectionStrings:Storage"] = account.ConnectionString }).Build();

        Assert.Equal(
            new QueueServiceClient(account.ConnectionString).Uri,
            new QueueConnections(settings, wire: null).Open("Storage", new()).Uri);
    }

    private static QueueClientOptions Base64 => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    private int Lines(string prefix) =>
        notebook.Lines.Count(line => line.StartsWith(prefix, StringComparison.Ordinal));

    private Task<FunctionsTestHost> Start(params (string Name, string Value)[] queues) => SampleApp.Start(
        options =>
        {
            options.Settings["AzureWebJobsStorage"] = account.ConnectionString;
            options.Settings["Storage"] = account.ConnectionString;
            options.Settings["ParcelQueue"] = "parcels";
            foreach (var (name, value) in queues)
                options.Settings[$"AzureFunctionsJobHost:extensions:queues:{name}"] = value;
            options.Services = services => services.AddSingleton(notebook).AddSingleton(gate);
        },
        typeof(SampleQueues));
}

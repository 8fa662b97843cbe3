using System.Diagnostics;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class QueueTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    private readonly Notebook notebook = new();
    private readonly SampleGate gate = new();

    [Fact]
    public async Task A_message_reaches_its_function_as_text_record_message_or_bytes()
    {
        await using var host = await Start();

        await Send("text", "hello");
        await Send("parcels", """{"name":"tote","weight":350}""");
        await Send("whole", "as it is");
        await Send("bytes", "raw");

        await Noted("text hello");
        await Noted("parcel tote 350");
        await Noted("whole as it is True 1");
        await Noted("bytes raw");
        await Until.Holds(async () => await Length("text") + await Length("parcels") == 0);
    }

    [Fact]
    public async Task Middleware_goes_round_queue_functions_too()
    {
        await using var host = await Start();

        await Send("text", "through middleware");

        await Noted("text through middleware");
        await Noted("queueTrigger Text");
        await Noted("bound through middleware 1");
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_again()
    {
        await using var host = await Start();

        await Send("stubborn", "3");

        await Noted("try 3");
        Assert.Equal(["try 1", "try 2", "try 3"], Lines("try"));
        await Until.Holds(async () => await Length("stubborn") == 0);
    }

    [Fact]
    public async Task A_message_that_keeps_failing_goes_to_the_poison_queue()
    {
        await using var host = await Start(options =>
            options.Settings["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "2");

        await Send("stubborn", "100");

        await Until.Holds(async () => await Length("stubborn-poison") == 1);
        var poison = await Queue("stubborn-poison").ReceiveMessageAsync();
        Assert.Equal("100", poison.Value.Body.ToString());
        Assert.Equal(["try 1", "try 2"], Lines("try"));
        Assert.Equal(0, await Length("stubborn"));
        await Queue("stubborn-poison").DeleteMessageAsync(poison.Value.MessageId, poison.Value.PopReceipt);
    }

    [Fact]
    public async Task A_message_that_is_not_what_the_function_reads_goes_to_the_poison_queue()
    {
        await using var host = await Start();

        await Send("parcels", "no JSON at all");

        await Until.Holds(async () => await Length("parcels-poison") == 1);
        Assert.Empty(Lines("parcel "));
    }

    [Fact]
    public async Task A_message_that_cannot_be_decoded_stands_in_nobodys_way()
    {
        await using var host = await Start();

        await new QueueClient(account.ConnectionString, "bytes").SendMessageAsync("not in base64!");
        await Send("bytes", "good");

        await Noted("bytes good");
        await Until.Holds(async () => await Length("bytes-poison") == 1 && await Length("bytes") == 0);
    }

    [Fact]
    public async Task A_message_stays_taken_for_as_long_as_its_function_runs()
    {
        await using var host = await Start();
        await Send("long", "renewed");
        await Noted("begin renewed");

        // The visibility of messages follows the real clock: three of the leases of a second.
        var clock = Stopwatch.StartNew();
        await Until.Holds(() => clock.Elapsed > TimeSpan.FromSeconds(3));
        gate.Open();

        await Noted("end renewed");
        await Until.Holds(async () => await Length("long") == 0);
        Assert.Equal(["begin renewed"], Lines("begin"));
    }

    [Fact]
    public async Task A_stop_lets_running_messages_finish()
    {
        var host = await Start();
        await Send("long", "drained");
        await Noted("begin drained");

        var stop = host.DisposeAsync().AsTask();
        Assert.False(stop.IsCompleted);
        gate.Open();
        await stop;

        Assert.Contains("end drained", notebook.Lines);
        Assert.Equal(0, await Length("long"));
    }

    [Fact]
    public async Task What_a_killed_host_was_working_on_comes_back()
    {
        var killed = await Start();
        await Send("long", "again");
        await Noted("begin again");
        await killed.Kill();
        gate.Open();

        await using var next = await Start();

        await Until.Holds(() => Lines("begin").Count == 2);
        await Until.Holds(async () => await Length("long") == 0);
    }

    [Fact]
    public async Task What_is_switched_off_is_not_even_looked_at()
    {
        await Assert.ThrowsAsync<StartException>(() => Start(_ => { }, typeof(SampleSwitchedOff)));

        await using var host = await Start(
            options => options.Settings["AzureWebJobs.Off.Disabled"] = "true", typeof(SampleSwitchedOff));
        await using var other = await Start(
            options => options.Settings["AzureWebJobs_Off_Disabled"] = "1", typeof(SampleSwitchedOff));
    }

    [Theory]
    [InlineData(typeof(BadQueueName), "Function 'BadQueueName': 'No_Such_Name' is no name for a queue")]
    [InlineData(typeof(UnknownSetting), "%NoSuchSetting% names a setting that is not there.")]
    public async Task A_queue_that_cannot_be_read_is_told_at_start(Type functions, string expected)
    {
        var exception = await Assert.ThrowsAsync<StartException>(() => Start(_ => { }, functions));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "setting 'AzureWebJobsStorage' has no connection to a storage account.")]
    [InlineData("gibberish", "setting 'AzureWebJobsStorage' is no connection string of a storage account.")]
    public async Task A_connection_that_is_missing_or_wrong_is_told_at_start(string? connection, string expected)
    {
        var exception = await Assert.ThrowsAsync<StartException>(
            () => Start(options => options.Settings["AzureWebJobsStorage"] = connection));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_can_wait_until_every_message_it_sent_is_done()
    {
        await using var host = await Start();
        for (int message = 0; message < 40; message++)
            await Send("text", $"waited for {message}");

        await host.WhenIdle();

        Assert.Equal(40, Lines("text waited for").Count);
        Assert.Equal(0, await Length("text"));
    }

    [Fact]
    public async Task An_idle_queue_is_looked_at_ever_more_seldom()
    {
        await using var host = await Start(options =>
            options.Settings["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "01:00:00");
        await host.WhenIdle();
        using var looks = new LookCounter(Queue("text").Uri);

        // Pauses follow the real clock: after three seconds they are longer than one.
        var clock = Stopwatch.StartNew();
        await Until.Holds(() => clock.Elapsed > TimeSpan.FromSeconds(3));

        Assert.InRange(looks.Count, 0, 6);
    }

    [Fact]
    public async Task A_message_sent_by_this_process_is_noticed_at_once()
    {
        using var watcher = new SendWatcher();
        var queue = Queue("noticed");
        await queue.CreateIfNotExistsAsync();
        var noticed = new List<TimeSpan>();
        using var watch = watcher.Watch(queue.Uri, noticed.Add);

        await queue.SendMessageAsync("now");
        await queue.SendMessageAsync("later", TimeSpan.FromSeconds(30));
        await queue.ReceiveMessageAsync();

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(30)], noticed);
    }

    private Task<FunctionsTestHost> Start(Action<TestHostOptions>? configure = null, Type? functions = null) =>
        SampleApp.Start(
            options =>
            {
                options.Settings["AzureWebJobsStorage"] = account.ConnectionString;
                options.Settings["Storage"] = account.ConnectionString;
                options.Settings["ParcelQueue"] = "parcels";
                options.Settings["Runtime:QueueLease"] = "00:00:01";
                options.Services = services => services.AddSingleton(notebook).AddSingleton(gate);
                configure?.Invoke(options);
            },
            functions ?? typeof(SampleQueues));

    private QueueClient Queue(string name) =>
        new(account.ConnectionString, name, new() { MessageEncoding = QueueMessageEncoding.Base64 });

    private async Task Send(string queue, string text) => await Queue(queue).SendMessageAsync(text);

    private async Task<int> Length(string name)
    {
        var queue = Queue(name);
        return await queue.ExistsAsync() ? (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;
    }

    private Task Noted(string line) => Until.Holds(() => notebook.Lines.Contains(line), what: line);

    private List<string> Lines(string prefix) =>
        [.. notebook.Lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal))];
}

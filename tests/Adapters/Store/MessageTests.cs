using System.Diagnostics;
using System.Text;
using Azure.Storage.Queues;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class MessageTests(AzuriteAccount account) : MessageTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class MessageTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly Bench bench = new(account);
    private readonly string queue = $"parcels-{Guid.NewGuid():N}"[..20];

    private sealed record Note(string Order, long Version);

    private QueueServiceClient Queues => bench.Clients.Queues;

    [Fact]
    public async Task A_message_is_JSON_in_base64_as_the_Functions_host_expects()
    {
        await new QueueMessages(Queues).Send(queue, new Note("7K3M", 4));
        var raw = new QueueClient(account.ConnectionString, queue, account.Reach(new QueueClientOptions()));

        var message = Assert.Single((await raw.ReceiveMessagesAsync(5)).Value);
        Assert.Equal(
            "{\"order\":\"7K3M\",\"version\":4}",
            Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString())));
    }

    [Fact]
    public async Task A_message_carries_the_trace_of_its_sender_and_its_consumer_goes_on_in_it()
    {
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MessageTrace.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(spans);
        var sender = new Activity("sender").SetIdFormat(ActivityIdFormat.W3C).Start();
        await new QueueMessages(Queues).Send(queue, new Note("7K3M", 4));
        sender.Stop();

        var body = Assert.Single((await Queues.GetQueueClient(queue).ReceiveMessagesAsync(5)).Value).Body;
        Assert.Equal(new Note("7K3M", 4), body.ToObjectFromJson<Note>(Json.Options));
        using var host = new Activity("host's own").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var consumer = MessageTrace.Continue("Consumer", body.ToString());

        Assert.Equal((sender.TraceId, sender.SpanId), (consumer!.TraceId, consumer.ParentSpanId));
        Assert.Equal(host.Context, Assert.Single(consumer.Links).Context);
        Assert.Same(consumer, Activity.Current);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[1]")]
    [InlineData("""{"order":"7K3M"}""")]
    [InlineData("""{"traceparent":7}""")]
    [InlineData("""{"traceparent":"nonsense"}""")]
    public void A_message_without_a_trace_is_no_trouble(string message) =>
        Assert.Null(MessageTrace.Continue("Consumer", message));

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_by_name()
    {
        var messages = new QueueMessages(Queues);
        await messages.Send(queue, new Note(new string('x', 48 * 1024 - 100), 1));
        var fault = await Assert.ThrowsAsync<ArgumentException>(() =>
            messages.Send(queue, new Note(new string('x', 48 * 1024), 1)));

        Assert.Contains($"A Note for '{queue}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_see_what_is_in_the_poison_queues_and_put_one_back()
    {
        for (int i = 0; i < 40; i++) await new QueueMessages(Queues).Send(queue + "-poison", new Note($"order-{i}", i));
        var poison = new Poison(bench.Clients);
        var seen = (await poison.List()).Where(message => message.Queue == queue).ToList();
        Assert.Equal(32, seen.Count);
        Assert.Contains("\"order-3\"", seen[3].Body, StringComparison.Ordinal);

        Assert.True(await poison.Replay(queue, seen[3].Id));
        Assert.False(await poison.Replay(queue, seen[3].Id));

        var back = Assert.Single((await Queues.GetQueueClient(queue).ReceiveMessagesAsync(5)).Value);
        Assert.Equal(seen[3].Body, back.Body.ToString());
        var still = (await poison.List()).Where(message => message.Queue == queue);
        var left = still.Select(message => message.Id).ToList();
        Assert.Equal(32, left.Count);
        Assert.DoesNotContain(seen[3].Id, left);
        Assert.Contains(seen[4].Id, left);
    }

    [Fact]
    public async Task A_replay_that_died_after_sending_is_repeated_without_losing_the_message()
    {
        await new QueueMessages(Queues).Send(queue + "-poison", new Note("7K3M", 1));
        string id = (await new Poison(bench.Clients).List()).Single(message => message.Queue == queue).Id;
        bench.Luck.Before = request =>
            request.Method == Azure.Core.RequestMethod.Delete ? new ProcessEndedException() : null;
        await Assert.ThrowsAsync<ProcessEndedException>(() => new Poison(bench.Clients).Replay(queue, id));
        bench.Luck.Before = null;

        Assert.True(await new Poison(bench.Clients).Replay(queue, id));
        var arrived = (await Queues.GetQueueClient(queue).ReceiveMessagesAsync(5)).Value;
        Assert.Equal(2, arrived.Length);
        Assert.All(arrived, message => Assert.Contains("7K3M", message.Body.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no base64 at all")]
    [InlineData("/w==")]
    public async Task A_message_that_no_consumer_can_read_hides_none_and_can_be_put_back_or_dropped(string raw)
    {
        var poison = new Poison(bench.Clients);
        await new QueueMessages(Queues).Send(queue + "-poison", new Note("7K3M", 1));
        var plain = new QueueClient(
            account.ConnectionString, queue + "-poison", account.Reach(new QueueClientOptions()));
        await plain.SendMessageAsync(raw);
        await plain.SendMessageAsync(raw);

        var seen = (await poison.List()).Where(message => message.Queue == queue).ToList();
        Assert.Equal([false, true, true], seen.Select(message => message.IsRaw));
        Assert.All(seen.Skip(1), message => Assert.Equal(raw, message.Body));

        Assert.True(await poison.Drop(queue, seen[1].Id));
        Assert.False(await poison.Drop(queue, seen[1].Id));
        Assert.True(await poison.Replay(queue, seen[2].Id));
        var back = Assert.Single((await Queues.GetQueueClient(queue).ReceiveMessagesAsync(5)).Value);
        Assert.Equal(raw, back.Body.ToString());
        var left = (await poison.List()).Where(message => message.Queue == queue);
        Assert.Contains("7K3M", Assert.Single(left).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-queue")]
    [InlineData("NO/../queue")]
    [InlineData("")]
    public async Task A_replay_of_what_is_not_there_does_nothing(string name) =>
        Assert.False(await new Poison(bench.Clients).Replay(name, "x"));
}

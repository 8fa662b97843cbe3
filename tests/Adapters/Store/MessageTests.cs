using System.Text;
using Azure.Storage.Queues;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class MessageTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    private readonly Bench bench = new(account);
    private readonly string queue = $"parcels-{Guid.NewGuid():N}"[..20];

    private sealed record Note(string Order, long Version);

    private QueueServiceClient Queues => bench.Clients.Queues;

    [Fact]
    public async Task A_message_is_JSON_in_base64_as_the_Functions_host_expects()
    {
        await new QueueMessages(Queues).Send(queue, new Note("7K3M", 4));
        var raw = new QueueClient(account.ConnectionString, queue);

        var message = Assert.Single((await raw.ReceiveMessagesAsync(5)).Value);
        Assert.Equal(
            "{\"order\":\"7K3M\",\"version\":4}",
            Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString())));
    }

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
        var poison = new Poison(Queues);
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
        string id = (await new Poison(Queues).List()).Single(message => message.Queue == queue).Id;
        bench.Luck.Before = request =>
            request.Method == Azure.Core.RequestMethod.Delete ? new ProcessEndedException() : null;
        await Assert.ThrowsAsync<ProcessEndedException>(() => new Poison(Queues).Replay(queue, id));
        bench.Luck.Before = null;

        Assert.True(await new Poison(Queues).Replay(queue, id));
        var arrived = (await Queues.GetQueueClient(queue).ReceiveMessagesAsync(5)).Value;
        Assert.Equal(2, arrived.Length);
        Assert.All(arrived, message => Assert.Contains("7K3M", message.Body.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-queue")]
    [InlineData("NO/../queue")]
    [InlineData("")]
    public async Task A_replay_of_what_is_not_there_does_nothing(string name) =>
        Assert.False(await new Poison(Queues).Replay(name, "x"));
}

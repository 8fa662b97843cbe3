using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Journeys;

/// <summary>Every message that the shop has sent, to be sent once more.</summary>
public sealed class Overheard
{
    private readonly ConcurrentQueue<(string Queue, Func<IMessages, Task> Say)> said = [];

    /// <summary>The queues on which there was something to hear.</summary>
    public IEnumerable<string> Queues => said.Select(one => one.Queue).Distinct();

    public int Count => said.Count;

    /// <summary>Listens from the start of a shop.</summary>
    public void Listen(TestHostOptions host) => host.Services += services => services.AddSingleton<IMessages>(
        all => new Listening(new QueueMessages(all.GetRequiredService<QueueServiceClient>()), said));

    /// <summary>Says everything again, the last first, so that what is old comes after what is newer.</summary>
    public async Task SayBackwards(TestShop shop)
    {
        var plain = new QueueMessages(shop.Services.GetRequiredService<QueueServiceClient>());
        foreach (var (_, say) in said.Reverse()) await say(plain);
    }

    private sealed class Listening(IMessages inner, ConcurrentQueue<(string, Func<IMessages, Task>)> said) : IMessages
    {
        public async Task Send<T>(string queue, T message, CancellationToken stop = default)
        {
            await inner.Send(queue, message, stop);
            said.Enqueue((queue, messages => messages.Send(queue, message)));
        }
    }
}

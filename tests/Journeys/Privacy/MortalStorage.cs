using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;

namespace Serverless.Tests.Journeys;

/// <summary>The storage as a process sees it that dies after so many calls.</summary>
internal static class MortalStorage
{
    public static (TableStore Store, StorageClients Clients, TextSeal Seal) Of(TestShop shop, int calls)
    {
        var services = shop.Services;
        var clients = StorageClients.From(services.GetRequiredService<IConfiguration>(), null, null, new Mortal(calls));
        var seal = services.GetRequiredService<TextSeal>();
        return (
            new TableStore(
                clients.Tables, services.GetRequiredService<RecordKinds>(), new RecordSeal(seal), shop.Clock!),
            clients, seal);
    }

    /// <summary>Does something in processes that die later and later until one lives; answers how many died.</summary>
    public static async Task<int> Deaths(TestShop shop, Func<TableStore, StorageClients, TextSeal, Task<bool>> act)
    {
        for (int deaths = 0; ; deaths++)
        {
            Assert.True(deaths < 500, "It never lives.");
            var (store, clients, seal) = Of(shop, deaths);
            try
            {
                if (await act(store, clients, seal)) return deaths;
                Assert.Fail("It lived and had not done it.");
            }
            catch (DeadException)
            {
                // The next one lives a call longer.
            }
        }
    }

    public sealed class DeadException : Exception;

    private sealed class Mortal(int calls) : HttpPipelinePolicy
    {
        private int left = calls;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Live();
            ProcessNext(message, pipeline);
        }

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Live();
            return ProcessNextAsync(message, pipeline);
        }

        private void Live()
        {
            if (Interlocked.Decrement(ref left) < 0) throw new DeadException();
        }
    }
}

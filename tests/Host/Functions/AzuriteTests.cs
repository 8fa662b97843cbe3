using Azure.Storage.Queues;

namespace Serverless.Tests.Runtime;

public sealed class AzuriteTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    [Fact]
    public async Task An_account_does_not_see_the_queues_of_another()
    {
        var other = new AzuriteAccount();
        await new QueueClient(account.ConnectionString, "mine").CreateAsync();

        Assert.True(await new QueueClient(account.ConnectionString, "mine").ExistsAsync());
        Assert.False(await new QueueClient(other.ConnectionString, "mine").ExistsAsync());
    }
}

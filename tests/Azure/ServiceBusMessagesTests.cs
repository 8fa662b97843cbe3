using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using global::Azure.Identity;
using global::Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>The Service Bus adapter, against the shapes of its package.</summary>
public sealed class ServiceBusMessagesTests
{
    private readonly ServiceBusClient client = new("shop.servicebus.windows.net", new AzureCliCredential());
    private readonly ServiceBusMessages messages;

    public ServiceBusMessagesTests() => messages = new(client);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_as_the_worker_reads_it()
    {
        var notice = new ParcelNotice("e1", "NV1", "o1-1", ParcelMovement.Delivered, DateTimeOffset.UnixEpoch);
        await messages.Send(FulfilmentFunctions.Queue, notice, Stop);

        var (queue, sent) = Assert.Single(client.Sent);
        Assert.Equal((FulfilmentFunctions.Queue, "application/json"), (queue, sent.ContentType));
        var worker = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };
        Assert.Equal(notice, sent.Body.ToObjectFromJson<ParcelNotice>(worker));
        Assert.DoesNotContain("messageId", sent.Body.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_the_same_news_has_the_same_id_so_that_the_queue_drops_the_second()
    {
        for (var again = 0; again < 2; again++)
            await messages.Send(PaymentFunctions.Queue, new PaymentNotice("evt_1", "kind", null, "pi_1"), Stop);
        await messages.Send(OrderPlaced.Queue, new OrderPlaced(new Id<Order>("o-1")), Stop);
        Assert.Equal(["evt_1", "evt_1", "o-1"], client.Sent.Select(sent => sent.Message.MessageId));
    }

    [Fact]
    public async Task A_message_carries_the_trace_of_its_sender_where_the_Functions_host_looks_for_it()
    {
        using var sender = new Activity("sender").SetIdFormat(ActivityIdFormat.W3C).Start();
        await messages.Send(StockNews.Queue, Changed("BAG-1"), Stop);
        var sent = Assert.Single(client.Sent).Message;
        Assert.Equal(sender.Id, sent.ApplicationProperties["Diagnostic-Id"]);
        Assert.DoesNotContain("traceparent", sent.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_be_true_again_has_no_id_and_is_never_dropped()
    {
        await messages.Send(StockNews.Queue, Changed("BAG-1"), Stop);
        Assert.Null(Assert.Single(client.Sent).Message.MessageId);
    }

    [Fact]
    public async Task An_id_that_is_too_long_is_made_short_and_stays_distinct()
    {
        foreach (string end in (string[])["a", "b", "a"])
        {
            string id = new string('x', 200) + end;
            await messages.Send(PaymentFunctions.Queue, new PaymentNotice(id, "kind", null, null), Stop);
        }
        var ids = client.Sent.Select(sent => sent.Message.MessageId!).ToList();
        Assert.Equal(ids[0], ids[2]);
        Assert.NotEqual(ids[0], ids[1]);
        Assert.All(ids, id => Assert.InRange(id.Length, 1, 128));
    }

    [Fact]
    public async Task One_sender_per_queue_is_kept_open()
    {
        foreach (string queue in (string[])["a", "a", "b"]) await messages.Send(queue, Changed("S"), Stop);
        Assert.Equal(2, client.Senders);
    }

    [Fact]
    public async Task A_message_that_a_Storage_Queue_would_not_take_is_refused_here_too()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => messages.Send("news", Changed(new string('x', 48 * 1024)), Stop));
        Assert.Contains((48 * 1024).ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.Empty(client.Sent);
    }

    [Fact]
    public void The_connection_is_a_namespace_and_an_identity_never_a_key()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ServiceBus:fullyQualifiedNamespace"] = "shop.servicebus.windows.net",
        }).Build();
        Assert.Equal("shop.servicebus.windows.net", ServiceBusConnection.Open(settings)!.FullyQualifiedNamespace);
        Assert.Null(ServiceBusConnection.Open(new ConfigurationBuilder().Build()));
    }

    private static StockChanged Changed(string sku) => new(Stock.At(sku, "MNL"), 1);
}

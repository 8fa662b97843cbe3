using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Amqp;
using Amqp.Framing;
using global::Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>What Service Bus gets to hear from the adapter, with the genuine client over the wire.</summary>
public sealed class ServiceBusMessagesTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Worker = new() { PropertyNameCaseInsensitive = true };

    private readonly BusPeer peer = BusPeer.Listen();
    private readonly ServiceBusClient client;
    private readonly ServiceBusMessages messages;

    public ServiceBusMessagesTests()
    {
        client = peer.Connect();
        messages = new(client, TimeProvider.System);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IEnumerable<Message> Sent => peer.Arrived.Select(one => one.Message);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await messages.DisposeAsync();
        await client.DisposeAsync();
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task A_message_arrives_as_the_worker_reads_it()
    {
        var notice = new ParcelNotice("e1", "NV1", "o1-1", ParcelMovement.Delivered, DateTimeOffset.UnixEpoch);
        await messages.Send(FulfilmentFunctions.Queue, notice, Stop);

        var (queue, sent) = Assert.Single(peer.Arrived);
        Assert.Equal(
            (FulfilmentFunctions.Queue, "application/json"), (queue, sent.Properties.ContentType.ToString()));
        Assert.Equal(notice, JsonSerializer.Deserialize<ParcelNotice>(Body(sent), Worker));
        Assert.DoesNotContain("messageId", Body(sent), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_the_same_news_has_the_same_id_so_that_the_queue_drops_the_second()
    {
        for (var again = 0; again < 2; again++)
            await messages.Send(PaymentFunctions.Queue, new PaymentNotice("evt_1", "kind", null, "pi_1"), Stop);
        await messages.Send(OrderPlaced.Queue, new OrderPlaced(new Id<Order>("o-1")), Stop);
        Assert.Equal(["evt_1", "evt_1", "o-1"], Ids());
    }

    [Fact]
    public async Task What_may_be_true_again_has_another_id_each_time_and_is_never_dropped()
    {
        for (var again = 0; again < 2; again++) await messages.Send(StockNews.Queue, Changed("BAG-1"), Stop);
        Assert.Equal(2, Ids().Distinct().Count());
        Assert.All(Ids(), id => Assert.True(Guid.TryParse(id, out _), id));
    }

    [Fact]
    public async Task An_id_that_is_too_long_is_made_short_and_stays_distinct()
    {
        foreach (string end in (string[])["a", "b", "a"])
        {
            string id = new string('x', 200) + end;
            await messages.Send(PaymentFunctions.Queue, new PaymentNotice(id, "kind", null, null), Stop);
        }
        var ids = Ids().ToList();
        Assert.Equal(ids[0], ids[2]);
        Assert.NotEqual(ids[0], ids[1]);
        Assert.All(ids, id => Assert.InRange(id.Length, 1, 128));
    }

    [Fact]
    public async Task A_message_carries_the_trace_of_its_sender_where_the_Functions_host_looks_for_it()
    {
        using var sender = new Activity("sender").SetIdFormat(ActivityIdFormat.W3C).Start();
        await messages.Send(StockNews.Queue, Changed("BAG-1"), Stop);
        var sent = Assert.Single(Sent);
        Assert.Equal(sender.Id, sent.ApplicationProperties["Diagnostic-Id"]);
        Assert.DoesNotContain("traceparent", Body(sent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_traces_a_message_carries_nothing_beside_itself()
    {
        Activity.Current = null;
        await messages.Send(StockNews.Queue, Changed("BAG-1"), Stop);
        Assert.Null(Assert.Single(Sent).ApplicationProperties);
    }

    [Fact]
    public async Task One_link_per_queue_is_kept_open_until_the_app_ends()
    {
        foreach (string queue in (string[])["a", "a", "b"]) await messages.Send(queue, Changed("S"), Stop);
        Assert.Equal(2, peer.Attached);
        Assert.Equal(["a", "b"], peer.Open.Order());

        await messages.DisposeAsync();
        await Until.Holds(() => !peer.Open.Any());
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => messages.Send("a", Changed("S"), Stop));
    }

    [Fact]
    public async Task A_message_that_a_Storage_Queue_would_not_take_is_refused_here_too()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => messages.Send("news", Changed(new string('x', 48 * 1024)), Stop));
        Assert.Contains((48 * 1024).ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Arrived);
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

    private IEnumerable<string> Ids() => Sent.Select(sent => sent.Properties.MessageId);

    private static string Body(Message sent) => Encoding.UTF8.GetString(((Data)sent.BodySection).Binary);

    private static StockChanged Changed(string sku) => new(Stock.At(sku, "MNL"), 1);
}

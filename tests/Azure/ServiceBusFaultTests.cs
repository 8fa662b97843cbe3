using Amqp.Framing;
using global::Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>What a sender sees of a Service Bus that is not well: a fault, and before long.</summary>
public sealed class ServiceBusFaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new();
    private readonly BusPeer peer = BusPeer.Listen();
    private readonly ServiceBusClient client;
    private readonly ServiceBusMessages messages;

    public ServiceBusFaultTests()
    {
        client = peer.Connect();
        messages = new(client, clock);
    }

    public static TheoryData<string> HandedBack => ["released", "modified"];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await messages.DisposeAsync();
        await client.DisposeAsync();
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task A_link_that_was_lost_between_two_messages_is_opened_again()
    {
        await Send("evt_1");
        peer.CutLinks();
        await Send("evt_2");
        // The second may have been on its way over the lost link: then it comes twice.
        Assert.Equal(["evt_1", "evt_2"], Ids().Distinct());
        Assert.Equal(2, peer.Attached);
    }

    [Fact]
    public async Task A_link_that_is_lost_before_the_answer_loses_nothing_and_the_queue_knows_the_second_by_its_id()
    {
        peer.Answer = link =>
        {
            peer.Answer = _ => new Accepted();
            BusPeer.Cut(link);
            return null;
        };
        await messages.Send(StockNews.Queue, new StockChanged(Commerce.Stock.At("BAG-1", "MNL"), 1));
        Assert.Equal(2, Ids().Count());
        Assert.NotNull(Assert.Single(Ids().Distinct()));
    }

    [Theory]
    [MemberData(nameof(HandedBack))]
    public async Task A_message_that_is_handed_back_is_a_fault_that_says_so(string how)
    {
        peer.Answer = _ => how == "released" ? new Released() : new Modified();
        var fault = await Assert.ThrowsAsync<ServiceBusException>(() => Send("evt_1"));
        Assert.True(fault.IsTransient);
        Assert.Equal(PaymentFunctions.Queue, fault.EntityPath);
        Assert.Contains("handed the message back", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_refused_is_a_fault_with_the_reason_of_the_queue()
    {
        peer.Answer = _ => new Rejected { Error = new("amqp:not-allowed") { Description = "closed for today" } };
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => Send("evt_1"));
        Assert.Contains("closed for today", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_never_answers_is_given_up_and_nobody_takes_that_for_a_stop()
    {
        peer.Answer = _ => null;
        var sending = Send("evt_1");
        await Until.Holds(() => !peer.Arrived.IsEmpty);
        clock.Advance(ServiceBusMessages.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        var fault = await Assert.ThrowsAsync<ServiceBusException>(() => sending);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, fault.Reason);
        Assert.Null(fault.InnerException);
    }

    [Fact]
    public async Task A_link_that_is_never_answered_is_given_up_as_well()
    {
        peer.Silent = true;
        var sending = Send("evt_1");
        await Until.Holds(() => peer.Attached > 0);
        clock.Advance(ServiceBusMessages.Patience);
        var fault = await Assert.ThrowsAsync<ServiceBusException>(() => sending);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, fault.Reason);
    }

    [Fact]
    public async Task A_bus_that_is_out_of_reach_is_a_fault_and_the_next_message_goes_through_once_it_is_back()
    {
        var gone = BusPeer.Listen();
        await gone.DisposeAsync();
        await using var line = gone.Connect();
        await using var later = new ServiceBusMessages(line, clock);
        var notice = new PaymentNotice("evt_1", "kind", null, null);
        await Assert.ThrowsAsync<ServiceBusException>(() => later.Send(PaymentFunctions.Queue, notice));

        await using var back = BusPeer.Listen(gone.Port);
        await later.Send(PaymentFunctions.Queue, notice);
        Assert.Single(back.Arrived);
    }

    [Fact]
    public async Task Whoever_stops_the_app_does_not_wait_for_a_queue()
    {
        peer.Answer = _ => null;
        using var stop = new CancellationTokenSource();
        var sending = Send("evt_1", stop.Token);
        await Until.Holds(() => !peer.Arrived.IsEmpty);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_bus_that_is_busy_is_given_up_after_a_while()
    {
        peer.Answer = _ => new Rejected { Error = new("com.microsoft:server-busy") { Description = "busy" } };
        var sending = Send("evt_1");
        await Until.Holds(() => !peer.Arrived.IsEmpty);
        clock.Advance(ServiceBusMessages.Patience);

        // Which of the two depends on whether the client has heard the answer by then.
        var fault = await Assert.ThrowsAsync<ServiceBusException>(() => sending);
        Assert.True(
            fault.Reason is ServiceBusFailureReason.ServiceBusy or ServiceBusFailureReason.ServiceTimeout,
            $"{fault.Reason}");
        Assert.Single(peer.Arrived);
    }

    [Fact]
    public async Task An_app_that_may_not_send_hears_it()
    {
        peer.TokenStatus = 401;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Send("evt_1"));
        Assert.Empty(peer.Arrived);
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_not_asked_for_again()
    {
        peer.Refusal = new("amqp:not-found") { Description = "no such queue" };
        var fault = await Assert.ThrowsAsync<ServiceBusException>(() => Send("evt_1"));
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, fault.Reason);
        Assert.Equal(1, peer.Attached);
    }

    [Fact]
    public async Task A_queue_that_takes_less_says_how_much()
    {
        peer.MostBytes = 1024;
        var fault = await Assert.ThrowsAsync<ServiceBusException>(() => Send(new string('x', 2000)));
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, fault.Reason);
        Assert.Contains("1024", fault.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Arrived);
    }

    [Fact]
    public async Task An_app_ends_though_the_bus_has_gone()
    {
        await Send("evt_1");
        await peer.DisposeAsync();
        await messages.DisposeAsync();
        await client.DisposeAsync();
    }

    private Task Send(string id, CancellationToken stop = default) =>
        messages.Send(PaymentFunctions.Queue, new PaymentNotice(id, "kind", null, null), stop);

    private IEnumerable<string> Ids() => peer.Arrived.Select(one => one.Message.Properties.MessageId);
}

using System.Net.Http.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>What people do in the provider's dashboard, as the shop reads it out of its books.</summary>
public sealed class DashboardTests
{
    private static readonly Money Price = new(125_000, Currency.Php);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refund_made_there_is_told_apart_from_the_shops_own()
    {
        await using var outside = await Outside.Open();
        string payment = await Capture(outside);
        await outside.Payments.Refund(new("r1", "o1", payment, new(5_000, Currency.Php), Now(outside)), Stop);
        await Do(outside, payment, "refund", new { amount = 20_000 });

        var moved = (await outside.Payments.Statement(payment, Stop)).Moved;

        Assert.Equal(["r1", null], moved.OrderBy(one => one.Amount).Select(one => one.Refund));
        var there = moved.Single(one => one.Refund is null);
        Assert.Equal((OutsideKind.Refund, 20_000, true), (there.Kind, there.Amount.Amount, there.IsGone));
        Assert.Equal(Now(outside), there.At);
    }

    [Fact]
    public async Task Its_notices_come_signed_and_name_the_payment()
    {
        await using var outside = await Outside.Open();
        string payment = await Capture(outside);
        await Do(outside, payment, "refund", new { amount = 20_000 });

        var (body, signature, _) = await outside.Shop.Hear("charge.refunded");
        var notice = outside.Payments.Read(body, signature, Now(outside))!;

        Assert.Equal(("charge.refunded", "o1", payment, null), (notice.Kind, notice.Order, notice.Payment, notice.Key));
        Assert.True(notice.TellsOfMoney);
    }

    [Fact]
    public async Task What_the_shop_captured_and_gave_up_itself_is_no_news()
    {
        await using var outside = await Outside.Open();
        string payment = await Capture(outside);
        string other = await Authorise(outside, "o2");
        await outside.Payments.Void("o2", other, Stop);

        Assert.Null((await outside.Payments.Statement(payment, Stop)).Elsewhere);
        Assert.False((await Notice(outside, "payment_intent.succeeded")).TellsOfMoney);
        Assert.False((await Notice(outside, "payment_intent.canceled")).TellsOfLapse);
    }

    [Fact]
    public async Task A_capture_made_there_says_how_much()
    {
        await using var outside = await Outside.Open();
        string payment = await Authorise(outside, "o1");
        await Do(outside, payment, "capture", new { amount = 100_000 });

        Assert.Equal(100_000, (await outside.Payments.Statement(payment, Stop)).Elsewhere!.Value.Amount);
        Assert.Equal(100_000, (await outside.Payments.Look(payment, Stop)).Elsewhere!.Value.Amount);
        Assert.True((await Notice(outside, "payment_intent.succeeded")).TellsOfMoney);
    }

    [Fact]
    public async Task A_promise_that_was_cancelled_there_or_lapsed_has_ended()
    {
        await using var outside = await Outside.Open();
        await Do(outside, await Authorise(outside, "o1"), "cancellation");
        Assert.True((await Notice(outside, "payment_intent.canceled")).TellsOfLapse);

        await Authorise(outside, "o2");
        outside.Clock.Advance(TimeSpan.FromDays(7));
        Assert.True((await Notice(outside, "charge.expired")).TellsOfLapse);
    }

    [Theory]
    [InlineData("won", DisputeStanding.Won)]
    [InlineData("lost", DisputeStanding.Lost)]
    public async Task A_dispute_takes_the_money_and_a_fee_and_gives_it_back_where_it_is_won(
        string outcome, DisputeStanding standing)
    {
        await using var outside = await Outside.Open();
        string payment = await Capture(outside);
        await Do(outside, payment, "dispute", new { });
        await outside.Shop.Hear("charge.dispute.funds_withdrawn");
        var open = Assert.Single((await outside.Payments.Statement(payment, Stop)).Moved);
        Assert.Equal((Price, true, DisputeStanding.Open), (open.Amount, open.IsGone, open.Standing));
        Assert.Equal(80_000, open.Moves[0].Fee!.Value.Amount);
        var refused = await outside.Payments.Refund(new("r1", "o1", payment, Price, Now(outside)), Stop);
        Assert.Equal((false, "charge_disputed"), (refused.Succeeded, refused.FailureCode));

        await Do(outside, payment, $"dispute/{outcome}");

        await outside.Shop.Hear("charge.dispute.closed");
        var closed = Assert.Single((await outside.Payments.Statement(payment, Stop)).Moved);
        Assert.Equal((outcome == "lost", standing), (closed.IsGone, closed.Standing));
        Assert.Equal(outcome == "won", outside.Shop.All.Any(one => one.Says("funds_reinstated")));
    }

    [Fact]
    public async Task A_refund_that_was_set_anew_is_asked_for_under_a_key_of_its_own()
    {
        await using var outside = await Outside.Open();
        string payment = await Capture(outside);
        var ask = new RefundOrder("r1", "o1", payment, Price, Now(outside));
        await Do(outside, payment, "refund", new { amount = 100_000 });
        Assert.False((await outside.Payments.Refund(ask, Stop)).Succeeded);

        var less = ask with { Amount = new(25_000, Currency.Php), Refits = 1 };
        Assert.True((await outside.Payments.Refund(less, Stop)).Succeeded);
        Assert.True((await outside.Payments.Refund(less, Stop)).Succeeded);
        Assert.Equal(125_000, (await outside.PaymentOf("o1")).GetProperty("refunded").GetInt64());
    }

    private static async Task<string> Authorise(Outside outside, string order) => (await outside.Payments.Authorise(
        new(order, "pm_card_visa", Price, $"https://shop.test/{order}", Now(outside)), Stop)).Payment!;

    private static async Task<string> Capture(Outside outside)
    {
        string payment = await Authorise(outside, "o1");
        await outside.Payments.Capture("o1", payment, Price, Stop);
        return payment;
    }

    private static async Task Do(Outside outside, string payment, string what, object? how = null) =>
        (await outside.Http.PostAsJsonAsync($"/sandbox/dashboard/{payment}/{what}", how ?? new { }, Stop))
            .EnsureSuccessStatusCode();

    private static async Task<PaymentNotice> Notice(Outside outside, string kind)
    {
        var (body, signature, _) = await outside.Shop.Hear(kind);
        return outside.Payments.Read(body, signature, Now(outside))!;
    }

    private static DateTimeOffset Now(Outside outside) => outside.Clock.GetUtcNow();
}

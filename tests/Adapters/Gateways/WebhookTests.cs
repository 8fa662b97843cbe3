using Serverless.Adapters;
using Serverless.Commerce;
using Stripe;

namespace Serverless.Tests.Adapters;

public sealed class WebhookTests
{
    private static readonly Money Price = new(125_000, Currency.Php);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> Authorise(Outside outside, string order, string card = "pm_card_visa") =>
        (await outside.Payments.Authorise(
            new(order, card, Price, $"https://shop.test/{order}", outside.Clock.GetUtcNow()), Stop)).Payment!;

    private static async Task<string> Capture(Outside outside, string order, string card = "pm_card_visa")
    {
        string payment = await Authorise(outside, order, card);
        await outside.Payments.Capture(order, payment, Price, Stop);
        return payment;
    }

    [Fact]
    public async Task A_webhook_is_genuine_and_says_what_it_is_about()
    {
        await using var outside = await Outside.Open();
        string payment = await Authorise(outside, "o1");

        var heard = await outside.Shop.Hear("payment_intent.amount_capturable_updated");
        var notice = outside.Payments.Read(heard.Body, heard.Signature, outside.Clock.GetUtcNow());

        // Stripe's own check, with the version that the library is pinned to.
        EventUtility.ConstructEvent(
            heard.Body, heard.Signature, Outside.WebhookSecret, 300, outside.Clock.GetUtcNow().ToUnixTimeSeconds());
        Assert.Equal("payment_intent.amount_capturable_updated", notice!.Kind);
        Assert.Equal(("o1", payment), (notice.Order, notice.Payment));
        Assert.StartsWith("evt_", notice.Event, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_was_tampered_with_signed_otherwise_or_kept_too_long_is_not_believed()
    {
        await using var outside = await Outside.Open();
        await Authorise(outside, "o1");
        var (body, signature, _) = await outside.Shop.Hear("amount_capturable_updated");
        var now = outside.Clock.GetUtcNow();
        using var other = new StripePayments(outside.Stripe with { WebhookSecret = "whsec_other" }, outside.Clock);
        using var both = new StripePayments(
            outside.Stripe with { WebhookSecret = "whsec_other, whsec_tests" }, outside.Clock);

        Assert.NotNull(outside.Payments.Read(body, signature, now.AddSeconds(299)));
        Assert.NotNull(both.Read(body, signature, now));
        Assert.Null(outside.Payments.Read(body.Replace("o1", "o2", StringComparison.Ordinal), signature, now));
        Assert.Null(other.Read(body, signature, now));
        Assert.Null(outside.Payments.Read(body, signature, now.AddSeconds(301)));
        Assert.Null(outside.Payments.Read(body, "", now));
        Assert.Null(outside.Payments.Read(body, "t=1,v1=00", now));
        Assert.Null(outside.Payments.Read("not json", signature, now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("no JSON")]
    [InlineData("{\"id\":\"evt_1\"")]
    [InlineData("""{"id":"evt_1","object":"event","type":"charge.refunded"}""")]
    [InlineData("""{"id":"evt_1","object":"event","type":"charge.refunded","data":null}""")]
    [InlineData("""{"id":"evt_1","object":"event","type":"charge.refunded","data":7}""")]
    [InlineData("""{"id":"evt_1","object":"event","type":"charge.refunded","data":{"object":"charge"}}""")]
    [InlineData("""{"id":"evt_1","object":"event","type":"charge.refunded","data":{"object":{"object":7}}}""")]
    [InlineData("""{"id":7,"object":"event","type":{},"data":{"object":{}}}""")]
    [InlineData("""{"id":"","object":"event","type":"charge.refunded","data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","object":"event","created":"soon","type":"a","data":{"object":{}}}""")]
    public async Task A_genuine_webhook_that_says_nothing_is_named_as_odd(string body)
    {
        await using var outside = await Outside.Open();
        var now = outside.Clock.GetUtcNow();
        string header = EventUtility.GenerateSignatureHeader(body, Outside.WebhookSecret, now.ToUnixTimeSeconds());

        Assert.Throws<FormatException>(() => outside.Payments.Read(body, header, now));
    }

    [Theory]
    [InlineData("t=1")]
    [InlineData("v1=00")]
    [InlineData("t=x,v1=00")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=,v1=")]
    [InlineData("=,=")]
    [InlineData(",")]
    [InlineData("nonsense")]
    public async Task A_signature_that_is_none_is_not_believed(string signature)
    {
        await using var outside = await Outside.Open();
        Assert.Null(outside.Payments.Read("{}", signature, outside.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_webhook_is_sent_until_the_shop_takes_it()
    {
        await using var outside = await Outside.Open();
        outside.Shop.Status = 500;
        await Authorise(outside, "o1");
        await outside.Shop.Hear("amount_capturable_updated");

        outside.Shop.Status = 200;
        await Eventually.See(
            () =>
            {
                outside.Clock.Advance(TimeSpan.FromSeconds(1));
                return outside.Shop.All.Any(one => one.Answered == 200);
            },
            () => "the webhook was not sent again");

        var tries = outside.Shop.All.ToList();
        Assert.Single(tries.Select(one => one.Body).Distinct());
        Assert.NotNull(outside.Payments.Read(tries[^1].Body, tries[^1].Signature, outside.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Webhooks_come_late_when_told_to()
    {
        await using var outside = await Outside.Open();
        await outside.Misbehave("stripe", new { lateSeconds = 60 });
        await Authorise(outside, "o1");
        outside.Clock.Advance(TimeSpan.FromSeconds(59));
        await outside.Misbehave("stripe", new { });
        await Authorise(outside, "o2");
        await outside.Shop.Hear("\"o2\"");
        Assert.DoesNotContain(outside.Shop.All, one => one.Says("\"o1\""));

        outside.Clock.Advance(TimeSpan.FromSeconds(1));

        await outside.Shop.Hear("\"o1\"");
    }

    [Fact]
    public async Task Webhooks_come_twice_when_told_to()
    {
        await using var outside = await Outside.Open();
        await outside.Misbehave("stripe", new { twice = true });

        await Authorise(outside, "o1");

        var both = await outside.Shop.Hear(2, one => one.Says("amount_capturable_updated"));
        Assert.Equal(both[0].Body, both[1].Body);
    }

    [Fact]
    public async Task Webhooks_overtake_each_other_when_told_to()
    {
        await using var outside = await Outside.Open();
        await outside.Misbehave("stripe", new { outOfOrder = true });

        await Capture(outside, "o1");

        await outside.Shop.Hear("payment_intent.succeeded");
        Assert.DoesNotContain(outside.Shop.All, one => one.Says("capturable_updated"));
        outside.Clock.Advance(TimeSpan.FromSeconds(3));
        await outside.Shop.Hear("payment_intent.amount_capturable_updated");
    }

    [Fact]
    public async Task Webhooks_come_before_the_response_when_told_to()
    {
        await using var outside = await Outside.Open();
        await outside.Misbehave("stripe", new { beforeResponse = true });

        await Authorise(outside, "o1");

        Assert.Single(outside.Shop.All);
    }

    [Fact]
    public async Task A_disputed_card_is_disputed_after_the_capture()
    {
        await using var outside = await Outside.Open();
        string payment = await Capture(outside, "o1", await Cards.Token(outside, "4000000000000259"));

        outside.Clock.Advance(TimeSpan.FromSeconds(5));

        var (body, signature, _) = await outside.Shop.Hear("charge.dispute.created");
        var notice = outside.Payments.Read(body, signature, outside.Clock.GetUtcNow())!;
        Assert.Equal(("charge.dispute.created", payment), (notice.Kind, notice.Payment));
        Assert.Equal("o1", (await outside.Payments.Look(payment, Stop)).Order);
    }

    [Fact]
    public async Task A_refund_may_fail_after_it_seemed_to_succeed()
    {
        await using var outside = await Outside.Open();
        string payment = await Capture(outside, "o1", await Cards.Token(outside, "4000000000005126"));
        var ask = new RefundOrder("r1", "o1", payment, Price, outside.Clock.GetUtcNow());
        Assert.True((await outside.Payments.Refund(ask, Stop)).Succeeded);

        outside.Clock.Advance(TimeSpan.FromSeconds(5));

        var (body, signature, _) = await outside.Shop.Hear("refund.failed");
        var notice = outside.Payments.Read(body, signature, outside.Clock.GetUtcNow())!;
        Assert.Equal(("o1", payment), (notice.Order, notice.Payment));
        Assert.Equal(0, (await outside.PaymentOf("o1")).GetProperty("refunded").GetInt64());
    }

    [Fact]
    public async Task Moving_the_sandboxs_own_clock_makes_things_due_and_leaves_signatures_valid()
    {
        await using var outside = await Outside.Open();
        string payment = await Authorise(outside, "o1");
        using var response = await outside.Http.PutAsync(
            "/sandbox/clock", new StringContent("""{"advanceSeconds": 604800}""", null, "application/json"));
        response.EnsureSuccessStatusCode();

        var (body, signature, _) = await outside.Shop.Hear("payment_intent.canceled");

        Assert.Equal(payment, outside.Payments.Read(body, signature, outside.Clock.GetUtcNow())?.Payment);
    }
}

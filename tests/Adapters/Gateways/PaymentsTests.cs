using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class PaymentsTests
{
    private static readonly Money Price = new(125_000, Currency.Php);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Authorisation Ask(Outside outside, string order, string method, Money? amount = null) => new(
        order, method, amount ?? Price, $"https://shop.test/orders/{order}", outside.Clock.GetUtcNow());

    [Fact]
    public async Task A_good_card_is_authorised_and_not_yet_charged()
    {
        await using var outside = await Outside.Open();

        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);

        Assert.Equal(PaymentStanding.Authorised, answer.Standing);
        Assert.Equal(("visa", "4242"), (answer.Brand, answer.Last4));
        var payment = await outside.PaymentOf("o1");
        Assert.Equal(0, payment.GetProperty("captured").GetInt64());
        Assert.Equal(125_000, payment.GetProperty("authorised").GetInt64());
    }

    [Theory]
    [InlineData("4000000000000002", "generic_decline")]
    [InlineData("4000000000009995", "insufficient_funds")]
    [InlineData("4000000000000069", "expired_card")]
    [InlineData("4000000000000127", "incorrect_cvc")]
    [InlineData("4000000000000119", "processing_error")]
    public async Task A_declined_card_is_an_answer_with_its_code(string number, string code)
    {
        await using var outside = await Outside.Open();
        string token = await Cards.Token(outside, number);

        var answer = await outside.Payments.Authorise(Ask(outside, "o1", token), Stop);

        Assert.Equal(PaymentStanding.Declined, answer.Standing);
        Assert.Equal(code, answer.DeclineCode);
        Assert.Equal(number[^4..], answer.Last4);
        Assert.Equal(PaymentStanding.Declined, (await outside.Payments.Look(answer.Payment!, Stop)).Standing);
        Assert.Equal(answer.Payment, (await outside.Payments.Authorise(Ask(outside, "o1", token), Stop)).Payment);
    }

    [Fact]
    public async Task A_token_that_nobody_made_is_declined()
    {
        await using var outside = await Outside.Open();

        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_invented"), Stop);

        Assert.Equal(PaymentStanding.Declined, answer.Standing);
        Assert.Equal("resource_missing", answer.DeclineCode);
        Assert.Null(answer.Payment);
    }

    [Fact]
    public async Task A_token_serves_one_payment_only()
    {
        await using var outside = await Outside.Open();
        string token = await Cards.Token(outside, "4242424242424242");
        await outside.Payments.Authorise(Ask(outside, "o1", token), Stop);

        var again = await outside.Payments.Authorise(Ask(outside, "o2", token), Stop);

        Assert.Equal(PaymentStanding.Declined, again.Standing);
        Assert.Equal("payment_method_unexpected_state", again.DeclineCode);
    }

    [Fact]
    public async Task What_was_authorised_is_captured_once_however_often_it_is_asked()
    {
        await using var outside = await Outside.Open();
        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);

        var first = await outside.Payments.Capture("o1", answer.Payment!, Price, Stop);
        var again = await outside.Payments.Capture("o1", answer.Payment!, Price, Stop);

        Assert.Equal(PaymentStanding.Captured, first.Standing);
        Assert.Equal(first, again);
        var payment = await outside.PaymentOf("o1");
        Assert.Equal(125_000, payment.GetProperty("captured").GetInt64());
    }

    [Fact]
    public async Task A_capture_that_came_too_early_succeeds_later_under_the_same_key()
    {
        await using var outside = await Outside.Open();
        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_authenticationRequired"), Stop);

        var early = await outside.Payments.Capture("o1", answer.Payment!, Price, Stop);
        await Cards.AnswerBank(outside, answer, "complete");
        var later = await outside.Payments.Capture("o1", answer.Payment!, Price, Stop);

        Assert.Equal((PaymentStanding.ActionRequired, PaymentStanding.Captured), (early.Standing, later.Standing));
    }

    [Fact]
    public async Task A_voided_authorisation_takes_no_money_and_a_captured_one_says_so()
    {
        await using var outside = await Outside.Open();
        var first = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);
        var second = await outside.Payments.Authorise(Ask(outside, "o2", "pm_card_visa"), Stop);
        await outside.Payments.Capture("o2", second.Payment!, Price, Stop);

        var voided = await outside.Payments.Void("o1", first.Payment!, Stop);
        Assert.Equal(PaymentStanding.Voided, voided.Standing);
        Assert.Equal(voided, await outside.Payments.Void("o1", first.Payment!, Stop));
        Assert.Equal(voided, await outside.Payments.Capture("o1", first.Payment!, Price, Stop));
        Assert.Equal(PaymentStanding.Captured, (await outside.Payments.Void("o2", second.Payment!, Stop)).Standing);
    }

    [Fact]
    public async Task Refunds_never_exceed_what_was_captured()
    {
        await using var outside = await Outside.Open();
        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);
        await outside.Payments.Capture("o1", answer.Payment!, Price, Stop);

        var asked = Enumerable.Range(1, 5).Select(number => outside.Payments.Refund(
            new($"r{number}", "o1", answer.Payment!, new(50_000, Currency.Php), outside.Clock.GetUtcNow()), Stop));
        var answers = await Task.WhenAll(asked);

        Assert.Equal(2, answers.Count(one => one.Succeeded));
        Assert.All(answers.Where(one => !one.Succeeded), one => Assert.NotNull(one.FailureCode));
        var payment = await outside.PaymentOf("o1");
        Assert.Equal(100_000, payment.GetProperty("refunded").GetInt64());
    }

    [Fact]
    public async Task A_refund_asked_for_again_is_made_once_also_when_the_provider_has_forgotten_its_key()
    {
        await using var outside = await Outside.Open();
        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);
        await outside.Payments.Capture("o1", answer.Payment!, Price, Stop);
        var ask = new RefundOrder("r1", "o1", answer.Payment!, new(10_000, Currency.Php), outside.Clock.GetUtcNow());

        var first = await outside.Payments.Refund(ask, Stop);
        var again = await outside.Payments.Refund(ask, Stop);
        outside.Clock.Advance(TimeSpan.FromHours(25));
        var late = await outside.Payments.Refund(ask, Stop);

        Assert.Equal(first, again);
        Assert.Equal(first, late);
        var payment = await outside.PaymentOf("o1");
        Assert.Equal(10_000, payment.GetProperty("refunded").GetInt64());
    }

    [Fact]
    public async Task A_payment_whose_id_was_never_learned_is_found_by_its_order()
    {
        await using var outside = await Outside.Open();
        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);

        Assert.Equal(answer, await outside.Payments.FindByOrder("o1", Stop));
        Assert.Null(await outside.Payments.FindByOrder("o2", Stop));
    }

    [Fact]
    public async Task An_authorisation_that_nobody_captures_runs_out_after_a_week()
    {
        await using var outside = await Outside.Open();
        var answer = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);

        outside.Clock.Advance(TimeSpan.FromDays(7));

        await outside.Shop.Hear("payment_intent.canceled");
        Assert.Equal(PaymentStanding.Voided, (await outside.Payments.Look(answer.Payment!, Stop)).Standing);
    }
}

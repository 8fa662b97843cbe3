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

    [Theory]
    [InlineData("PHP", 99_999_999, null)]
    [InlineData("PHP", 100_000_000, PaymentRefusal.TooMuch)]
    [InlineData("JPY", 100_000_000, PaymentRefusal.TooMuch)]
    [InlineData("PHP", 50, null)]
    [InlineData("PHP", 49, PaymentRefusal.TooLittle)]
    [InlineData("USD", 49, PaymentRefusal.TooLittle)]
    [InlineData("GBP", 30, null)]
    [InlineData("GBP", 29, PaymentRefusal.TooLittle)]
    [InlineData("JPY", 49, PaymentRefusal.TooLittle)]
    public async Task An_amount_that_no_card_is_charged_is_an_answer_and_leaves_no_payment(
        string currency, long amount, PaymentRefusal? refusal)
    {
        await using var outside = await Outside.Open();

        var answer = await outside.Payments.Authorise(
            Ask(outside, "o1", "pm_card_visa", new(amount, Currency.Parse(currency))), Stop);

        Assert.Equal(refusal, answer.Refusal);
        Assert.Equal(refusal is null ? PaymentStanding.Authorised : PaymentStanding.Refused, answer.Standing);
        Assert.Equal(refusal is null ? 1 : 0, (await outside.PaymentsOf("o1")).GetArrayLength());
    }

    [Theory]
    [InlineData("amount_too_large", 100_000_000)]
    [InlineData("amount_too_small", 49)]
    public async Task The_provider_says_so_in_its_own_words(string code, long amount)
    {
        await using var outside = await Outside.Open();

        var refused = await Assert.ThrowsAsync<Stripe.StripeException>(() =>
            outside.Client.V1.PaymentIntents.CreateAsync(new() { Amount = amount, Currency = "php" }, null, Stop));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.HttpStatusCode);
        Assert.Equal(
            ("invalid_request_error", code, "amount"),
            (refused.StripeError.Type, refused.StripeError.Code, refused.StripeError.Param));
    }

    [Theory]
    [InlineData("currency", PaymentRefusal.Currency)]
    [InlineData("key", PaymentRefusal.Closed)]
    [InlineData("account", PaymentRefusal.Closed)]
    public async Task What_asking_again_would_not_change_is_an_answer_and_no_outage(string fault, PaymentRefusal why)
    {
        await using var outside = await Outside.Open();
        var held = await outside.Payments.Authorise(Ask(outside, "o1", "pm_card_visa"), Stop);
        await outside.Fail("stripe", new { kind = fault, calls = 100 });

        Assert.Equal(why, (await outside.Payments.Authorise(Ask(outside, "o2", "pm_card_visa"), Stop)).Refusal);
        Assert.Equal(why, (await outside.Payments.Look(held.Payment!, Stop)).Refusal);
        Assert.Equal(why, (await outside.Payments.Capture("o1", held.Payment!, Price, Stop)).Refusal);
        Assert.Equal(why, (await outside.Payments.Void("o1", held.Payment!, Stop)).Refusal);
        Assert.Equal(why, (await outside.Payments.FindByOrder("o1", Stop))!.Refusal);
        var refund = new RefundOrder("r1", "o1", held.Payment!, Price, outside.Clock.GetUtcNow());
        Assert.False((await outside.Payments.Refund(refund, Stop)).Succeeded);
    }

    [Fact]
    public async Task A_payment_that_the_provider_has_not_is_unknown()
    {
        await using var outside = await Outside.Open();
        Assert.Equal(PaymentRefusal.Unknown, (await outside.Payments.Look("pi_nobodys", Stop)).Refusal);
        Assert.Equal(PaymentRefusal.Unknown, (await outside.Payments.Void("o1", "pi_nobodys", Stop)).Refusal);
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

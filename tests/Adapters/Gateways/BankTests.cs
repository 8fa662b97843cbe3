using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class BankTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<PaymentAnswer> Authorise(Outside outside, string method) => outside.Payments.Authorise(
        new("o1", method, new(125_000, Currency.Php), "https://shop.test/orders/o1", outside.Clock.GetUtcNow()), Stop);

    [Theory]
    [InlineData("4000002500003155")]
    [InlineData("4000002760003184")]
    public async Task A_shopper_who_proves_herself_at_the_bank_has_paid_when_she_comes_back(string number)
    {
        await using var outside = await Outside.Open();
        var answer = await Authorise(outside, await Cards.Token(outside, number));
        Assert.Equal(PaymentStanding.ActionRequired, answer.Standing);

        var back = await Cards.AnswerBank(outside, answer, "complete");

        Assert.Equal("https://shop.test/orders/o1", back.GetLeftPart(UriPartial.Path));
        Assert.Contains($"payment_intent={answer.Payment}&", back.Query, StringComparison.Ordinal);
        Assert.Contains("redirect_status=succeeded", back.Query, StringComparison.Ordinal);
        Assert.Equal(PaymentStanding.Authorised, (await outside.Payments.Look(answer.Payment!, Stop)).Standing);
        await outside.Shop.Hear("payment_intent.amount_capturable_updated");
    }

    [Fact]
    public async Task A_shopper_who_fails_at_the_bank_is_declined()
    {
        await using var outside = await Outside.Open();
        var answer = await Authorise(outside, "pm_card_authenticationRequired");

        var back = await Cards.AnswerBank(outside, answer, "fail");

        Assert.Contains("redirect_status=failed", back.Query, StringComparison.Ordinal);
        var now = await outside.Payments.Look(answer.Payment!, Stop);
        Assert.Equal(PaymentStanding.Declined, now.Standing);
        Assert.Equal("payment_intent_authentication_failure", now.DeclineCode);
        await outside.Shop.Hear("payment_intent.payment_failed");
    }

    [Fact]
    public async Task The_bank_asks_once_and_the_shop_may_have_given_up_meanwhile()
    {
        await using var outside = await Outside.Open();
        var answer = await Authorise(outside, "pm_card_authenticationRequired");
        await outside.Payments.Void("o1", answer.Payment!, Stop);

        var back = await Cards.AnswerBank(outside, answer, "complete");

        Assert.Contains("redirect_status=failed", back.Query, StringComparison.Ordinal);
        Assert.Equal(PaymentStanding.Voided, (await outside.Payments.Look(answer.Payment!, Stop)).Standing);
        Assert.Equal(0, (await outside.PaymentOf("o1")).GetProperty("authorised").GetInt64());
    }

    [Fact]
    public async Task A_card_may_be_declined_after_the_bank_has_been_asked()
    {
        await using var outside = await Outside.Open();
        var answer = await Authorise(outside, await Cards.Token(outside, "4000008260003178"));

        var back = await Cards.AnswerBank(outside, answer, "complete");

        Assert.Contains("redirect_status=failed", back.Query, StringComparison.Ordinal);
        Assert.Equal("insufficient_funds", (await outside.Payments.Look(answer.Payment!, Stop)).DeclineCode);
    }
}

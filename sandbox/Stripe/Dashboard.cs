namespace Serverless.Sandbox;

/// <summary>What people do in the payment provider's dashboard, and banks behind it; told by webhook.</summary>
internal sealed class Dashboard(
    SandboxFile file, StripeBooks books, Charging charging, Refunds refunds, Disputes disputes)
{
    public void Map(WebApplication app)
    {
        var payment = app.MapGroup("/sandbox/dashboard/{payment}");
        payment.MapPost("/refund", (string payment, Sum sum) => Act(
            payment, "succeeded", intent => Refund(intent, sum)));
        payment.MapPost("/capture", (string payment, Sum sum) => Act(
            payment, "requires_capture",
            intent => charging.Capture(intent, Math.Min(sum.Amount ?? intent.Amount, intent.Amount), null)));
        payment.MapPost("/cancellation", (string payment) => Act(
            payment, "requires_capture", intent => charging.Release(intent, "requested_by_customer", null)));
        payment.MapPost("/dispute", (string payment, Sum sum) => Act(
            payment, "succeeded", intent => disputes.Open(books.ChargeOf(intent), sum.Amount)));
        payment.MapPost("/dispute/won", (string payment) => Act(
            payment, "succeeded", intent => disputes.Close(intent.Id, won: true)));
        payment.MapPost("/dispute/lost", (string payment) => Act(
            payment, "succeeded", intent => disputes.Close(intent.Id, won: false)));
    }

    private CardRefund? Refund(Intent intent, Sum sum)
    {
        var charge = books.ChargeOf(intent)!;
        long amount = sum.Amount ?? charge.Refundable;
        bool can = amount > 0 && amount <= charge.Refundable && !charge.Disputed;
        return can ? refunds.Refund(charge, amount, "requested_by_customer", [], null) : null;
    }

    private IResult Act(string payment, string status, Func<Intent, object?> act) => file.Change(() =>
        books.Intents.Find(payment) is { } intent && intent.Status == status && act(intent) is { } done
            ? Results.Ok(done)
            : Results.Problem("The payment does not allow that now.", statusCode: 400));

    /// <param name="Amount">In minor units; null is all of it.</param>
    private sealed record Sum(long? Amount);
}

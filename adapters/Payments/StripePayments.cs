using System.Collections.Immutable;
using Serverless.Commerce;
using Stripe;
using StripeRefund = Stripe.Refund;

namespace Serverless.Adapters;

/// <summary>Payments by card through Stripe (docs.stripe.com/api/payment_intents).</summary>
public sealed class StripePayments : IPayments, IDisposable
{
    /// <summary>Stripe may forget an idempotency key after 24 hours; past this it is asked before it is told.</summary>
    public static readonly TimeSpan KeysAreTrustedFor = TimeSpan.FromHours(20);

    private const string OrderName = "order";
    private const string AttemptName = "attempt";
    private const int RetriesAtOnce = 1;
    private static readonly List<string> WithMethod = ["payment_method"];

    private readonly HttpClient http;
    private readonly StripeClient stripe;
    private readonly StripeOptions options;
    private readonly TimeProvider time;

    public StripePayments(StripeOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        { Timeout = options.TimeOut };
        stripe = new(new StripeClientOptions
        {
            ApiKey = options.SecretKey,
            ApiBase = options.ApiBase,
            HttpClient = new SystemNetHttpClient(http, RetriesAtOnce, enableTelemetry: false),
        });
    }

    public async Task<PaymentAnswer> Authorise(Authorisation ask, CancellationToken stop)
    {
        if (IsLate(ask.FirstTried) && await Find(ask, stop) is { } known)
            return known;
        var create = new PaymentIntentCreateOptions
        {
            Amount = ask.Amount.Amount,
            Currency = StripeNames.Currency(ask.Amount),
            PaymentMethod = ask.Method,
            AllowedPaymentMethodTypes = ["card"],
            CaptureMethod = "manual",
            Confirm = true,
            ReturnUrl = ask.ReturnUrl,
            Metadata = new() { [OrderName] = ask.Order },
            Expand = WithMethod,
        };
        if (ask.Attempt is { } attempt) create.Metadata[AttemptName] = attempt;
        try
        {
            return StripeNames.Answer(await stripe.V1.PaymentIntents.CreateAsync(
                create, Key(ask.Attempt ?? ask.Order, "authorise"), stop));
        }
        catch (StripeException refused) when (StripeNames.IsDecline(refused))
        {
            return StripeNames.Declined(refused.StripeError);
        }
        catch (StripeException refused) when (StripeNames.IsLasting(refused))
        {
            return StripeNames.Refused(refused, payment: null);
        }
    }

    public async Task<PaymentAnswer> Look(string payment, CancellationToken stop)
    {
        try
        {
            return StripeNames.Answer(await stripe.V1.PaymentIntents.GetAsync(
                payment, new PaymentIntentGetOptions { Expand = WithMethod }, cancellationToken: stop));
        }
        catch (StripeException refused) when (StripeNames.IsLasting(refused))
        {
            return StripeNames.Refused(refused, payment);
        }
    }

    public async Task<PaymentAnswer> Capture(string order, string payment, Money amount, CancellationToken stop)
    {
        // Stripe remembers a refusal under the key as well: capturing too early once would refuse it for a day.
        var now = await Look(payment, stop);
        if (now.Standing != PaymentStanding.Authorised)
            return now;
        var capture = new PaymentIntentCaptureOptions
        {
            AmountToCapture = amount.Amount,
            Metadata = new() { [StripeNames.CaptureName] = order },
            Expand = WithMethod,
        };
        var key = Key(payment, "capture");
        return await UnlessItMoved(
            payment, () => stripe.V1.PaymentIntents.CaptureAsync(payment, capture, key, stop), stop);
    }

    public async Task<PaymentAnswer> Void(string order, string payment, CancellationToken stop)
    {
        var now = await Look(payment, stop);
        if (now.Standing is PaymentStanding.Captured or PaymentStanding.Voided or PaymentStanding.Refused)
            return now;
        var cancel = new PaymentIntentCancelOptions { CancellationReason = "abandoned", Expand = WithMethod };
        var key = Key(payment, "void");
        return await UnlessItMoved(
            payment, () => stripe.V1.PaymentIntents.CancelAsync(payment, cancel, key, stop), stop);
    }

    public Task<PaymentAnswer?> FindByOrder(string order, CancellationToken stop) =>
        FindBy(OrderName, order, stop);

    public Task<PaymentAnswer?> FindByAttempt(string attempt, CancellationToken stop) =>
        FindBy(AttemptName, attempt, stop);

    private Task<PaymentAnswer?> Find(Authorisation ask, CancellationToken stop) =>
        ask.Attempt is { } attempt ? FindByAttempt(attempt, stop) : FindByOrder(ask.Order, stop);

    private async Task<PaymentAnswer?> FindBy(string name, string value, CancellationToken stop)
    {
        var search = new PaymentIntentSearchOptions
        {
            Query = $"metadata[\"{name}\"]:\"{value}\"",
            Limit = 100,
            Expand = ["data.payment_method"],
        };
        try
        {
            var found = await stripe.V1.PaymentIntents.SearchAsync(search, cancellationToken: stop);
            return found.Data.Select(StripeNames.Answer).OrderBy(StripeNames.Weight).FirstOrDefault();
        }
        catch (StripeException refused) when (StripeNames.IsLasting(refused))
        {
            return StripeNames.Refused(refused, payment: null);
        }
    }

    public async Task<RefundAnswer> Refund(RefundOrder ask, CancellationToken stop)
    {
        var create = new RefundCreateOptions
        {
            PaymentIntent = ask.Payment,
            Amount = ask.Amount.Amount,
            Reason = "requested_by_customer",
            Metadata = new() { [OrderName] = ask.Order, [StripeBooks.RefundName] = ask.Refund },
        };
        try
        {
            if (IsLate(ask.FirstTried) && await FindRefund(ask, stop) is { } known)
                return StripeNames.Answer(known);
            var purpose = ask.Refits == 0 ? "refund" : $"refund-{ask.Refits}";
            return StripeNames.Answer(await stripe.V1.Refunds.CreateAsync(create, Key(ask.Refund, purpose), stop));
        }
        catch (StripeException refused) when (StripeNames.IsLasting(refused))
        {
            return new("", Succeeded: false, refused.StripeError.Code ?? "refund_refused");
        }
    }

    public async Task<PaymentStatement> Statement(string payment, CancellationToken stop)
    {
        var answer = await Look(payment, stop);
        var moved = ImmutableArray.CreateBuilder<OutsideMoney>();
        var refunds = new RefundListOptions { PaymentIntent = payment, Limit = 100 };
        await foreach (var refund in stripe.V1.Refunds.ListAutoPagingAsync(refunds, cancellationToken: stop))
            moved.Add(StripeBooks.Money(refund, time.GetUtcNow()));
        var disputes = new DisputeListOptions { PaymentIntent = payment, Limit = 100 };
        await foreach (var dispute in stripe.V1.Disputes.ListAutoPagingAsync(disputes, cancellationToken: stop))
            moved.Add(StripeBooks.Money(dispute));
        return new(moved.ToImmutable(), answer.Elsewhere);
    }

    public PaymentNotice? Read(string body, string signature, DateTimeOffset now)
    {
        foreach (string secret in options.WebhookSecret.Split(',', StringSplitOptions.TrimEntries))
        {
            try
            {
                EventUtility.ValidateSignature(body, signature, secret, tolerance: 300, now.ToUnixTimeSeconds());
            }
            catch (StripeException)
            {
                continue; // Not signed with this one.
            }
            return StripeNames.Notice(body);
        }
        return null;
    }

    public void Dispose() => http.Dispose();

    private bool IsLate(DateTimeOffset firstTried) => time.GetUtcNow() - firstTried > KeysAreTrustedFor;

    private async Task<StripeRefund?> FindRefund(RefundOrder ask, CancellationToken stop)
    {
        var list = new RefundListOptions { PaymentIntent = ask.Payment, Limit = 100 };
        await foreach (var refund in stripe.V1.Refunds.ListAutoPagingAsync(list, cancellationToken: stop))
        {
            if (refund.Metadata?.GetValueOrDefault(StripeBooks.RefundName) == ask.Refund)
                return refund;
        }
        return null;
    }

    /// <summary>What the change gives; how it stands, where it had moved on meanwhile; or a lasting no.</summary>
    private async Task<PaymentAnswer> UnlessItMoved(
        string payment, Func<Task<PaymentIntent>> change, CancellationToken stop)
    {
        try
        {
            return StripeNames.Answer(await change());
        }
        catch (StripeException moved) when (moved.StripeError?.Code == "payment_intent_unexpected_state")
        {
            return await Look(payment, stop);
        }
        catch (StripeException refused) when (StripeNames.IsLasting(refused))
        {
            return StripeNames.Refused(refused, payment);
        }
    }

    private static RequestOptions Key(string id, string purpose) => new() { IdempotencyKey = $"{id}-{purpose}" };
}

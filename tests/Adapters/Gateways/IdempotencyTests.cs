using System.Net;
using Serverless.Adapters;
using Serverless.Commerce;
using Stripe;

namespace Serverless.Tests.Adapters;

public sealed class IdempotencyTests
{
    private static readonly Money Price = new(125_000, Currency.Php);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Authorisation Ask(Outside outside, DateTimeOffset? firstTried = null) => new(
        "o1", "pm_card_visa", Price, "https://shop.test/orders/o1", firstTried ?? outside.Clock.GetUtcNow());

    private static Task<PaymentIntent> Create(Outside outside, long amount, string key) =>
        outside.Client.V1.PaymentIntents.CreateAsync(
            new()
            {
                Amount = amount,
                Currency = "php",
                PaymentMethod = "pm_card_visa",
                Confirm = true,
                CaptureMethod = "manual",
                Metadata = new() { ["order"] = "o1" },
            },
            new() { IdempotencyKey = key },
            Stop);

    [Fact]
    public async Task The_same_key_with_the_same_parameters_gives_the_same_answer()
    {
        await using var outside = await Outside.Open();

        var first = await Create(outside, 100, "k");
        var again = await Create(outside, 100, "k");

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("true", again.StripeResponse.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Single((await outside.PaymentsOf("o1")).EnumerateArray());
    }

    [Fact]
    public async Task The_same_key_with_other_parameters_is_an_error_and_charges_nothing()
    {
        await using var outside = await Outside.Open();
        await Create(outside, 100, "k");

        var refused = await Assert.ThrowsAsync<StripeException>(() => Create(outside, 200, "k"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.HttpStatusCode);
        Assert.Equal("idempotency_error", refused.StripeError.Type);
        Assert.Single((await outside.PaymentsOf("o1")).EnumerateArray());
    }

    [Fact]
    public async Task A_key_whose_request_is_still_under_way_is_refused_with_409()
    {
        await using var outside = await Outside.Open();
        await outside.Fail("stripe", new { kind = "slow", calls = 1, seconds = 30 });

        Task<PaymentIntent>[] both = [Create(outside, 100, "k"), Create(outside, 100, "k")];
        var first = await Task.WhenAny(both);
        await Eventually.See(
            () =>
            {
                outside.Clock.Advance(TimeSpan.FromSeconds(31));
                return both.All(one => one.IsCompleted);
            },
            () => "the slow request never ended");

        var refused = await Assert.ThrowsAsync<StripeException>(() => first);
        Assert.Equal(
            (HttpStatusCode.Conflict, "idempotency_key_in_use"), (refused.HttpStatusCode, refused.StripeError.Code));
        Assert.Equal("requires_capture", (await both.Single(one => one != first)).Status);
        Assert.Single((await outside.PaymentsOf("o1")).EnumerateArray());
    }

    [Fact]
    public async Task A_key_is_forgotten_after_24_hours()
    {
        await using var outside = await Outside.Open();
        var first = await Create(outside, 100, "k");
        outside.Clock.Advance(TimeSpan.FromHours(24));

        var second = await Create(outside, 100, "k");

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task A_request_that_fails_validation_does_not_use_up_its_key()
    {
        await using var outside = await Outside.Open();
        await Assert.ThrowsAsync<StripeException>(() => Create(outside, -5, "k"));

        Assert.Equal("requires_capture", (await Create(outside, 100, "k")).Status);
    }

    [Fact]
    public async Task A_retry_that_comes_too_late_for_the_key_still_charges_once()
    {
        await using var outside = await Outside.Open();
        var started = outside.Clock.GetUtcNow();
        var first = await outside.Payments.Authorise(Ask(outside), Stop);
        outside.Clock.Advance(TimeSpan.FromHours(25));

        var late = await outside.Payments.Authorise(Ask(outside, started), Stop);

        Assert.Equal(first, late);
        Assert.Single((await outside.PaymentsOf("o1")).EnumerateArray());
    }

    [Fact]
    public async Task A_connection_that_drops_after_the_work_and_a_retry_give_one_charge()
    {
        await using var outside = await Outside.Open();
        await outside.Fail("stripe", new { kind = "drop", calls = 5, path = "/v1/payment_intents" });
        var ask = Ask(outside);

        PaymentAnswer? answer = null;
        for (int tries = 0; answer is null && tries < 6; tries++)
        {
            try
            {
                answer = await outside.Payments.Authorise(ask, Stop);
            }
            catch (Exception outage) when (outage is HttpRequestException or StripeException)
            {
                Assert.Single((await outside.PaymentsOf("o1")).EnumerateArray());
            }
        }

        Assert.Equal(PaymentStanding.Authorised, answer!.Standing);
        Assert.Single((await outside.PaymentOf("o1")).GetProperty("charges").EnumerateArray());
    }

    [Fact]
    public async Task Asking_many_times_at_once_charges_once()
    {
        await using var outside = await Outside.Open();
        var ask = Ask(outside);

        var asked = Enumerable.Range(0, 16).Select(_ => outside.Payments.Authorise(ask, Stop)).ToList();
        await Task.WhenAll(asked.Select(one => Record.ExceptionAsync(() => one).AsTask()));

        Assert.Single(asked.Where(one => one.IsCompletedSuccessfully).Select(one => one.Result).Distinct());
        Assert.Single((await outside.PaymentOf("o1")).GetProperty("charges").EnumerateArray());
    }

    [Fact]
    public async Task An_outage_is_an_exception_and_charges_nothing()
    {
        await using var outside = await Outside.Open();
        await outside.Fail("stripe", new { kind = "error", calls = 5 });

        await Assert.ThrowsAsync<StripeException>(() => outside.Payments.Authorise(Ask(outside), Stop));

        Assert.Empty((await outside.PaymentsOf("o1")).EnumerateArray());
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_up_after_a_short_time()
    {
        await using var outside = await Outside.Open();
        await outside.Fail("stripe", new { kind = "hang", calls = 5 });
        using var impatient = new StripePayments(
            outside.Stripe with { TimeOut = TimeSpan.FromMilliseconds(200) }, outside.Clock);

        await Assert.ThrowsAnyAsync<Exception>(() => impatient.Authorise(Ask(outside), Stop));

        Assert.Empty((await outside.PaymentsOf("o1")).EnumerateArray());
    }

    [Fact]
    public async Task What_was_answered_is_remembered_over_a_restart()
    {
        string file = Path.Combine(Path.GetTempPath(), $"sandbox-{Guid.NewGuid():N}.db");
        try
        {
            string first;
            await using (var before = await Outside.Open(options => options with { File = file }))
                first = (await Create(before, 100, "k")).Id;
            await using var after = await Outside.Open(options => options with { File = file });

            Assert.Equal(first, (await Create(after, 100, "k")).Id);
            Assert.Single((await after.PaymentsOf("o1")).EnumerateArray());
        }
        finally
        {
            foreach (string part in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                System.IO.File.Delete(part);
        }
    }
}

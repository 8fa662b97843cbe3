using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Orchestrations;

namespace Serverless.Tests.Journeys;

/// <summary>The bank does not keep the money ready any more: she pays again, or the order is cancelled.</summary>
public sealed class PayAgainTests
{
    private const int Price = 112_000;

    [Fact]
    public async Task A_promise_that_lapses_is_written_about_once_and_paid_again_with_another_card()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        await PaidAgain.Lapse(shop, shopper);
        var order = await PaidAgain.Asked(shop, shopper);
        Assert.Equal(Price, order["payAgain"]!["amount"]!.GetValue<long>());
        await shop.Until(async () => await PaidAgain.Letters(shop) == 1, () => "one letter");
        Assert.Equal("payment.lapsed", $"{(await Staff(shop, shopper))["attention"]!["code"]}");
        var token = await shopper.Tokenise("5555555555554444");
        var (id, due) = (Guid.NewGuid().ToString(), order["payAgain"]!);

        // Pressed twice, it is paid once.
        var both = await Task.WhenAll(
            PaidAgain.Pay(shop, shopper, token, due, id), PaidAgain.Pay(shop, shopper, token, due, id));
        Assert.All(both, one => Assert.True(one.Status == HttpStatusCode.Accepted, $"{one.Answer}"));
        order = await PaidAgain.Shows(shop, shopper, "it is paid", one => $"{one["attempt"]?["status"]}" == "Paid");
        Assert.Equal("Authorised", $"{order["payment"]!["status"]}");
        Assert.Equal("4444", $"{order["payment"]!["card"]!["last4"]}");
        Assert.Null(order["payAgain"]);
        Assert.Null((await Staff(shop, shopper))["attention"]);
        Assert.Equal((Price, 0), await PaidAgain.Held(shop, shopper));

        await shop.Pack($"{shopper.Order}-1");
        await shopper.Reach("Delivered");
        Assert.Equal((Price, Price), await PaidAgain.Held(shop, shopper));
        await Accounts.Balance(shop, "BOWL", onHand: 39, inventory: 39 * 40_000, clearing: Price);
        Assert.Equal(1, await PaidAgain.Letters(shop));
    }

    [Fact]
    public async Task Money_that_is_refused_when_the_parcel_leaves_is_paid_again_and_the_parcel_goes_on()
    {
        await using var shop = await Open(steps: 3);
        var shopper = await Bought(shop);
        await shop.Pack($"{shopper.Order}-1");
        await PaidAgain.Shows(shop, shopper, "a label", one => one["shipments"]![0]!["tracking"] is not null);
        await PaidAgain.Lapse(shop, shopper);
        await PaidAgain.Asked(shop, shopper);
        await shop.Until(
            async () => $"{(await Staff(shop, shopper))["attention"]?["waits"]}" == "true"
                || (await Staff(shop, shopper))["timeline"]!.AsArray()
                    .Any(fact => $"{fact!["cause"]}".StartsWith("asked-CapturePayment", StringComparison.Ordinal)),
            () => "the parcel waits");

        await PaidAgain.Pay(shop, shopper);
        await shopper.Reach("Delivered");
        Assert.Equal((Price, Price), await PaidAgain.Held(shop, shopper));
        Assert.Empty((await shop.Staff(HttpMethod.Get, "orders?list=attention"))["items"]!.AsArray());
        await Accounts.Balance(shop, "BOWL", onHand: 39, inventory: 39 * 40_000, clearing: Price);
    }

    [Fact]
    public async Task A_card_that_is_declined_says_why_and_the_next_one_pays()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        await PaidAgain.Lapse(shop, shopper);
        await PaidAgain.Asked(shop, shopper);
        await PaidAgain.Pay(shop, shopper, Shopper.DeclinedCard);
        var order = await PaidAgain.Shows(
            shop, shopper, "it was declined", one => $"{one["attempt"]?["status"]}" == "Failed");
        Assert.Equal("payment.declined", $"{order["attempt"]!["reason"]!["code"]}");
        Assert.NotNull(order["payAgain"]);
        Assert.Equal((0, 0), await PaidAgain.Held(shop, shopper));
        await PaidAgain.Pay(shop, shopper);
        await PaidAgain.Shows(shop, shopper, "it is paid", one => one["payAgain"] is null);
        Assert.Equal((Price, 0), await PaidAgain.Held(shop, shopper));
    }

    [Fact]
    public async Task Her_bank_may_ask_who_she_is_and_one_attempt_is_under_way_at_a_time()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        await PaidAgain.Lapse(shop, shopper);
        await PaidAgain.Asked(shop, shopper);
        await PaidAgain.Pay(shop, shopper, Shopper.SecureCard);
        var order = await PaidAgain.Shows(
            shop, shopper, "her bank asks", one => one["attempt"]?["action"]?["url"] is not null);
        var (_, answer) = await PaidAgain.Pay(shop, shopper);
        Assert.Equal("payment.under_way", $"{answer!["code"]}");
        await DetourTests.AtTheBank(new JsonObject { ["payment"] = order["attempt"]!.DeepClone() }, "complete");
        await PaidAgain.Shows(shop, shopper, "it is paid", one => $"{one["attempt"]?["status"]}" == "Paid");
        Assert.Equal((Price, 0), await PaidAgain.Held(shop, shopper));
    }

    [Fact]
    public async Task What_she_does_not_confirm_expires_and_can_be_paid_anew()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        await PaidAgain.Lapse(shop, shopper);
        await PaidAgain.Asked(shop, shopper);
        await PaidAgain.Pay(shop, shopper, Shopper.SecureCard);
        await PaidAgain.Shows(shop, shopper, "her bank asks", one => one["attempt"]?["action"]?["url"] is not null);
        await shop.Pass(TimeSpan.FromHours(2));
        var order = await PaidAgain.Shows(
            shop, shopper, "it has expired", one => $"{one["attempt"]?["status"]}" == "Failed");
        Assert.Equal("payment.expired", $"{order["attempt"]!["reason"]!["code"]}");
        Assert.All(await PaidAgain.Payments(shop, shopper), one => Assert.Equal("canceled", $"{one!["status"]}"));
        await PaidAgain.Pay(shop, shopper);
        await PaidAgain.Shows(shop, shopper, "it is paid", one => one["payAgain"] is null);
    }

    [Fact]
    public async Task Staff_ask_again_or_cancel_what_nobody_pays_and_the_parcel_that_waited_ends()
    {
        await using var shop = await Open(steps: 3);
        var shopper = await Bought(shop);
        await PaidAgain.Lapse(shop, shopper);
        await PaidAgain.Asked(shop, shopper);
        await shop.Pack($"{shopper.Order}-1");
        await shop.Until(
            async () => (await Staff(shop, shopper))["timeline"]!.AsArray()
                .Any(fact => $"{fact!["cause"]}".StartsWith("asked-BookParcel", StringComparison.Ordinal)),
            () => "the parcel waits for its money");
        var ask = Guid.NewGuid();
        for (int times = 0; times < 2; times++)
            await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/payment-requests/{ask}", new { });
        await shop.Until(async () => await PaidAgain.Letters(shop) == 2, () => "two letters");

        await shop.Staff(
            HttpMethod.Put, $"orders/{shopper.Order}/cancellations/{Guid.NewGuid()}", new { reason = "Unpaid" });
        var order = await shopper.Reach("Cancelled");
        Assert.Null(order["payAgain"]);
        await shop.Host.WhenIdle();
        Assert.Null((await Staff(shop, shopper))["attention"]);
        Assert.Equal((0, 0), await PaidAgain.Held(shop, shopper));
        await Accounts.Balance(shop, "BOWL", onHand: 40, inventory: 40 * 40_000, clearing: 0);
        Assert.Equal("payment.not_needed", $"{(await PaidAgain.Pay(shop, shopper)).Answer!["code"]}");
    }

    [Fact]
    public async Task Of_paying_again_and_cancelling_at_once_the_order_ends_as_one_of_them_says_and_no_promise_is_left()
    {
        await using var shop = await Open();
        var ends = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            var shopper = await Bought(shop);
            await PaidAgain.Lapse(shop, shopper);
            await PaidAgain.Asked(shop, shopper);
            var paying = PaidAgain.Pay(shop, shopper);
            await Task.Delay(TimeSpan.FromMilliseconds(number * 15));
            var (status, answer) = await shop.Send(
                HttpMethod.Put, $"/api/orders/{shopper.Order}/cancellations/{Guid.NewGuid()}", shopper.OrderToken,
                new { });
            Assert.True((int)status < 300, $"{answer}");
            await paying;
            await shopper.Reach("Cancelled");
            await PaidAgain.Shows(
                shop, shopper, "the attempt has ended", one => $"{one["attempt"]?["status"]}" != "UnderWay");
            return shopper;
        }));
        await shop.Host.WhenIdle();
        foreach (var shopper in ends) Assert.Equal((0, 0), await PaidAgain.Held(shop, shopper));
        await Accounts.Balance(shop, "BOWL", onHand: 40, inventory: 40 * 40_000, clearing: 0);
    }

    [Fact]
    public async Task What_cannot_be_paid_is_refused_and_nothing_is_charged()
    {
        await using var shop = await Open();
        var (shopper, other) = (await Bought(shop), await Bought(shop));
        Assert.Equal("payment.not_needed", $"{(await PaidAgain.Pay(shop, shopper)).Answer!["code"]}");
        await PaidAgain.Lapse(shop, shopper);
        var due = (await PaidAgain.Asked(shop, shopper))["payAgain"]!;
        var token = await shopper.Tokenise(Shopper.GoodCard);
        var less = new JsonObject { ["amount"] = 1, ["currency"] = "PHP" };
        Assert.Equal("payment.other_amount", $"{(await PaidAgain.Pay(shop, shopper, token, less)).Answer!["code"]}");
        var (status, _) = await shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/payments/{Guid.NewGuid()}", other.OrderToken,
            new { paymentMethod = token, amount = due.DeepClone() });
        Assert.Equal(HttpStatusCode.NotFound, status);
        (status, var wrong) = await shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/payments/{Guid.NewGuid()}", shopper.OrderToken,
            new { amount = "much" });
        Assert.Equal((HttpStatusCode.BadRequest, "request.fields"), (status, $"{wrong!["code"]}"));
        Assert.Equal((0, 0), await PaidAgain.Held(shop, shopper));

        var id = Guid.NewGuid().ToString();
        await PaidAgain.Pay(shop, shopper, token, due, id);
        await PaidAgain.Shows(shop, shopper, "it is paid", one => one["payAgain"] is null);
        var another = await shopper.Tokenise(Shopper.GoodCard);
        Assert.Equal("payment.exists", $"{(await PaidAgain.Pay(shop, shopper, another, due, id)).Answer!["code"]}");
        Assert.Equal(HttpStatusCode.Accepted, (await PaidAgain.Pay(shop, shopper, token, due, id)).Status);
        Assert.Equal((Price, 0), await PaidAgain.Held(shop, shopper));
    }

    [Fact]
    public async Task Killed_at_every_call_to_the_storage_it_is_promised_once()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        await PaidAgain.Lapse(shop, shopper);
        await PaidAgain.Asked(shop, shopper);
        await shop.Host.WhenIdle();
        var policy = PolicyVersion.Of(shop.Services.GetRequiredService<Policies>().Now);
        var start = new PaymentAttemptStart(
            new(Guid.NewGuid().ToString()), new(shopper.Order), await shopper.Tokenise(Shopper.GoodCard),
            new(Price, Currency.Php), policy)
        { At = shop.Clock!.GetUtcNow() };
        int deaths = await MortalStorage.Deaths(shop, async (store, _, _) =>
        {
            var activities = new AttemptActivities(
                store, shop.Services.GetRequiredService<IPayments>(), shop.Services.GetRequiredService<Settings>(),
                shop.Clock!, NullLogger<AttemptActivities>.Instance);
            (await activities.Begin(start, CancellationToken.None)).OrThrow();
            (await activities.Authorise(start, CancellationToken.None)).OrThrow();
            (await activities.Adopt(start, CancellationToken.None)).OrThrow();
            return (await activities.VoidReplaced(start, CancellationToken.None)).OrThrow();
        });
        Assert.InRange(deaths, 4, 100);
        Assert.Equal((Price, 0), await PaidAgain.Held(shop, shopper));
        Assert.Null((await shopper.Look())["payAgain"]);
    }

    private static async Task<TestShop> Open(double steps = 1)
    {
        var shop = await TestShop.Start(outside: options => options with { ParcelStepSeconds = steps });
        await shop.Rest();
        await shop.Sell("plain-bowl", "BOWL", units: 40);
        return shop;
    }

    private static async Task<Shopper> Bought(TestShop shop)
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", until: "Allocated");
        return shopper;
    }

    private static Task<JsonNode> Staff(TestShop shop, Shopper shopper) =>
        shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
}

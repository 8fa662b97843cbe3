using System.Net.Http.Json;
using Serverless.Adapters;
using Serverless.Commerce;
using static Serverless.Tests.Adapters.Customs;

namespace Serverless.Tests.Adapters;

/// <summary>What customs charged, as the broker says it.</summary>
public sealed class BrokerChargeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_release_the_broker_says_what_customs_charged_the_shop()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        var lodged = await Lodge(broker, outside);
        Assert.Null(lodged.Charges);

        // The sandbox's customs take 10 % of goods and carriage in Australia.
        var released = await Reach(outside, broker, lodged.Reference, BrokerStanding.Released);
        Assert.Equal(new(Php(0), Php(37_000), Php(0)), released.Charges);

        var dap = await broker.Lodge(
            Declaration with { Shipment = new("6e0b3c1a-0000-4000-8000-000000000004-1"), Terms = "DAP" },
            outside.Clock.GetUtcNow(), Stop);
        Assert.Null((await Reach(outside, broker, dap.Reference, BrokerStanding.Released)).Charges);
    }

    [Fact]
    public async Task What_customs_charged_may_come_in_another_currency_and_later_than_the_release()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        await Next(outside, "release", new { untold = true });
        var lodged = await Lodge(broker, outside);
        var released = await Reach(outside, broker, lodged.Reference, BrokerStanding.Released);
        Assert.Null(released.Charges);

        await Charge(outside, lodged.Reference, 100, "AUD");
        var told = await broker.Look(lodged.Reference, Stop);

        Assert.Equal(released.Version + 1, told.Version);
        Assert.Equal("AUD 2.15", $"{told.Charges!.Total}");
    }

    [Theory]
    [InlineData(-1, "AUD")]
    [InlineData(100, "EUR")]
    public async Task Charges_that_cannot_be_added_up_are_named_as_such(long duty, string currency)
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        var lodged = await Lodge(broker, outside);
        await Reach(outside, broker, lodged.Reference, BrokerStanding.Released);
        await Charge(outside, lodged.Reference, duty, currency);

        await Assert.ThrowsAsync<FormatException>(() => broker.Look(lodged.Reference, Stop));
    }

    private static Money Php(long amount) => new(amount, Currency.Php);

    /// <summary>The broker says what was charged: some duty in a currency, AUD 1.10 of tax and 0.05 of fees.</summary>
    private static async Task Charge(Outside outside, string reference, long duty, string currency) =>
        (await outside.Http.PutAsJsonAsync(
            $"/sandbox/declarations/{reference}/charges",
            new
            {
                duty = new { amount = duty, currency },
                tax = new { amount = 110, currency = "AUD" },
                fees = new { amount = 5, currency = "AUD" },
            },
            Stop)).EnsureSuccessStatusCode();
}

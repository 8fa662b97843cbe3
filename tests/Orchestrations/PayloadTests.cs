using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

/// <summary>What travels is small, however much a merchant has set up.</summary>
public sealed class PayloadTests
{
    private const int Limit = 16 * 1024;

    private static readonly ShopPolicy Large = Some.Policy with
    {
        Countries = [.. Enumerable.Range(0, 200).Select(
            each => new Country($"{(char)('A' + each / 26)}{(char)('A' + each % 26)}", $"Country {each}", $"z{each}"))],
        DeliveryMethods = [.. Enumerable.Range(0, 50).Select(
            each => new DeliveryMethod($"method-{each}", $"Method {each}", [new(1, Currency.Php)], []))],
    };

    [Fact]
    public void No_input_of_a_process_or_a_step_holds_the_settings()
    {
        var settings = new[] { typeof(ShopPolicy), typeof(ReturnPolicy), typeof(PointPolicy), typeof(DeliveryMethod) };
        var carrying = typeof(CheckoutStart).Assembly.GetTypes()
            .Where(type => type.GetProperties().Any(one => settings.Contains(one.PropertyType)
                || one.PropertyType.GetGenericArguments().Any(settings.Contains)))
            .Select(type => type.Name);
        Assert.Empty(carrying);
    }

    [Fact]
    public void With_200_countries_and_50_methods_every_start_is_within_16_KiB_and_as_small_as_with_few()
    {
        var (large, small) = (PolicyVersion.Of(Large), PolicyVersion.Of(Some.Policy));
        Assert.True(Bytes(Large) > Limit);
        Assert.All(Starts(large).Zip(Starts(small)), both =>
        {
            Assert.InRange(Bytes(both.First), 1, Limit);
            Assert.Equal(Bytes(both.Second), Bytes(both.First));
        });
    }

    [Fact]
    public void What_an_earlier_release_had_begun_with_all_of_its_policy_keeps_its_times_and_has_no_number()
    {
        string then = $$"""
            {
              "Order": "{{Some.Order}}", "Cart": "{{Some.Checkout.Cart}}", "Method": "pm",
              "Total": { "Amount": 5, "Currency": "PHP" },
              "Policy": {
                "Name": "A shop", "HoldTime": "00:07:00", "PaymentTime": "00:11:00", "Countries": [],
                "Returns": { "ReviewTime": "2.00:00:00", "Rules": [] }
              }
            }
            """;

        var start = JsonSerializer.Deserialize<CheckoutStart>(then)!;

        Assert.Equal(0, start.Policy.Number);
        Assert.Equal(TimeSpan.FromMinutes(7), start.Policy.HoldTime);
        Assert.Equal(TimeSpan.FromMinutes(11), start.Policy.PaymentTime);
        Assert.Equal(TimeSpan.FromDays(2), start.Policy.Returns.ReviewTime);
    }

    private static IEnumerable<object> Starts(PolicyVersion policy) =>
    [
        Some.Checkout with { Policy = policy },
        Some.Coming with { Policy = policy },
        new FulfilmentStart(Some.Shipment, policy),
        new ClearanceStart(Some.Shipment, Some.At, policy),
        new OrderOpening(Some.Checkout with { Policy = policy }, "run", Some.At),
        new ReturnOpening(Some.Coming with { Policy = policy }, "run", Some.At),
    ];

    private static int Bytes(object value) => Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(value, Json.Options));
}

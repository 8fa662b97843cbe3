using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>These types travel between activities, queues and tables; what arrives must be what was sent.</summary>
public sealed class WireTests
{
    private static readonly JsonSerializerOptions[] Ways =
    [
        JsonSerializerOptions.Default,
        JsonSerializerOptions.Web,
        // As the durable engine writes what an activity answers.
        new() { IncludeFields = true },
    ];

    private static readonly ImmutableSortedDictionary<string, decimal> Rates =
        ImmutableSortedDictionary<string, decimal>.Empty.Add("JPY", 176.45m).Add("PHP", 67.761m);

    [Fact]
    public void An_id_is_a_plain_string() => Assert.Equal("\"order-7\"", JsonSerializer.Serialize(Order(7)));

    [Fact]
    public void Money_names_its_currency() =>
        Assert.Equal("""{"Amount":5,"Currency":"PHP"}""", JsonSerializer.Serialize(Php(5)));

    [Theory]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000001", true)]
    [InlineData("6E0B3C1A-0000-4000-8000-000000000001", false)]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000001 ", false)]
    [InlineData("6e0b3c1a-0000-4000-8000-000000000001\n", false)]
    [InlineData("6e0b3c1a000040008000000000000001", false)]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    [InlineData("order-1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_from_outside_is_a_UUID_in_its_one_spelling(string? text, bool good)
    {
        Assert.Equal(good, Id<Cart>.TryParse(text, out var id));
        if (good) Assert.Equal(text, id.Value);
    }

    [Fact]
    public void A_currency_that_is_not_known_does_not_arrive() => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize<Money>("""{"Amount":5,"Currency":"XAU"}"""));

    [Fact]
    public void An_id_that_is_missing_does_not_arrive() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Id<Cart>>("null"));

    [Fact]
    public void Every_record_arrives_as_it_was_sent()
    {
        Arrives(Cart((Tote, 2)).EnterCheckout(OrderId, Now).OrThrow());
        Arrives(Cart() with { Delivery = null });
        Arrives(Stock(5).HoldFor(Order(1), 2, Now.AddMinutes(5), Now).OrThrow().Allocate(Order(2), 1, Now).OrThrow());
        Arrives(Opened((Tote, 1)).Compensate(OrderRefusals.Declined).OrThrow());
        var (back, order) = Requested(AtHome((Tote, 3), (Hat, 1)), Ask(Tote, 2));
        Arrives(order.ReserveRefund("r", Php(5)).OrThrow());
        OutsideMove went = new("txn_1", Now, Back: false, Php(1_500));
        OutsideMoney dispute = new("dp_1", OutsideKind.Dispute, Php(9), [went]) { Standing = DisputeStanding.Lost };
        Arrives(order.Hear(new([dispute], null), Now).OrThrow().ReserveRefund("r", Php(5)).OrThrow());
        Arrives(order with { Advance = new(Php(9), Now) { BackAt = Now } });
        Arrives((back with { Status = ReturnStatus.Received })
            .Inspect([new(Tote, 2, Disposition.Damaged)], order, Policy).OrThrow());
        Arrives(order.AskForPerson(new("picking.late", "Late.", Now) { Process = "p" }).OrThrow());
        Arrives(StoredValue.Earn(null, new("c"), "e", 9, Now.AddDays(1), Now).OrThrow().Hold(OrderId, 4, Now));
        Arrives(StoredValue.Issue(null, new("c"), "i", Php(9), Now).OrThrow());
        Arrives(Postings.Sale(order, Policy, Now));
        Arrives(InTwo(ShipmentStatus.Shipped, ShipmentStatus.Packed));
        Arrives(Policy);
        Arrives(Buying.Weavers);
        Arrives(Buying.In(PurchaseStatus.ClosedShort));
        Arrives(Demand.Count(null, new("TOTE@MNL"), new(2026, 3, 2), 5, new(2026, 3, 2)).OrThrow());
        Arrives(new RateSheet(new("r"), Now, Now, new(2026, 3, 1), "ECB", Rates) { Kept = true });
    }

    [Fact]
    public void An_answer_arrives_with_its_value_whatever_its_type()
    {
        Answers(OrderId);
        Answers("MNL");
        Answers(true);
        Answers(false);
        Answers(OrderStatus.Started);
        Answers(OrderStatus.Placed);
        Answers(PaymentStatus.Pending);
        Answers(Php(5));
        Answers(Some.Order(1));
    }

    [Fact]
    public void A_refusal_arrives_as_the_refusal_whatever_was_asked_for()
    {
        Refuses<Id<Order>>();
        Refuses<string>();
        Refuses<bool>();
        Refuses<OrderStatus>();
        Refuses<Money>();
        Refuses<Currency>();
        Refuses<Order>();
    }

    [Fact]
    public void A_refusal_keeps_the_fields_that_are_wrong()
    {
        var refusal = CartRefusals.Quantity with { Fields = [new("quantity", "From 1 to 99.")] };
        foreach (var way in Ways)
        {
            var arrived = Through<Result<bool>>(refusal, way);
            Assert.Equal(refusal.Fields, arrived.Refusal!.Fields);
        }
    }

    private static void Arrives<T>(T sent) =>
        Assert.All(Ways, way => Says.Same(sent, Through(sent, way)));

    private static void Answers<T>(T value) => Assert.All(Ways, way =>
    {
        var arrived = Through<Result<T>>(value, way);
        Assert.False(arrived.IsRefused(out _, out var told));
        Assert.Equal(value, told);
    });

    private static void Refuses<T>() => Assert.All(Ways, way =>
    {
        var arrived = Through<Result<T>>(StockRefusals.TooFew, way);
        Assert.True(arrived.IsRefused(out var refusal, out _));
        Assert.Equal(StockRefusals.TooFew, refusal);
    });

    private static T Through<T>(T sent, JsonSerializerOptions way) =>
        JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(sent, way), way)!;
}

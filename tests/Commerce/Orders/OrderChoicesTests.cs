using System.Text.RegularExpressions;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>No order is a dead end: whatever needs a person can be tried again, done otherwise, or ended.</summary>
public sealed partial class OrderChoicesTests
{
    [Fact]
    public void An_order_that_needs_nobody_offers_nothing() => Assert.Empty(In(OrderStatus.Placed).Choices());

    [Theory]
    [InlineData(ShipmentStatus.Allocated, "picking.late", false, "Settle Change Cancel")]
    [InlineData(ShipmentStatus.Backordered, "backorder.late", false, "Settle Change Cancel")]
    [InlineData(ShipmentStatus.Picking, "packing.late", false, "Settle Cancel")]
    [InlineData(ShipmentStatus.Packed, "step.failed", true, "TryAgain Cancel")]
    public void Before_a_parcel_has_left_it_can_be_tried_again_or_called_off(
        ShipmentStatus status, string code, bool waits, string expected) =>
        Assert.Equal(expected, Offered(Placed(status), new(code, "Late.", Now) { Process = "p", Waits = waits }));

    [Fact]
    public void An_order_whose_money_is_gone_is_paid_again_or_called_off()
    {
        var lapsed = Placed(ShipmentStatus.Packed).LosePayment(Now).OrThrow();
        Assert.Equal("Settle AskToPay Cancel", string.Join(' ', lapsed.Choices().Select(choice => choice.Does)));
        Assert.Contains($"{lapsed.Due}", lapsed.Choices()[1].Follows, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parcel.silent", "Settle GiveMoney")]
    [InlineData("documents.late", "Settle GivePapers GiveMoney")]
    [InlineData("customs.silent", "Settle GivePapers GiveMoney")]
    [InlineData("payment.disputed", "Settle GiveMoney")]
    public void What_is_under_way_can_be_settled_with_papers_or_with_money(string code, string expected) =>
        Assert.Equal(expected, Offered(AtHome((Tote, 2)), new(code, "Late.", Now) { Process = "p" }));

    [Fact]
    public void A_checkout_that_waits_is_tried_again_or_ended()
    {
        var stuck = Opened((Tote, 1));
        Assert.Equal(
            "TryAgain End",
            Offered(stuck, new("payment.unavailable", "No.", Now) { Process = stuck.Id.Value, Waits = true }));
    }

    [Fact]
    public void Every_choice_says_what_follows_in_a_sentence() => Assert.All(
        Placed(ShipmentStatus.Allocated).AskForPerson(new("picking.late", "Late.", Now)).OrThrow().Choices(),
        choice => Assert.Matches(Sentence(), choice.Follows));

    private static string Offered(Order order, Attention attention) =>
        string.Join(' ', order.AskForPerson(attention).OrThrow().Choices().Select(choice => choice.Does));

    private static Order Placed(ShipmentStatus status)
    {
        var order = Opened((Tote, 2), (Hat, 1));
        var parcel = Parcel(order, 1, AllFrom("MNL", order)[0], status);
        return order with
        {
            Status = OrderShipments.StatusOf([parcel]),
            Shipments = [parcel],
            Payment = Promised,
            PlacedAt = Now,
        };
    }

    [GeneratedRegex(@"^[A-Z].{20,}\.$")]
    private static partial Regex Sentence();
}

using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class OrderReturnsTests
{
    private static readonly DateTimeOffset InTime = Now.AddDays(5);

    [Theory]
    [InlineData(OrderStatus.Shipped)]
    [InlineData(OrderStatus.Placed)]
    [InlineData(OrderStatus.ReturnedToSender)]
    public void Only_what_was_delivered_can_be_sent_back(OrderStatus status) => Says.Refused(
        ReturnRefusals.NotDelivered, In(status).TakeBack(ReturnId, Wish(Ask(Tote, 1)), Policy.Returns, InTime));

    [Fact]
    public void Of_an_order_in_parcels_what_has_come_can_be_sent_back_and_goes_where_it_came_from()
    {
        var order = InTwo(ShipmentStatus.Shipped, ShipmentStatus.Delivered);
        Assert.Equal((1, 1), (order.Returnable(Tote), order.Returnable(Hat)));
        Says.Refused(ReturnRefusals.TooMany, Taking(order, Ask(Tote, 2)));

        var taken = TakingBack(order, ReturnId, Ask(Tote, 1));
        Assert.Equal([1], taken.TakenBack[0].Lines[0].Units);
        Assert.Equal("CEB", taken.HomeOf(ReturnId));
        Assert.Equal(order.Shipments[1].Lines[0].Cost, taken.CostOf(Tote, [1]));
    }

    [Fact]
    public void The_last_moment_of_the_window_is_still_in_time()
    {
        var order = AtHome((Tote, 1));
        var end = Seller.LastOf(Seller.DayOf(order.DeliveredAt!.Value).AddDays(30));
        Assert.Null(order.TakeBack(ReturnId, Wish(Ask(Tote, 1)), Policy.Returns, end).Refusal);
        Says.Refused(
            ReturnRefusals.TooLate, order.TakeBack(ReturnId, Wish(Ask(Tote, 1)), Policy.Returns, end.AddTicks(1)));
    }

    [Fact]
    public void Each_SKU_is_named_once_with_at_least_one_unit()
    {
        var order = AtHome((Tote, 3));
        Says.Refused(ReturnRefusals.Lines, Taking(order));
        Says.Refused(ReturnRefusals.Lines, Taking(order, Ask(Tote, 1), Ask(Tote, 1)));
        Says.Refused(ReturnRefusals.Lines, Taking(order, Ask(Tote, 0)));
        Says.Refused(ReturnRefusals.Lines, Taking(order, Ask(Tote, -1)));
    }

    [Fact]
    public void More_than_was_bought_or_something_else_cannot_be_sent_back()
    {
        var order = AtHome((Tote, 3));
        Says.Refused(ReturnRefusals.TooMany, Taking(order, Ask(Tote, 4)));
        Says.Refused(ReturnRefusals.TooMany, Taking(order, Ask(Hat, 1)));
    }

    [Fact]
    public void Goods_are_handed_over_only_where_the_shop_takes_them()
    {
        var order = AtHome((Tote, 1));
        var wish = Wish(Ask(Tote, 1));
        Says.Refused(
            ReturnRefusals.Store, order.TakeBack(ReturnId, wish with { Store = "MNL" }, Policy.Returns, InTime));
        Assert.Null(order.TakeBack(ReturnId, wish with { Store = "BGC" }, Policy.Returns, InTime).Refusal);
    }

    [Fact]
    public void What_the_policy_forbids_is_not_taken_back_unless_something_is_wrong_with_it()
    {
        var order = AtHome((Tote, 1));
        var food = order with { Lines = [order.Lines[0] with { Category = "Food & drink" }] };
        Says.Refused(ReturnRefusals.NotReturnable, Taking(food, Ask(Tote, 1)));
        Assert.Null(Taking(food, Ask(Tote, 1) with { Reason = ReturnReason.Damaged }).Refusal);
        var shoes = order with { Lines = [order.Lines[0] with { HsCode = "640419" }] };
        Says.Refused(ReturnRefusals.ExchangeOnly, Taking(shoes, Ask(Tote, 1)));
    }

    [Fact]
    public void The_offer_says_of_each_line_how_many_until_when_and_on_what_terms()
    {
        var offer = Assert.Single(TakingBack(AtHome((Tote, 3)), ReturnId, Ask(Tote, 1))
            .ReturnOffers(Policy.Returns, InTime));
        Assert.Equal((Tote, 2, ReturnKind.Free), (offer.Sku, offer.Units, offer.Usual.Kind));
        Assert.Equal((Day(30), Day(60)), (offer.Usual.LastDay, offer.Fault.LastDay));
        Assert.Empty(In(OrderStatus.Shipped).ReturnOffers(Policy.Returns, InTime));
        static DateOnly Day(int after) => Seller.DayOf(Now.AddDays(3)).AddDays(after);
    }

    [Fact]
    public void A_return_weighs_what_its_goods_weigh() => Assert.Equal(
        2 * 400 + 150, TakingBack(AtHome((Tote, 3), (Hat, 1)), ReturnId, Ask(Tote, 2), Ask(Hat, 1)).WeightOf(ReturnId));

    [Fact]
    public void Two_returns_never_share_a_unit()
    {
        var first = TakingBack(AtHome((Tote, 3)), ReturnId, Ask(Tote, 2));
        Assert.Equal(1, first.Returnable(Tote));
        Says.Refused(ReturnRefusals.TooMany, first.TakeBack(Other(2), Wish(Ask(Tote, 2)), Policy.Returns, InTime));
        var both = TakingBack(first, Other(2), Ask(Tote, 1));
        Assert.Equal([0, 1, 2], both.TakenBack.SelectMany(back => back.Lines).SelectMany(line => line.Units));
    }

    [Fact]
    public void A_return_that_came_to_nothing_frees_its_units()
    {
        var taken = TakingBack(AtHome((Tote, 3)), ReturnId, Ask(Tote, 2));
        var freed = taken.GiveUpReturn(ReturnId).OrThrow();
        Assert.Equal(3, freed.Returnable(Tote));
        Assert.Same(freed, freed.GiveUpReturn(ReturnId).OrThrow());
    }

    [Fact]
    public void Units_that_staff_did_not_accept_may_be_asked_for_again()
    {
        var taken = TakingBack(AtHome((Tote, 3), (Hat, 1)), ReturnId, Ask(Tote, 3), Ask(Hat, 1));
        var less = taken.GiveUpUnits(ReturnId, [new(Tote, 1)]).OrThrow();
        Assert.Equal((2, 1), (less.Returnable(Tote), less.Returnable(Hat)));
        Assert.Same(less, less.GiveUpUnits(ReturnId, [new(Tote, 1)]).OrThrow());
    }

    [Fact]
    public void The_shares_of_all_units_add_up_to_what_was_paid_however_they_are_sent_back() =>
        Splits.Sample((quantity, price, sizes) =>
        {
            var order = Bought(quantity, price);
            var taken = SendAllBack(order, sizes);
            var lines = taken.TakenBack.SelectMany(back => back.Lines).ToList();
            var line = order.Lines[0];
            var paid = lines.Aggregate(Php(0), (sum, back) => sum + order.PaidFor(back, back.Units.Length));
            var cost = lines.Aggregate(Php(0), (sum, back) => sum + order.CostOf(Tote, back.Units));
            return paid == line.Total && cost == order.Shipments[0].Lines[0].Cost && taken.Returnable(Tote) == 0;
        });

    /// <summary>A quantity, what the line cost (which need not divide), and the sizes of returns.</summary>
    private static readonly Gen<(int, long, int[])> Splits =
        Gen.Select(Gen.Int[1, 40], Gen.Long[1, 1_000_000], Gen.Int[1, 9].Array[40]);

    private static Order Bought(int quantity, long price)
    {
        var order = AtHome((Tote, quantity));
        var line = order.Lines[0] with { Total = Php(price) };
        var parcel = order.Shipments[0];
        parcel = parcel with { Lines = [parcel.Lines[0] with { Cost = Php(price / 3 + 1) }] };
        var totals = order.Totals with { Subtotal = Php(price), Total = Php(price) + order.Totals.Shipping };
        return order with { Lines = [line], Totals = totals, Shipments = [parcel] };
    }

    private static Order SendAllBack(Order order, int[] sizes)
    {
        for (int at = 0; order.Returnable(Tote) > 0; at++)
            order = TakingBack(order, Other(at), Ask(Tote, Math.Min(sizes[at], order.Returnable(Tote))));
        return order;
    }

    private static Result<Order> Taking(Order order, params ReturnAsk[] asked) =>
        order.TakeBack(ReturnId, Wish(asked), Policy.Returns, InTime);

    private static Id<Return> Other(int number) => new($"return-{number}");
}

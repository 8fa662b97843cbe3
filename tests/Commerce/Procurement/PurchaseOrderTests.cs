using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Buying;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class PurchaseOrderTests
{
    [Fact]
    public void A_proposal_has_each_SKU_once_at_the_suppliers_price()
    {
        var order = Proposal();
        Assert.Equal(Php(10 * 40_000 + 20 * 20_000), order.Total);
        Assert.Same(order, order.Add(new(Hat, 5), Weavers).OrThrow());
        Says.Refused(SupplierRefusals.NotSold, Proposing(new PurchaseAsk("MUG", 1)));
        Says.Refused(PurchaseRefusals.Quantity, Proposing(new PurchaseAsk(Tote, -1)));
        Says.Refused(PurchaseRefusals.Lines, Proposing());
        Says.Refused(PurchaseRefusals.Lines, Proposing(new PurchaseAsk(Tote, 1), new PurchaseAsk(Tote, 1)));
    }

    [Fact]
    public void Lines_of_one_order_are_in_one_currency()
    {
        var abroad = Weavers with { MinimumOrder = Usd(0), Items = [new("MUG", Usd(500), 1)] };
        Says.Refused(PurchaseRefusals.Currency, Proposal().Add(new("MUG", 1), abroad));
    }

    [Fact]
    public void Only_a_proposal_takes_more_lines()
    {
        var selling = Weavers with { Items = Weavers.Items.Add(new("MUG", Php(500), 1)) };
        Assert.Equal(3, Proposal().Add(new("MUG", 1), selling).OrThrow().Lines.Length);
        Says.Refused(PurchaseRefusals.NotNow, Sent().Add(new("MUG", 1), selling));
    }

    [Fact]
    public void A_person_sets_how_much_is_proposed_until_it_is_sent()
    {
        var more = Proposal().SetLine(new(Hat, 50), Weavers).OrThrow();
        Assert.Equal((2, Php(10 * 40_000 + 50 * 20_000)), (more.Lines.Length, more.Total));
        Assert.Same(more, more.SetLine(new(Hat, 50), Weavers).OrThrow());
        Assert.Equal(3, more.SetLine(new(Mat, 1), Weavers).OrThrow().Lines.Length);
        Says.Refused(PurchaseRefusals.Quantity, more.SetLine(new(Hat, 0), Weavers));
        Says.Refused(PurchaseRefusals.NotNow, Sent().SetLine(new(Hat, 50), Weavers));
    }

    [Fact]
    public void An_order_below_the_suppliers_minimum_is_not_sent()
    {
        var small = Proposing(new PurchaseAsk(Hat, 4)).OrThrow();
        Says.Refused(PurchaseRefusals.BelowMinimum, small.Send(Weavers, Buys, Now));
        Assert.Equal(PurchaseStatus.Sent, small.Send(Weavers with { MinimumOrder = Php(80_000) }, Buys, Now)
            .OrThrow().Status);
    }

    [Fact]
    public void What_is_sent_is_due_after_the_lead_time_unless_the_supplier_says_otherwise()
    {
        var order = Sent();
        Assert.Equal(Now.AddDays(10), order.DueAt);
        Assert.Same(order, order.Miss(Now.AddDays(10).AddTicks(-1)).OrThrow());
        var late = order.Miss(Now.AddDays(11)).OrThrow();
        Assert.Equal(Now.AddDays(11), late.LateSince);
        var confirmed = late.Confirm(Now.AddDays(20)).OrThrow();
        Assert.Equal((Now.AddDays(20), (DateTimeOffset?)null), (confirmed.DueAt, confirmed.LateSince));
    }

    [Fact]
    public void Goods_come_in_parts_until_all_are_here()
    {
        var some = Sent().Receive(Came("r-1", (Tote, 4))).OrThrow();
        Assert.Equal(PurchaseStatus.PartlyReceived, some.Status);
        Assert.Equal((6, 20), (some.Outstanding(Tote), some.Outstanding(Hat)));
        var all = some.Receive(Came("r-2", (Tote, 6), (Hat, 20))).OrThrow();
        Assert.Equal((PurchaseStatus.Received, 0), (all.Status, all.Outstanding(Hat)));
        Says.Refused(PurchaseRefusals.NotNow, all.Receive(Came("r-3", (Hat, 1))));
    }

    [Fact]
    public void A_receipt_that_is_repeated_is_one_receipt_and_another_of_its_name_is_refused()
    {
        var some = Sent().Receive(Came("r-1", (Tote, 4))).OrThrow();
        Assert.Same(some, some.Receive(Came("r-1", (Tote, 4)) with { At = Now.AddDays(12) }).OrThrow());
        Says.Refused(StockRefusals.OtherReceipt, some.Receive(Came("r-1", (Tote, 5))));
        Says.Refused(StockRefusals.OtherReceipt, some.Receive(Came("r-1", (Tote, 4)) with { Location = "CEB" }));
        var all = some.Receive(Came("r-2", (Tote, 6), (Hat, 20))).OrThrow();
        Assert.Same(all, all.Receive(Came("r-1", (Tote, 4))).OrThrow());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void A_receipt_of_nothing_or_of_less_than_nothing_is_refused(int quantity) =>
        Says.Refused(PurchaseRefusals.Quantity, Sent().Receive(Came("r-1", (Tote, quantity))));

    [Fact]
    public void What_was_not_ordered_is_not_received() =>
        Says.Refused(PurchaseRefusals.NotOrdered, Sent().Receive(Came("r-1", (Tote, 1), ("MUG", 1))));

    [Theory]
    [InlineData(22, true)]
    [InlineData(23, false)]
    [InlineData(200, false)]
    public void A_tenth_more_than_was_ordered_is_taken_and_ten_times_as_much_is_not(int hats, bool taken)
    {
        var result = Sent().Receive(Came("r-1", (Tote, 10), (Hat, hats)));
        if (taken) Assert.Equal(PurchaseStatus.Received, result.OrThrow().Status);
        else Says.Refused(PurchaseRefusals.TooMany, result);
    }

    [Fact]
    public void The_tolerance_holds_over_all_receipts_and_all_lines_of_one()
    {
        var some = Sent().Receive(Came("r-1", (Hat, 15))).OrThrow();
        Says.Refused(PurchaseRefusals.TooMany, some.Receive(Came("r-2", (Hat, 8))));
        Says.Refused(PurchaseRefusals.TooMany, some.Receive(Came("r-2", (Hat, 4), (Hat, 4))));
        Says.Refused(PurchaseRefusals.TooMany, some.Receive(Came("r-2", (Hat, 1_000_000), (Hat, 1_000_000))));
        Assert.Equal(22, some.Receive(Came("r-2", (Hat, 7))).OrThrow().Came(Hat));
    }

    [Fact]
    public void A_rest_that_never_comes_is_closed_short_and_what_never_came_is_cancelled()
    {
        Says.Refused(PurchaseRefusals.NotNow, Sent().CloseShort(Now));
        var shorted = In(PurchaseStatus.ClosedShort);
        Assert.Equal((0, 0), (shorted.Outstanding(Hat), shorted.Outstanding(Tote)));
        Says.Refused(PurchaseRefusals.NotNow, In(PurchaseStatus.PartlyReceived).Cancel(Now));
        Assert.Equal(PurchaseStatus.Cancelled, Proposal().Cancel(Now).OrThrow().Status);
    }

    [Fact]
    public void Each_line_of_a_receipt_is_a_lot_at_the_orders_price()
    {
        var goods = Sent().Price(Came("r-1", (Tote, 4), (Hat, 2)), null).OrThrow().Goods().ToList();
        Assert.Equal(
            [("r-1-1", Tote, 4, Php(40_000)), ("r-1-2", Hat, 2, Php(20_000))],
            goods.Select(lot => (lot.Id.Value, lot.Sku, lot.Quantity, lot.UnitCost)));
    }

    [Fact]
    public void What_is_paid_in_another_currency_comes_in_at_the_rate_of_its_day()
    {
        var abroad = Weavers with { MinimumOrder = Usd(0), Items = [new(Tote, Usd(601), 1)] };
        var order = PurchaseOrder.Propose(PurchaseId, abroad, "MNL", [new(Tote, 5)], Now).OrThrow()
            .Send(abroad, Buys, Now).OrThrow();
        Says.Refused(RateRefusals.None, order.Price(Came("r-1", (Tote, 5)), null));
        var priced = order.Price(Came("r-1", (Tote, 5)), SupplierTests.Rates(pesosPerDollar: 57.5m)).OrThrow();
        Assert.Equal((Php(34_558), new("sheet")), (priced.Lines[0].UnitCost, priced.Rates));
    }

    private static Result<PurchaseOrder> Proposing(params PurchaseAsk[] asked) =>
        PurchaseOrder.Propose(PurchaseId, Weavers, "MNL", [.. asked], Now);
}

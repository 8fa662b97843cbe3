using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class CreditNoteTests
{
    [Fact]
    public void A_note_says_what_came_back_how_the_sum_comes_about_and_how_it_was_paid()
    {
        var (back, order) = Settled();
        var note = CreditNote.Of(back, order, Policy.Seller, Now)!;
        Assert.Equal(("CN-LIKHA-000007", Php(106_250)), (note.Number, note.Total));
        Assert.Equal([new(Tote, "Abaca tote (Natural)", 1)], note.Lines);
        Assert.Equal([new("Goods", Php(125_000)), new("Restocking fee", Php(-18_750))], note.Sums);
        Assert.Equal([new("To the card", Php(100_000)), new("As store credit", Php(6_250))], note.Paid);
        Assert.Equal(note.Total, note.Sums.Aggregate(Php(0), (sum, one) => sum + one.Amount));
        Assert.Equal(order.Delivery.Address, note.Buyer);
    }

    [Fact]
    public void Before_it_is_settled_and_numbered_there_is_no_note()
    {
        var (back, order) = Settled();
        Assert.Null(CreditNote.Of(back with { CreditNote = null }, order, Policy.Seller, Now));
        Says.Refused(ReturnRefusals.NotNow, (back with { CreditNote = null, Credited = null }).Number("CN-1"));
        Assert.Same(back, back.Number("CN-2").OrThrow());
    }

    [Fact]
    public void Numbers_follow_each_other_without_a_gap() => Gen.Int[1, 50].Sample(notes =>
    {
        var id = NumberSeries.CreditNotesOf("LIKHA");
        NumberSeries? series = null;
        for (int note = 1; note <= notes; note++)
        {
            series = NumberSeries.Next(series, id).OrThrow();
            if (series.Last != note) return false;
        }

        return NumberSeries.CreditNote("likha", series!.Last) == $"CN-LIKHA-{notes:D6}";
    });

    private static (Return Return, Order Order) Settled()
    {
        var policy = Policy.Returns with
        {
            Rules = [new("fee", ReturnKind.RestockingFee) { FeePercent = 15 }],
        };
        var order = AtHome((Tote, 2)).TakeBack(ReturnId, Wish(Ask(Tote, 2)), policy, Now.AddDays(5)).OrThrow();
        var back = Return.Request(ReturnId, "run-1", order, Wish(Ask(Tote, 2)), policy, Now.AddDays(5)).OrThrow();
        return (
            (back with { Status = ReturnStatus.Received })
                .Inspect([new(Tote, 1, Disposition.Restock), new(Tote, 1, Disposition.Missing)], order, Policy)
                .OrThrow().Settle(Php(6_250)).OrThrow().Number("CN-LIKHA-000007").OrThrow(),
            order);
    }
}

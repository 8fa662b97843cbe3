using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>A parcel at the border: lodged, held, released or refused (XB07).</summary>
public sealed class ClearanceTests
{
    private static readonly Clearance Lodged =
        Clearance.Lodge(new($"{OrderId}-1"), OrderId, "decl_1", Now).OrThrow();

    [Fact]
    public void A_held_parcel_says_what_customs_ask_for_and_since_when()
    {
        var held = Lodged.Hold(1, ["invoice"], "documents_missing", Now.AddHours(1)).OrThrow();

        Assert.Equal((ClearanceStatus.Held, "documents_missing"), (held.Status, held.Reason));
        Assert.Equal(Now.AddHours(1), held.HeldAt);
        Assert.Equal(["invoice"], held.Asked);
    }

    [Fact]
    public void News_that_are_not_newer_change_nothing()
    {
        var held = Lodged.Hold(2, ["invoice"], null, Now).OrThrow();

        Assert.Same(held, held.Release(2, null).OrThrow());
        Assert.Same(held, held.Refuse(1, "late").OrThrow());
        Assert.Same(held, held.Hold(2, ["licence"], null, Now).OrThrow());
    }

    [Fact]
    public void In_whatever_order_news_come_the_newest_has_the_last_word() =>
        Gen.Shuffle(Enumerable.Range(1, 6).ToArray()).Sample(order =>
        {
            var clearance = order.Aggregate(Lodged, (now, version) => version switch
            {
                6 => now.Release(version, null).OrThrow(),
                2 or 4 => now.Review(version).OrThrow(),
                _ => Hold(now, version).OrThrow(),
            });
            return clearance is { Status: ClearanceStatus.Released, Version: 6 } && clearance.Asked.IsEmpty;
        });

    [Fact]
    public void What_customs_have_decided_stays_decided()
    {
        Says.Refused(ClearanceRefusals.NotNow, Lodged.Release(1, null).OrThrow().Refuse(2, "changed_mind"));
        Says.Refused(ClearanceRefusals.NotNow, Lodged.Refuse(1, "prohibited_goods").OrThrow().Release(2, null));
        Says.Refused(ClearanceRefusals.NotNow, Hold(Lodged.Release(1, null).OrThrow(), 2));
    }

    [Fact]
    public void What_customs_charged_may_be_told_later_and_the_first_word_counts()
    {
        var silent = Lodged.Release(1, null).OrThrow();
        Assert.Null(silent.Charges);

        var told = silent.Release(2, Rules.Charges).OrThrow();
        Assert.Equal((ClearanceStatus.Released, Php(500)), (told.Status, told.Charges!.Total));
        Assert.Equal(Rules.Charges, told.Release(3, new(Php(0), Php(1), Php(0))).OrThrow().Charges);
        Assert.Same(told, told.Release(2, null).OrThrow());
    }

    [Fact]
    public void Only_a_document_that_customs_ask_for_is_taken_and_only_while_they_hold_the_parcel()
    {
        Says.Refused(ClearanceRefusals.NotNow, Lodged.Attach(Rules.Paper("invoice", "a")));
        Says.Refused(ClearanceRefusals.NotAsked, Hold(Lodged, 1).OrThrow().Attach(Rules.Paper("selfie", "a")));
        Assert.Single(Hold(Lodged, 1).OrThrow().Attach(Rules.Paper("invoice", "a")).OrThrow().Documents);
    }

    [Fact]
    public void A_better_copy_takes_the_place_of_one_and_has_to_be_sent_again()
    {
        var sent = Sent();
        Assert.True(Assert.Single(sent.Documents).Sent);

        var better = sent.Attach(Rules.Paper("invoice", "b")).OrThrow();

        Assert.Equal(("b", false), (Assert.Single(better.Documents).Hash, better.Documents[0].Sent));
        // The first copy reaches the broker late: it is not the one that counts.
        Assert.Same(better, better.Send("invoice", "a").OrThrow());
    }

    [Fact]
    public void A_document_that_is_asked_for_again_was_not_good_enough()
    {
        var again = Hold(Sent().Review(2).OrThrow(), 3).OrThrow();

        Assert.Empty(again.Documents);
        Assert.Single(again.Attach(Rules.Paper("invoice", "a")).OrThrow().Documents);
    }

    private static Clearance Sent() =>
        Hold(Lodged, 1).OrThrow().Attach(Rules.Paper("invoice", "a")).OrThrow().Send("invoice", "a").OrThrow();

    private static Result<Clearance> Hold(Clearance clearance, int version) =>
        clearance.Hold(version, ["invoice"], "documents_missing", Now);
}

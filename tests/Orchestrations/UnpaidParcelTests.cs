using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.FulfilmentOrchestration;

namespace Serverless.Tests.Orchestrations;

/// <summary>A packed parcel whose money is not there: it waits for a person, for the shopper, or for its end.</summary>
public sealed class UnpaidParcelTests
{
    private static readonly string[] UntilBooked =
        ["AllocateShipment", "PickShipment", "PackShipment", "MakePapers", "BookParcel"];

    private readonly Rehearsal stage = new(nameof(FulfilmentOrchestration), InstanceOf(Some.Shipment));

    public UnpaidParcelTests()
    {
        stage.On(AllocateShipment, _ => new Allotment(ShipmentStatus.Allocated, null, Fetched: false));
        stage.On(PickShipment, _ => ShipmentStatus.Picking);
        stage.On(PackShipment, _ => ShipmentStatus.Packed);
        stage.On(MakePapers, _ => false);
        stage.On(BookParcel, _ => "NV1");
        stage.On(ShipParcel, _ => ShipmentStatus.Shipped);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void Money_that_cannot_be_taken_keeps_the_goods_on_our_books_until_a_person_has_looked()
    {
        stage.On(CapturePayment, () => OrderRefusals.NotCaptured, () => PaymentStatus.Captured);
        Booked();
        Moves("n1", Movements.Collected);
        Assert.Equal([.. UntilBooked, "CapturePayment", "AskForPerson"], stage.Calls);
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal(["NoteResumption", "CapturePayment", "ShipParcel"], stage.Calls[7..]);
    }

    [Fact]
    public void A_parcel_whose_money_is_gone_ends_when_it_is_cancelled_and_nobody_waits_for_a_person_any_more()
    {
        stage.On(CapturePayment, _ => OutsideRefusals.Lapsed);
        var run = Booked();
        Moves("n1", Movements.Collected);
        stage.Hear(UnitsOff, new("off", Ends: true, Edition: 0));
        Assert.Equal(ShipmentStatus.Cancelled, Rehearsal.End(run));
        Assert.Equal(["CapturePayment", "AskForPerson", "NoteResumption"], stage.Calls[^3..]);
    }

    [Fact]
    public void Money_that_is_asked_for_again_is_asked_for_at_another_time()
    {
        stage.On(CapturePayment, () => OutsideRefusals.Lapsed, () => PaymentStatus.Captured);
        Booked();
        Moves("n1", Movements.Collected);
        stage.Pass(TimeSpan.FromHours(5));
        stage.Hear(Flow.Resumed, new("paid"));
        Assert.Equal(2, stage.Given(CapturePayment).Select(moment => moment.At).Distinct().Count());
        Assert.Equal("ShipParcel", stage.Calls[^1]);
    }

    [Fact]
    public void A_parcel_whose_money_is_gone_is_not_booked_until_a_person_has_looked()
    {
        stage.On(BookParcel, () => OutsideRefusals.Lapsed, () => "NV1");
        Booked();
        Assert.Equal("payment.lapsed", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal([.. UntilBooked, "AskForPerson", "NoteResumption", "BookParcel"], stage.Calls);
    }

    private Task<ShipmentStatus> Booked()
    {
        var run = stage.Play(context => Run(context, new(Some.Shipment, Some.Carried)));
        stage.Hear(PickingHeard, new("picking"));
        stage.Hear(PackingHeard, new("packing", 640));
        return run;
    }

    private void Moves(string id, string movement) => stage.Hear(ParcelMoved, Some.Parcel(id, movement));
}

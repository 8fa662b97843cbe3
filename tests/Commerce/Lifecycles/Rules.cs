using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>A rule with an ordinary input, and what it is called.</summary>
/// <param name="Name">The rule's name; with further words where it is asked with more than one input.</param>
internal sealed record Rule<T>(string Name, Func<T, Result<T>> Ask) where T : class
{
    public string Method => Name.Split(' ')[0];

    /// <summary>The record after the rule; a refusal leaves it as it was.</summary>
    public T On(T record) => Ask(record).Value ?? record;

    public override string ToString() => Name;
}

/// <summary>All rules of the records that have a life; a rule that is missing here fails a test.</summary>
internal static class Rules
{
    private static readonly Payment AtBank =
        Promised with { Status = PaymentStatus.ActionRequired, ActionUrl = "https://bank.example/3ds" };

    private static readonly Attention Late = new("picking.late", "The step cannot go on.", Now);

    private static readonly OutsideMoney Outside =
        new("re_1", OutsideKind.Refund, Php(100), [new("re_1", Now, Back: false, Fee: null)]);

    private static CancelWish Off(string id, CancelledBy by, params Goods[] lines) =>
        new(new(id), by, CancelReason.ChangedMind, null, [.. lines]);

    private static readonly CorrectionWish OtherPhone =
        new(null, null, new("+639179999999", null), null, null, []);

    private static readonly Payment Anew = Promised with { Provider = "pi_2" };

    private static Order Unpaid(Order order) =>
        order with { Payment = Promised with { Status = PaymentStatus.Voided } };

    private static Order Tried(Order order) => Unpaid(order) with
    {
        Attempts = [.. order.Attempts ?? [new(new("payment-1"), order.Due, Now) { Payment = Anew }]],
    };

    private static Order Dearer(Order order) => order with
    {
        Totals = order.Totals with { Total = order.Totals.Total + Php(100) },
    };

    public static readonly Rule<Order>[] OfOrder =
    [
        new("HoldStock", order => order.HoldStock(AllFrom("CEB", order))),
        new("PayWithCredit", order => order.PayWithCredit(new(new("customer-1"), Php(100)), Policy)),
        new("AwaitPayment", order => order.AwaitPayment(AtBank)),
        new("Authorise", order => order.Authorise(Promised)),
        new("Place", order => order.Place(Now)),
        new("Compensate", order => order.Compensate(OrderRefusals.Declined)),
        new("Fail", order => order.Fail()),
        new("Expire", order => order.Expire()),
        new("Move", order => order.Move(First, shipment => shipment.Pick())),
        new("SetPayment", order => order.SetPayment(Captured with { Last4 = "1111" })),
        new("Redirect", order => order.Redirect("other@example.com")),
        new("Reckon", order => order.Reckon(OtherPhone, new(Offers, Policy, null, null))),
        new("Correct", order => order.Correct(
            new("correction-1"), OtherPhone, new(Offers, Policy, null, null), null, [], Now)),
        new("KeepAdded", order => (order with
        {
            Corrections = [new(new("correction-0"), Now, Home, Php(1), Php(1), [], IsKept: false)],
        }).KeepAdded(new("correction-0"))),
        new("Rectify", order => order.Rectify(new("Ana Reyes", "ana@new.example", null, null, null))),
        new("BeginCapture", order => order.BeginCapture(First, Now)),
        new("TakeOff one", order => order.TakeOff(Off("off-1", CancelledBy.Shopper, new Goods(Tote, 1)), Policy, Now)),
        new("TakeOff all", order => order.TakeOff(Off("off-2", CancelledBy.Staff), Policy, Now)),
        new("FinishTakingOff", order => order.FinishTakingOff(new("off-1"), Now)),
        new("NumberTakenOff", order => order.NumberTakenOff(new("off-1"), "CN-LIKHA-000009")),
        new("Capture", order => order.Capture(Captured, Now)),
        new("Cancel", order => order.Cancel(First, ShipmentRefusals.NotCollected)),
        new("MissCode", order => order.MissCode(First, "wrong", Now)),
        new("AskForPerson", order => order.AskForPerson(Late)),
        new("Resume", order => order.Resume(null)),
        new("TakeBack", order => order.TakeBack(ReturnId, Wish(Ask(Tote, 1)), Policy.Returns, Now.AddDays(5))),
        new("GiveUpUnits", order => order.GiveUpUnits(new("return-0"), [])),
        new("GiveUpReturn", order => order.GiveUpReturn(new("return-0"))),
        new("ReserveAllowance", order => order.ReserveAllowance("refund-1", Php(100), RefundReason.Goodwill, Now)),
        new("ReserveRefund", order => order.ReserveRefund("refund-1", Php(100))),
        new("PayRefund", order => order.PayRefund("refund-0")),
        new("NumberRefund", order => order.NumberRefund("refund-0", "CN-1")),
        new("RefitRefund", order => order.RefitRefund("refund-0")),
        new("Hear", order => order.Hear(new([Outside], null), Now)),
        new("Hear of a capture", order => order.Hear(new([], Php(100)), Now)),
        new("LosePayment", order => order.LosePayment(Now)),
        new("PayAgain", order => Unpaid(order).PayAgain(new("payment-1"), order.Due, Now)),
        new("PayFor", order => order.PayFor(new("correction-1"), Dearer(order), Now)),
        new("HearAttempt", order => Tried(order).HearAttempt(new("payment-1"), Anew)),
        new("Adopt", order => Tried(order).Adopt(new Id<PaymentAttempt>("payment-1"), Now)),
        new("EndAttempt", order => Tried(order).EndAttempt(new("payment-1"), OrderRefusals.Declined, Now)),
        new("RefuseCapture", order => order.RefuseCapture(Promised with { Status = PaymentStatus.Voided })),
    ];

    public static readonly Rule<Shipment>[] OfShipment =
    [
        new("Await", shipment => shipment.Await()),
        new("Allocate", shipment => shipment.Allocate()),
        new("Pick", shipment => shipment.Pick()),
        new("Pack", shipment => shipment.Pack(640)),
        new("Label", shipment => shipment.Label("Ninja Van", "NV2")),
        new("Leave", shipment => shipment.Leave(Now)),
        new("Lighten", shipment => shipment.Lighten(1)),
        new("Ship", shipment => shipment.Ship([.. shipment.Lines.Select(_ => Php(100))])),
        new("Detain", shipment => shipment.Detain()),
        new("Free", shipment => shipment.Free()),
        new("MakeReady", shipment => shipment.MakeReady("hash")),
        new("MissCode", shipment => shipment.MissCode("wrong")),
        new("Unlock", shipment => shipment.Unlock()),
        new("HandOver", shipment => shipment.HandOver([.. shipment.Lines.Select(_ => Php(100))], Now.AddDays(3))),
        new("Cancel", shipment => shipment.Cancel()),
        new("SendOut", shipment => shipment.SendOut()),
        new("Deliver", shipment => shipment.Deliver(Now.AddDays(3))),
        new("FailDelivery", shipment => shipment.FailDelivery()),
        new("SendBack", shipment => shipment.SendBack()),
    ];

    public static readonly Rule<Return>[] OfReturn =
    [
        new("Approve", back => back.Approve([])),
        new("Decline", back => back.Decline()),
        new("IssueLabel", back => back.IssueLabel(new("Ninja Van", "NVR1"))),
        new("Travel", back => back.Travel()),
        new("Receive", back => back.Receive("MNL")),
        new("Expire", back => back.Expire()),
        new("Inspect", back => back.Inspect([new(Tote, 1, Disposition.Restock)], TakingBack(), Policy)),
        new("GiveUpExchange", back => back.GiveUpExchange(StockRefusals.TooFew)),
        new("Settle", back => back.Settle(Php(0))),
        new("Number", back => back.Number("CN-LIKHA-000001")),
        new("PayBack", back => back.PayBack()),
        new("Exchange", back => back.Exchange()),
        new("Credit", back => back.Credit()),
        new("Close", back => back.Close()),
        new("Annotate", back => back.Annotate("One handle is worn.")),
        new("AskForPerson", back => back.AskForPerson(Late)),
        new("Resume", back => back.Resume()),
    ];

    public static readonly Rule<PurchaseOrder>[] OfPurchase =
    [
        new("Add", order => order.Add(new(Buying.Mat, 3), Buying.Weavers)),
        new("SetLine", order => order.SetLine(new(Hat, 25), Buying.Weavers)),
        new("Send", order => order.Send(Buying.Weavers, Buying.Buys, Now)),
        new("Confirm", order => order.Confirm(Now.AddDays(12))),
        new("Miss", order => order.Miss(Now.AddDays(40))),
        new("Receive all", order => order.Receive(Buying.Came("all", (Hat, 20), (Tote, 10)))),
        new("Receive some", order => order.Receive(Buying.Came("some", (Tote, 4)))),
        new("Receive the rest", order => order.Receive(Buying.Came("rest", (Hat, 20)))),
        new("CloseShort", order => order.CloseShort(Now.AddDays(30))),
        new("Cancel", order => order.Cancel(Now.AddDays(30))),
        new("AskForPerson", order => order.AskForPerson(Late)),
        new("Resume", order => order.Resume(null)),
    ];

    public static readonly Rule<Cart>[] OfCart =
    [
        new("SetLine", cart => cart.SetLine(Hat, 4, Policy, Now)),
        new("RemoveLine", cart => cart.RemoveLine(Hat, Policy, Now)),
        new("DeliverTo", cart => cart.DeliverTo(Home with { Method = "express" }, new("customer-1"), Policy, Now)),
        new("Keep", cart => cart.Keep(new(Php(205), 700, Now.AddMinutes(30)), Now)),
        new("Forget", cart => cart.Forget()),
        new("UsePoints", cart => cart.UsePoints(new("customer-1"), 100, Policy, Now)),
        new("UseCoupon", cart => cart.UseCoupon(new("WELCOME"), Policy, Now)),
        new("EnterCheckout", cart => cart.EnterCheckout(OrderId, Now)),
        new("LeaveCheckout", cart => cart.LeaveCheckout(OrderId)),
        new("CheckOut", cart => cart.CheckOut(OrderId)),
    ];

    public static readonly Rule<Clearance>[] OfClearance =
    [
        new("Hold", clearance => clearance.Hold(7, ["invoice"], "documents_missing", Now)),
        new("Review", clearance => clearance.Review(8)),
        new("Release", clearance => clearance.Release(9, Charges)),
        new("Refuse", clearance => clearance.Refuse(9, "prohibited_goods")),
        new("Attach", clearance => clearance.Attach(Paper("certificate_of_origin", "b"))),
        new("Send", clearance => clearance.Send("invoice", "a")),
    ];

    /// <summary>A clearance in any status; customs have asked for two documents, and staff have given one.</summary>
    public static Clearance Clearance(ClearanceStatus status) =>
        new(new($"{OrderId}-1"), OrderId, "decl_1", status, Now)
        {
            Version = 3,
            Asked = ["certificate_of_origin", "invoice"],
            Documents = [Paper("invoice", "a")],
        };

    public static readonly ImportCharges Charges = new(Php(60), Php(400), Php(40));

    public static ClearanceDocument Paper(string name, string hash) => new(name, "application/pdf", 900, hash, Now);

    /// <summary>The first of any order's shipments.</summary>
    public static Id<Shipment> First => Serverless.Commerce.Shipment.Named(OrderId, 1);

    public static Shipment Shipment(ShipmentStatus status)
    {
        var order = Opened((Tote, 2), (Hat, 1));
        return Parcel(order, 1, AllFrom("MNL", order)[0], status);
    }

    /// <summary>The order of the return that these rules are about.</summary>
    public static Order TakingBack() => Some.TakingBack(AtHome((Tote, 2), (Hat, 1)), ReturnId, Ask(Tote, 1));

    public static Return Return(ReturnStatus status) =>
        Requested(AtHome((Tote, 2), (Hat, 1)), Ask(Tote, 1)).Return with { Status = status };

    /// <summary>A cart in any status; in checkout it is its order's.</summary>
    public static Cart Cart(CartStatus status) => Some.Cart((Tote, 1), (Hat, 1)) with
    {
        Status = status,
        Order = status == CartStatus.Open ? null : OrderId,
    };
}

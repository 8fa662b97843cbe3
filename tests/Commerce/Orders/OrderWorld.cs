using System.Collections.Immutable;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>One thing that happens to an order.</summary>
/// <param name="What">One of the things that an <see cref="OrderWorld"/> does.</param>
internal sealed record Happening(int What, int Which, int Many);

/// <summary>An order with its bank, its shelf and its books; whatever happens, the shop's rules decide.</summary>
internal sealed class OrderWorld
{
    /// <summary>How many kinds of things happen.</summary>
    public const int Kinds = 12;

    private const int OnShelf = 50;

    private static readonly CorrectionBasis Today = new(Offers, Policy, null, null);

    private readonly Dictionary<string, long> books = [];
    private readonly Dictionary<Id<Stock>, Stock> shelf = [];
    private readonly Dictionary<Id<Stock>, int> moved = [];
    private readonly Dictionary<string, Promise> bank = new() { ["pi_1"] = new() };
    private Order order;
    private int number;

    public OrderWorld(Order order)
    {
        this.order = order;
        bank["pi_1"].Held = order.Due.Amount;
        foreach (var shipment in order.Shipments)
            foreach (var line in shipment.Lines) Keep(line.Sku, shipment.Location, line.Quantity);
    }

    public string Story { get; private set; } = "";

    /// <summary>Lets it happen, if the shop allows it; whether that changed the order.</summary>
    public bool Do(Happening step)
    {
        number++;
        var parcel = order.Shipments[step.Which % order.Shipments.Length];
        string sku = step.Which % 2 == 0 ? Tote : Hat;
        var before = order;
        switch (step.What)
        {
            case 0: TakeOff(new Goods(sku, step.Many)); break;
            case 1: TakeOff(); break;
            case 2: Add(sku, step.Many); break;
            case 3: Work(parcel); break;
            case 4: Leave(parcel); break;
            case 5: ComeBack(parcel); break;
            case 6: Arrive(parcel); break;
            case 7: SendBack(sku, step.Many); break;
            case 8: GiveByHand(step.Many * 4_000, (RefundReason)(step.Which % 2)); break;
            case 9: Lapse(); break;
            case 10: PayAgain(promised: step.Many > 1); break;
            default: Resend(); break;
        }

        bool changed = !ReferenceEquals(before, order);
        if (changed) Story += $"{step.What}/{step.Which}/{step.Many} ";
        Check();
        return changed;
    }

    /// <summary>What holds after whatever has happened.</summary>
    public void Check()
    {
        long captured = bank.Values.Sum(one => one.Captured), refunded = bank.Values.Sum(one => one.Refunded);
        Assert.True(refunded <= captured, Story);
        Assert.Equal(captured - refunded, books.GetValueOrDefault(Accounts.CardClearing));
        Assert.Equal(0, books.Values.Sum());
        Assert.Equal(refunded, order.Refunds.Sum(refund => refund.Amount.Amount));
        // One promise at a time, and never less than what is due.
        var live = bank.Values.Where(one => one.Held > 0).ToList();
        Assert.True(live.Count <= 1, Story);
        if (captured > 0) Assert.Equal(order.Due.Amount, captured);
        else if (order.Payment!.Status == PaymentStatus.Authorised && order.Status != OrderStatus.Cancelled)
            Assert.True(live.Sum(one => one.Held) >= order.Due.Amount, Story);
        Assert.True(order.Due.Amount >= 0 && order.CreditUsed().Amount >= 0 && order.PointsUsed() >= 0, Story);
        foreach (var (id, stock) in shelf)
        {
            int promised = order.Shipments.Where(one => one.Location == stock.Location && !one.HasLeft)
                .Sum(one => order.UnitsIn(one, stock.Sku).Count());
            Assert.Equal((OnShelf + moved.GetValueOrDefault(id), promised), (stock.OnHand, stock.Allocated));
        }
    }

    private void TakeOff(params Goods[] lines)
    {
        CancelWish wish = new(new($"off-{number}"), CancelledBy.Staff, CancelReason.Other, null, [.. lines]);
        var was = order;
        if (order.TakeOff(wish, Policy, Now).IsRefused(out _, out order!))
        {
            order = was;
            return;
        }

        var cut = order.TakenOff[^1];
        Assert.True(order.Due <= was.Due && order.Sold() <= was.Sold(), $"{Story}: dearer");
        foreach (var (stock, units) in order.FreedBy(cut))
            shelf[stock] = shelf[stock].Release(order.Id, units).OrThrow();
        if (cut.IsRefund)
            Refund(cut.Refund, cut.Sums.Total, null, (_, refund) =>
                ReturnPostings.Refund(cut.Refund, Now, cut.Sums, refund, crossed: false));
        else if (cut.IsAll) Void(order.Payment!.Provider!, was.Payment!.Status == PaymentStatus.Authorised);
    }

    // What is added goes into the parcel that leaves from there, where the bank has promised enough or promises more.
    private void Add(string sku, int many)
    {
        CorrectionWish more = new(null, null, null, null, null, [new(sku, many)]);
        if (order.Reckon(more, Today).IsRefused(out _, out var next)) return;
        Id<Correction> id = new($"correction-{number}");
        ImmutableArray<Source> from = [new("MNL", [new(sku, many)])];
        var asked = order;
        if (order.Uncovered(next) == CorrectionRefusals.NotCovered)
        {
            if (order.PayFor(id, next, Now).IsRefused(out _, out asked!)) return;
            asked = asked.HearAttempt(id.AsAttempt(), Hold(next.Due.Amount)).OrThrow();
        }

        var corrected = asked.Correct(id, more, Today, next.Totals.Total, from, Now);
        if (corrected.IsRefused(out var refusal, out var changed))
        {
            Assert.Null(asked.OpenAttempt());
            Assert.NotEqual(CorrectionRefusals.NotCovered, refusal);
            return;
        }

        if (changed.Find(id.AsAttempt())?.Replaced is { Provider: { } old } replaced)
            Void(old, replaced.Status == PaymentStatus.Authorised);
        Keep(sku, "MNL", many, id);
        order = changed.KeepAdded(id).OrThrow();
    }

    private void Work(Shipment parcel) => order = order.Move(parcel.Id, one => one.Status switch
    {
        ShipmentStatus.Held => one.Allocate(),
        ShipmentStatus.Allocated => one.Pick(),
        ShipmentStatus.Picking => one.Pack(500, one.Edition),
        _ => one,
    }).Value ?? order;

    // The money of all is taken when the first of it leaves; the bank gives what it has promised, or nothing.
    private void Leave(Shipment parcel)
    {
        if (parcel.Status != ShipmentStatus.Packed) return;
        if (order.BeginCapture(parcel.Id, Now).IsRefused(out _, out var leaving)) return;
        order = leaving;
        if (order.CapturedAt is null)
        {
            var promise = bank[order.Payment!.Provider!];
            if (promise.Held < order.Due.Amount)
            {
                order = order.RefuseCapture(order.Payment with { Status = PaymentStatus.Voided }).OrThrow();
                return;
            }

            (promise.Captured, promise.Held) = (order.Due.Amount, 0);
            order = order.Capture(order.Payment with { Status = PaymentStatus.Captured }, Now).OrThrow();
            Post(Postings.Sale(order, Policy, Now));
        }

        foreach (var line in parcel.Lines)
        {
            int left = order.UnitsIn(parcel, line.Sku).Count();
            if (left > 0) Move(line.Sku, parcel.Location, -left, stock => stock.Ship(order.Id, left));
        }

        order = order.Move(parcel.Id, one => one.Ship([.. one.Lines.Select(_ => Php(1))])).OrThrow();
    }

    private void ComeBack(Shipment parcel)
    {
        if (parcel.Status != ShipmentStatus.Shipped) return;
        string id = OrderShipments.BackOf(parcel.Id);
        Refund(id, order.DueBack(parcel.Id), null, (of, refund) => Postings.Refund(
            id, Now, of, refund, of.CouponIn(parcel.Id), new(of.ImportIn(parcel.Id), false)));
        order = order.Move(parcel.Id, one => one.SendBack()).OrThrow();
    }

    private void Arrive(Shipment parcel) =>
        order = order.Move(parcel.Id, one => one.Status == ShipmentStatus.Shipped ? one.Deliver(Now) : one).OrThrow();

    private void SendBack(string sku, int many)
    {
        Id<Return> id = new($"return-{number}");
        var wish = Wish(Ask(sku, many));
        if (order.TakeBack(id, wish, Policy.Returns, Now.AddDays(2)).IsRefused(out _, out var taken)) return;
        var back = Return.Request(id, "run", taken, wish, Policy.Returns, Now.AddDays(2)).OrThrow();
        back = (back with { Status = ReturnStatus.Received })
            .Inspect([new(sku, many, Disposition.Restock)], taken, Policy).OrThrow();
        order = taken;
        Refund(id.Value, back.Reversal!.Total, back.Payable, (_, refund) =>
            ReturnPostings.Refund($"{id}-refund", Now, back.Reversal, refund));
    }

    private void GiveByHand(long amount, RefundReason reason)
    {
        string id = $"hand-{number}";
        if (order.ReserveAllowance(id, Php(amount), reason, Now).IsRefused(out _, out var given)) return;
        order = given;
        Pay(id, AllowancePostings.Of);
    }

    private void Lapse()
    {
        var lost = order.LosePayment(Now).OrThrow();
        if (ReferenceEquals(lost, order)) return;
        bank[order.Payment!.Provider!].Held = 0;
        order = lost;
    }

    private void PayAgain(bool promised)
    {
        Id<PaymentAttempt> id = new($"payment-{number}");
        if (order.PayAgain(id, order.Due, Now).IsRefused(out _, out var begun)) return;
        order = promised
            ? begun.HearAttempt(id, Hold(order.Due.Amount)).OrThrow().Adopt(id, Now).OrThrow()
            : begun.EndAttempt(id, OrderRefusals.Declined, Now).OrThrow();
    }

    // Every change once more, under the same name: nothing happens.
    private void Resend()
    {
        foreach (var off in order.TakenOff)
            Assert.Same(order, order.TakeOff(new(off.Id, off.By, off.Reason, null, []), Policy, Now).OrThrow());
        foreach (var refund in order.Refunds) Assert.Same(order, order.ReserveRefund(refund.Id, Php(1)).OrThrow());
        foreach (var attempt in order.Attempts ?? [])
            Assert.Same(order, order.PayAgain(attempt.Id, Php(1), Now).OrThrow());
    }

    private Payment Hold(long amount)
    {
        string provider = $"pi_{bank.Count + 1}";
        bank[provider] = new() { Held = amount };
        return Promised with { Provider = provider };
    }

    private void Void(string provider, bool isHeld)
    {
        bool held = bank[provider].Held > 0 || order.Billed.Amount == 0;
        Assert.True(held || !isHeld, $"{Story}: {provider} held nothing");
        bank[provider].Held = 0;
    }

    private void Refund(string id, Money due, Money? cardAtMost, Func<Order, Refund, JournalEntry> entry)
    {
        order = order.ReserveRefund(id, due, cardAtMost).OrThrow();
        Pay(id, entry);
    }

    private void Pay(string id, Func<Order, Refund, JournalEntry> entry)
    {
        var refund = order.Refunds.First(one => one.Id == id);
        bank[order.Payment!.Provider!].Refunded += refund.Amount.Amount;
        Post(entry(order, refund));
        order = order.PayRefund(id).OrThrow();
    }

    private void Keep(string sku, string location, int units, Id<Correction>? added = null)
    {
        var id = Serverless.Commerce.Stock.At(sku, location);
        var stock = shelf.GetValueOrDefault(id) ?? Serverless.Commerce.Stock.Receive(
            null, id, Lot($"{sku}-{location}", OnShelf)).OrThrow();
        shelf[id] = added is not { } correction
            ? stock.Allocate(order.Id, units, Now).OrThrow()
            : stock.HoldFor(Correction.HolderOf(correction), units, Now.AddDays(1), Now).OrThrow()
                .Join(order.Id, Correction.HolderOf(correction)).OrThrow();
    }

    private void Move(string sku, string location, int units, Func<Stock, Result<Stock>> rule)
    {
        var id = Serverless.Commerce.Stock.At(sku, location);
        shelf[id] = rule(shelf[id]).OrThrow();
        moved[id] = moved.GetValueOrDefault(id) + units;
    }

    private void Post(JournalEntry entry)
    {
        foreach (var line in entry.Lines)
            books[line.Account] = books.GetValueOrDefault(line.Account) + line.Debit.Amount - line.Credit.Amount;
    }

    /// <summary>What the bank holds, has given, and has got back.</summary>
    private sealed class Promise
    {
        public long Held { get; set; }

        public long Captured { get; set; }

        public long Refunded { get; set; }
    }
}

using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Whatever comes off, leaves, comes back and is paid back, in any order: money and goods add up.</summary>
public sealed class CancellationProperties
{
    private static readonly Gen<Order> Orders = Gen.Select(
        Gen.Int[1, 5], Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 300], Gen.Int[0, 4],
        (totes, hats, coupon, points, credit) => Bought(totes, hats, coupon, points, credit));

    private static readonly Gen<Step[]> Steps =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[1, 3], (what, which, many) => new Step(what, which, many))
            .Array[0, 25];

    [Fact]
    public void Money_in_is_what_was_captured_less_what_was_refunded_and_so_say_the_books() =>
        Gen.Select(Orders, Steps).Sample((order, steps) =>
        {
            var world = World.Of(order);
            foreach (var step in steps) world.Do(step);
            world.Check();
        });

    [Fact]
    public void The_shares_of_all_units_add_up_to_the_order_in_whatever_parts_they_come_off() =>
        Gen.Select(Orders, Gen.Int[1, 3].Array[1, 20]).Sample((order, sizes) =>
        {
            var start = order;
            foreach (var (at, size) in sizes.Index())
            {
                var offers = order.CancelOffers(CancelledBy.Staff);
                if (offers.IsEmpty) break;
                var offer = offers[at % offers.Length];
                order = Off(order, at, new Goods(offer.Sku, Math.Min(size, offer.Quantity)));
            }

            if (!order.CancelOffers(CancelledBy.Staff).IsEmpty) order = Off(order, 99);
            var sums = order.TakenOff.Select(off => off.Sums).Aggregate((sum, more) => sum.Plus(more));
            Assert.Equal(
                (start.Totals.Total, start.Totals.Tax, start.Totals.Coupon, start.Totals.Discount, start.Points),
                (sums.Total, sums.Tax, sums.Coupon, sums.Discount, sums.Points));
            Assert.Equal((Php(0), Php(0), 0L), (order.Due, order.CreditUsed(), order.PointsUsed()));
            Assert.Equal(OrderStatus.Cancelled, order.Status);
        });

    [Fact]
    public void No_cancellation_makes_an_order_dearer() =>
        Gen.Select(Orders, Gen.Int[1, 3]).Sample((order, many) =>
        {
            var less = order.TakeOff(Wish(1, new Goods(Tote, many)), Policy, Now).Value ?? order;
            Assert.True(less.Due <= order.Due && less.Sold() <= order.Sold());
            Assert.True(less.Due.Amount >= 0 && less.CreditUsed().Amount >= 0 && less.PointsUsed() >= 0);
        });

    /// <summary>An order that a coupon, points and credit may have paid a part of; in one parcel or two.</summary>
    internal static Order Bought(int totes, int hats, int coupon, int points, int credit)
    {
        var order = hats == 0 ? Opened((Tote, totes)) : Opened((Tote, totes), (Hat, hats));
        ImmutableArray<OrderLine> lines =
        [
            .. order.Lines.Select(line => coupon == 0 ? line : line with { Coupon = line.Total.Part(coupon * 7, 100) }),
        ];
        var off = lines.Aggregate(Php(0), (sum, line) => sum + (line.Coupon ?? Php(0)));
        var discount = Policy.Points.Worth(points, Currency.Php);
        var total = order.Totals.Subtotal - off - discount + order.Totals.Shipping;
        var parcels = totes == 1
            ? AllFrom("MNL", order)
            :
            [
                new("MNL", [new(Tote, 1)]),
                new("CEB", [new(Tote, totes - 1), .. hats == 0 ? [] : new[] { new Goods(Hat, hats) }]),
            ];
        return order with
        {
            Lines = lines,
            Totals = order.Totals with
            {
                Coupon = off,
                Discount = discount,
                Total = total,
                Tax = Serverless.Commerce.Quote.TaxWithin(total, order.Totals.VatPercent),
            },
            Points = points,
            Credit = credit == 0 ? null : total.Part(credit, 4),
            Customer = new("customer-1"),
            Shipments = [.. parcels.Select((source, at) => Parcel(order, at + 1, source, ShipmentStatus.Packed) with
            {
                Tracking = null,
            })],
            Status = OrderStatus.Packed,
            Payment = Promised,
            PlacedAt = Now,
        };
    }

    private static CancelWish Wish(int number, params Goods[] lines) =>
        new(new($"off-{number}"), CancelledBy.Staff, CancelReason.Other, null, [.. lines]);

    private static Order Off(Order order, int number, params Goods[] lines) =>
        order.TakeOff(Wish(number, lines), Policy, Now).OrThrow();

    private sealed record Step(int What, int Which, int Many);

    /// <summary>An order with its money, its shelf and its books, changed by rules alone.</summary>
    private sealed class World
    {
        private readonly Dictionary<string, long> books = [];
        private readonly Dictionary<(string Sku, string Location), Stock> shelf = [];
        private readonly List<TakenOff> unfreed = [];
        private Order order;
        private long captured;
        private int number;

        private World(Order order) => this.order = order;

        public static World Of(Order order)
        {
            var world = new World(order);
            foreach (var shipment in order.Shipments)
            {
                foreach (var line in shipment.Lines)
                    world.shelf[(line.Sku, shipment.Location)] = Receive(line, shipment.Location)
                        .Allocate(order.Id, line.Quantity, Now).OrThrow();
            }

            return world;
        }

        public void Do(Step step)
        {
            number++;
            switch (step.What)
            {
                case 0: Cancel(new Goods(step.Which % 2 == 0 ? Tote : Hat, step.Many)); break;
                case 1: Cancel(); break;
                case 2: Pack(); break;
                case 3: Leave(order.Shipments[step.Which % order.Shipments.Length]); break;
                case 4: ComeBack(order.Shipments[step.Which % order.Shipments.Length]); break;
                default: Free(); break;
            }
        }

        public void Check()
        {
            while (unfreed.Count > 0) Free();
            long refunded = order.Refunds.Sum(refund => refund.Amount.Amount);
            Assert.True(refunded <= captured);
            Assert.Equal(captured - refunded, books.GetValueOrDefault(Accounts.CardClearing));
            Assert.All(shelf.Values, stock => Assert.True(stock.Allocated >= 0 && stock.OnHand >= 0));
            foreach (var shipment in order.Shipments)
            {
                foreach (var line in shipment.Lines)
                {
                    var stock = shelf[(line.Sku, shipment.Location)];
                    int left = order.UnitsIn(shipment, line.Sku).Count();
                    bool gone = shipment.LeavingAt is not null;
                    Assert.Equal(gone ? 0 : left, stock.Allocated);
                    Assert.Equal(10 - (gone ? left : 0), stock.OnHand);
                }
            }

            bool nothing = order.Status is OrderStatus.Cancelled or OrderStatus.ReturnedToSender;
            if (nothing) Assert.Equal(captured, refunded);
            if (captured > 0) Assert.Equal(order.Due.Amount, captured);
        }

        private void Cancel(params Goods[] lines)
        {
            if (order.TakeOff(Wish(number, lines), Policy, Now).IsRefused(out _, out var next)) return;
            var cut = next.TakenOff[^1];
            (order, _) = (next, 0);
            unfreed.Add(cut);
            if (cut.IsRefund) Refund($"{cut.Id}-off", cut.Sums.Total, (of, refund) =>
                ReturnPostings.Refund($"{cut.Id}", Now, cut.Sums, refund, crossed: false));
        }

        private void Pack() => order = order with
        {
            Shipments =
            [
                .. order.Shipments.Select(shipment => shipment.Status == ShipmentStatus.Picking
                    ? shipment.Pack(500, shipment.Edition).OrThrow()
                    : shipment),
            ],
        };

        private void Leave(Shipment shipment)
        {
            if (order.BeginCapture(shipment.Id, Now).IsRefused(out _, out var leaving)) return;
            bool first = order.CapturedAt is null;
            if (shipment.LeavingAt is not null) return;
            order = leaving.Capture(Captured, Now).OrThrow();
            if (first)
            {
                captured = order.Due.Amount;
                Post(Postings.Sale(order, Policy, Now));
            }

            foreach (var line in shipment.Lines)
            {
                int left = order.UnitsIn(shipment, line.Sku).Count();
                var id = (line.Sku, shipment.Location);
                if (left > 0) shelf[id] = shelf[id].Ship(order.Id, left).OrThrow();
            }

            order = order.Move(shipment.Id, now => now.Ship([.. now.Lines.Select(_ => Php(1))])).OrThrow();
        }

        private void ComeBack(Shipment shipment)
        {
            if (shipment.Status != ShipmentStatus.Shipped) return;
            var id = OrderShipments.BackOf(shipment.Id);
            Refund(id, order.DueBack(shipment.Id), (of, refund) => Postings.Refund(
                id, Now, of, refund, of.CouponIn(shipment.Id), new(of.ImportIn(shipment.Id), false)));
            order = order.Move(shipment.Id, now => now.SendBack()).OrThrow();
        }

        private void Refund(string id, Money due, Func<Order, Refund, JournalEntry> entry)
        {
            order = order.ReserveRefund(id, due).OrThrow();
            Post(entry(order, order.Refunds.First(refund => refund.Id == id)));
        }

        // A cancellation frees its goods a moment after it was decided, or long after.
        private void Free()
        {
            if (unfreed.Count == 0) return;
            foreach (var (stock, units) in order.FreedBy(unfreed[0]))
            {
                var id = (new Stock(stock, [], [], [], null).Sku, new Stock(stock, [], [], [], null).Location);
                shelf[id] = shelf[id].Release(order.Id, units).OrThrow();
            }

            unfreed.RemoveAt(0);
        }

        private void Post(JournalEntry entry)
        {
            foreach (var line in entry.Lines)
                books[line.Account] =
                    books.GetValueOrDefault(line.Account) + line.Debit.Amount - line.Credit.Amount;
        }

        private static Stock Receive(ShipmentLine line, string location) => Serverless.Commerce.Stock.Receive(
            null, Serverless.Commerce.Stock.At(line.Sku, location), Lot($"{line.Sku}-{location}", 10)).OrThrow();
    }
}

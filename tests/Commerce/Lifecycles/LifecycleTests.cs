using System.Reflection;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

public sealed class LifecycleTests
{
    [Fact]
    public void What_every_rule_answers_in_every_status_is_written_in_the_docs() => Approved.Document(
        "docs/lifecycles.md",
        LifecycleText.Head
        + LifecycleText.Of("Cart", Cart.Lifecycle, Rules.OfCart, Rules.Cart, cart => cart.Status)
        + LifecycleText.Of("Order", Order.Lifecycle, Rules.OfOrder, Some.In, order => order.Status)
        + LifecycleText.Of(
            "Shipment", Shipment.Lifecycle, Rules.OfShipment, Rules.Shipment, shipment => shipment.Status)
        + LifecycleText.Of("Return", Return.Lifecycle, Rules.OfReturn, Rules.Return, back => back.Status)
        + LifecycleText.Of(
            "Clearance", Clearance.Lifecycle, Rules.OfClearance, Rules.Clearance, clearance => clearance.Status)
        + LifecycleText.Of(
            "Purchase order", PurchaseOrder.Lifecycle, Rules.OfPurchase, Buying.In, order => order.Status));

    [Fact]
    public void No_rule_is_missing_from_the_tables()
    {
        Complete(Rules.OfCart);
        Complete(Rules.OfOrder);
        Complete(Rules.OfShipment);
        Complete(Rules.OfReturn);
        Complete(Rules.OfClearance);
        Complete(Rules.OfPurchase);
    }

    [Fact]
    public void Rules_make_exactly_the_steps_of_the_lifecycle()
    {
        Agrees(Cart.Lifecycle, Rules.OfCart, Rules.Cart, cart => cart.Status);
        Agrees(
            Order.Lifecycle, Rules.OfOrder, Some.In, order => order.Status, StepsOfParcels().Select(Text));
        Agrees(Shipment.Lifecycle, Rules.OfShipment, Rules.Shipment, shipment => shipment.Status);
        Agrees(Return.Lifecycle, Rules.OfReturn, Rules.Return, back => back.Status);
        Agrees(Clearance.Lifecycle, Rules.OfClearance, Rules.Clearance, clearance => clearance.Status);
        Agrees(PurchaseOrder.Lifecycle, Rules.OfPurchase, Buying.In, order => order.Status);
    }

    [Fact]
    public void Every_status_can_be_reached_from_the_first_and_comes_to_an_end()
    {
        Reached(Cart.Lifecycle);
        Reached(Order.Lifecycle);
        Reached(Shipment.Lifecycle);
        Reached(Return.Lifecycle);
        Reached(Clearance.Lifecycle);
        Reached(PurchaseOrder.Lifecycle);
    }

    private static void Complete<T>(Rule<T>[] rules) where T : class
    {
        var declared = typeof(T).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.ReturnType == typeof(Result<T>))
            .Where(method => !method.IsStatic || method.GetParameters()[0].ParameterType == typeof(T))
            .Select(method => method.Name);
        Assert.Equal(declared.Order(), rules.Select(rule => rule.Method).Distinct().Order());
    }

    private static void Agrees<TRecord, TStatus>(
        Lifecycle<TStatus> lifecycle, Rule<TRecord>[] rules, Func<TStatus, TRecord> inStatus,
        Func<TRecord, TStatus> status, IEnumerable<string>? more = null)
        where TRecord : class
        where TStatus : struct, Enum
    {
        var made = from old in Enum.GetValues<TStatus>()
                   from rule in rules
                   let next = status(rule.On(inStatus(old)))
                   where !next.Equals(old)
                   select Text((old, next));
        Assert.Equal(lifecycle.Select(Text).Order(), made.Union(more ?? []).Order());
    }

    /// <summary>The steps that an order makes when a parcel does: its only one, or one of any two.</summary>
    private static IEnumerable<(OrderStatus From, OrderStatus To)> StepsOfParcels()
    {
        var pairs = from first in Enum.GetValues<ShipmentStatus>()
                    from second in Enum.GetValues<ShipmentStatus>()
                    select Some.InTwo(first, second);
        return from order in Enum.GetValues<OrderStatus>().Select(Some.In).Concat(pairs)
               from rule in Rules.OfShipment
               let next = order.Move(Rules.First, rule.Ask).Value ?? order
               where next.Status != order.Status && IsReal(order) && IsReal(next)
               select (order.Status, next.Status);
    }

    // What is fetched comes from one store, in one parcel.
    private static bool IsReal(Order order) => order.Shipments.Length == 1 || order.Shipments.All(parcel =>
        parcel.Status is not (ShipmentStatus.ReadyForPickup or ShipmentStatus.PickedUp));

    private static string Text<TStatus>((TStatus From, TStatus To) step) => $"{step.From} → {step.To}";

    private static void Reached<TStatus>(Lifecycle<TStatus> lifecycle) where TStatus : struct, Enum
    {
        var all = Enum.GetValues<TStatus>();
        Assert.Equal(all.Order(), Closure(all[0]).Order());
        Assert.All(all, status => Assert.Contains(Closure(status), lifecycle.IsFinal));

        HashSet<TStatus> Closure(TStatus start)
        {
            HashSet<TStatus> known = [start];
            while (lifecycle.Where(step => known.Contains(step.From)).Select(step => step.To).ToList() is { } next
                && !next.All(known.Contains))
                known.UnionWith(next);
            return known;
        }
    }
}

using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

/// <summary>Ordinary ids, inputs and news.</summary>
internal static class Some
{
    public static readonly Id<Order> Order = new("6e0b3c1a-0000-4000-8000-000000000002");
    public static readonly Id<Shipment> Shipment = Serverless.Commerce.Shipment.Named(Order, 1);
    public static readonly Id<Return> Return = new("6e0b3c1a-0000-4000-8000-000000000003");
    public static readonly ShopPolicy Policy = DemoShop.Policy with { Version = 7 };

    /// <summary>What a process carries of it.</summary>
    public static readonly PolicyVersion Carried = PolicyVersion.Of(Policy);
    public static readonly DateTimeOffset At = new(2026, 3, 9, 15, 30, 0, TimeSpan.Zero);

    public static readonly CheckoutStart Checkout = new(
        Order, new("6e0b3c1a-0000-4000-8000-000000000001"), "pm_card_visa", new(137_000, Currency.Php),
        Carried);

    public static readonly ReturnStart Coming =
        new(Return, Order, new([new("TOTE-NAT", 1, ReturnReason.WrongSize)]),
            Carried);

    public static readonly Review Accepting = new("review", Approve: true, []);

    public static readonly Inspection Found =
        new("inspection", [new("TOTE-NAT", 1, Disposition.Restock)]);

    public static ParcelNews Parcel(string id, string movement) => new(id, movement, At);

    public static Result<T> Broken<T>() => throw new Fault();
}

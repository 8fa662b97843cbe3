using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What of an order can be put right, and what not any more.</summary>
public sealed class RectificationTests
{
    private static readonly Address Flat =
        new("Ana Reyes", "9 Luna St", null, "Makati", "Metro Manila", "1200", "PH", "+639170000000");

    private static readonly RightData Name = new("Ana Reyes", null, null, null, null) { KnownAs = "Ana Cruz" };
    private static readonly RightData Door = Name with { Name = null, Address = Flat };

    private static Order Placed(ShipmentStatus parcel) => In(OrderStatus.Allocated) with
    {
        Shipments = [Parcel(In(OrderStatus.Allocated), 1, new("MNL", [new(Tote, 1)]), parcel)],
        Cases = [],
    };

    [Theory]
    [InlineData(ShipmentStatus.Backordered, null)]
    [InlineData(ShipmentStatus.Allocated, null)]
    [InlineData(ShipmentStatus.Picking, null)]
    [InlineData(ShipmentStatus.Packed, KeptBecause.Packed)]
    [InlineData(ShipmentStatus.Shipped, KeptBecause.Packed)]
    [InlineData(ShipmentStatus.ReadyForPickup, KeptBecause.Packed)]
    public void An_address_changes_until_a_parcel_is_packed(ShipmentStatus parcel, KeptBecause? because)
    {
        var order = Placed(parcel);
        Assert.Equal(because, order.KeepsBecause(Door));
        var to = order.Rectify(Door).OrThrow().Delivery.Address;
        Assert.Equal(because is null ? Flat : order.Delivery.Address, to);
    }

    [Fact]
    public void What_ended_is_being_paid_goes_to_somebody_else_or_abroad_stays()
    {
        var order = Placed(ShipmentStatus.Allocated);
        Assert.Equal(KeptBecause.Ended, In(OrderStatus.Delivered).KeepsBecause(Name));
        Assert.Equal(KeptBecause.InCheckout, (order with { PlacedAt = null }).KeepsBecause(Name));
        Assert.Equal(KeptBecause.OtherPerson, order.KeepsBecause(Name with { KnownAs = "Ben Lim" }));
        Assert.Null(order.KeepsBecause(Name with { KnownAs = "ANA CRUZ" }));
        Assert.Equal(
            KeptBecause.OtherCountry, order.KeepsBecause(Door with { Address = Flat with { Country = "DE" } }));
        var store = order with { Delivery = order.Delivery with { Store = "BGC" } };
        Assert.Equal(KeptBecause.Fetched, store.KeepsBecause(Door));
        Assert.Equal("Ana Reyes", store.Rectify(Name).OrThrow().Delivery.Address.Name);
    }

    [Fact]
    public void Letters_go_to_the_right_address_whatever_else_stays()
    {
        var order = In(OrderStatus.Delivered).Rectify(Name with { Email = "ana@new.example" }).OrThrow();
        Assert.Equal(("ana@new.example", "Ana Cruz"), (order.Delivery.Email, order.Delivery.Address.Name));
        Assert.Same(order, order.Rectify(Name with { Email = "ana@new.example" }).OrThrow());
    }

    [Fact]
    public void A_number_is_replaced_with_its_extension_and_left_alone_where_nothing_was_said()
    {
        var order = Placed(ShipmentStatus.Allocated);
        var phone = new RightData(null, null, "+639179999999", null, null) { KnownAs = "Ana Cruz" };
        var to = order.Rectify(phone).OrThrow().Delivery.Address;
        Assert.Equal(("+639179999999", null, "Ana Cruz"), (to.Phone, to.PhoneExtension, to.Name));
    }

    [Fact]
    public void Every_reason_has_its_words() =>
        Assert.All(Enum.GetValues<KeptBecause>(), because => Assert.NotEmpty(KeptWords.Of(because)));
}

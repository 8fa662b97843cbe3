using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What customs are told of a parcel (XB04): its papers and its declaration are made from this.</summary>
public sealed class CustomsDeclarationTests
{
    private static readonly Order InTwoParcels = Abroad(Some.InTwo(ShipmentStatus.Packed, ShipmentStatus.Packed));

    [Fact]
    public void It_says_what_is_in_the_parcel_worth_what_and_made_where()
    {
        var order = Abroad(AtHome((Tote, 2), (Hat, 1)));

        var told = Declare(order, 0);

        Assert.Equal(["Abaca tote (Natural)", "Buri hat (M)"], told.Goods.Select(goods => goods.Description));
        Assert.Equal([2, 1], told.Goods.Select(goods => goods.Quantity));
        Assert.Equal([800, 150], told.Goods.Select(goods => goods.NetGrams));
        Assert.Equal([Php(250_000), Php(69_999)], told.Goods.Select(goods => goods.Value));
        Assert.Equal(["460219", "650400"], told.Goods.Select(goods => goods.HsCode));
        Assert.All(told.Goods, goods => Assert.Equal("PH", goods.Origin));
        Assert.Equal((950, 900), (told.NetGrams, told.GrossGrams));
        Assert.Equal(("Philippines", "Australia", "DDP"), (told.SenderCountry, told.RecipientCountry, told.Terms));
        Assert.Equal("Likha Manila", told.Sender.Name);
    }

    [Fact]
    public void What_two_parcels_declare_adds_up_to_the_order()
    {
        var (first, second) = (Declare(InTwoParcels, 0), Declare(InTwoParcels, 1));

        Assert.Equal(InTwoParcels.Totals.Subtotal, first.Value + second.Value);
        Assert.Equal(InTwoParcels.Totals.Shipping, first.Postage + second.Postage);
        Assert.Equal(InTwoParcels.Lines.Sum(line => line.WeightGrams), first.NetGrams + second.NetGrams);
    }

    [Fact]
    public void What_is_declared_is_what_was_paid()
    {
        var order = Abroad(AtHome((Tote, 2), (Hat, 1)));
        order = order with { Totals = order.Totals with { Discount = Php(31_999) } };

        Assert.Equal(order.Totals.Subtotal - Php(31_999), Declare(order, 0).Value);
    }

    [Fact]
    public void It_is_dated_by_the_day_in_Manila() => Assert.Equal(
        new DateOnly(2026, 3, 3),
        CustomsDeclaration.Of(InTwoParcels, InTwoParcels.Shipments[0], Policy, "X", Now.AddHours(8)).OrThrow().Day);

    [Fact]
    public void Without_a_weight_there_is_nothing_to_declare()
    {
        var unweighed = InTwoParcels.Shipments[0] with { WeightGrams = null };
        Says.Refused(
            ShipmentRefusals.NotNow, CustomsDeclaration.Of(InTwoParcels, unweighed, Policy, "X", Now));
    }

    [Fact]
    public void Licence_and_certificate_of_a_product_and_what_the_border_asks_for_go_with_its_parcel()
    {
        var order = InTwoParcels with
        {
            Lines =
            [
                InTwoParcels.Lines[0],
                InTwoParcels.Lines[1] with { Customs = new(ItemCategory.SaleOfGoods, "EXP-117", "PHYTO-88") },
            ],
            Papers =
            [
                new(Hat, ScreenOutcome.Needs, "Phytosanitary certificate", "plants", "law"),
                new(Hat, ScreenOutcome.Needs, "Phytosanitary certificate", "seeds", "law"),
            ],
        };
        var (hatless, rest) = (Declare(order, 0), Declare(order, 1));

        Assert.All(hatless.Goods, goods => Assert.Equal((null, null), (goods.Licence, goods.Certificate)));
        Assert.Empty(hatless.Documents);
        Assert.Equal(("EXP-117", "PHYTO-88"), (rest.Goods[1].Licence, rest.Goods[1].Certificate));
        Assert.Equal(["Phytosanitary certificate"], rest.Documents);
        Assert.Equal(Seller, rest.Seller);
    }

    [Theory]
    [InlineData(null, null, ItemCategory.SaleOfGoods)]
    [InlineData(ItemCategory.CommercialSample, null, ItemCategory.SaleOfGoods)]
    [InlineData(ItemCategory.CommercialSample, ItemCategory.CommercialSample, ItemCategory.CommercialSample)]
    [InlineData(ItemCategory.CommercialSample, ItemCategory.Documents, ItemCategory.Other)]
    public void A_parcel_has_one_category_and_what_is_sold_makes_all_of_it_a_sale(
        ItemCategory? tote, ItemCategory? hat, ItemCategory parcel)
    {
        var order = Abroad(AtHome((Tote, 2), (Hat, 1)));
        CustomsData? Of(ItemCategory? kind) => kind is { } one ? new(one, null, null) : null;
        order = order with
        {
            Lines = [order.Lines[0] with { Customs = Of(tote) }, order.Lines[1] with { Customs = Of(hat) }],
        };

        Assert.Equal(parcel, Declare(order, 0).Category);
    }

    private static CustomsDeclaration Declare(Order order, int parcel) =>
        CustomsDeclaration.Of(order, order.Shipments[parcel], Policy, "7K3M-9Q2A-1", Now).OrThrow();

    private static Order Abroad(Order order) => order with
    {
        Delivery = order.Delivery with { Address = order.Delivery.Address with { Country = "AU" } },
        Lines =
        [
            order.Lines[0] with { HsCode = "460219", Origin = "PH" },
            order.Lines[1] with { HsCode = "650400", Origin = "PH" },
        ],
    };
}

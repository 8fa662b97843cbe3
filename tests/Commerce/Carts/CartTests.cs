using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class CartTests
{
    private static readonly DateTimeOffset Later = Now.AddDays(1);

    [Theory]
    [InlineData("PHP")]
    [InlineData("USD")]
    public void A_cart_opens_empty_in_a_currency_of_the_shop(string currency)
    {
        var cart = Serverless.Commerce.Cart.Open(CartId, Currency.Parse(currency), Policy, Now).OrThrow();
        Assert.Empty(cart.Lines);
        Assert.Equal(CartStatus.Open, cart.Status);
        Assert.Equal(Now + Policy.CartLife, cart.ExpiresAt);
    }

    [Fact]
    public void A_line_remembers_what_it_cost_when_she_last_said_how_many()
    {
        var cart = Cart().SetLine(Tote, 2, Policy, Now, Php(100)).OrThrow();
        Assert.Equal(Php(100), cart.SetLine(Tote, 3, Policy, Now).OrThrow().Lines[0].Shown);
        Assert.Equal(Php(120), cart.SetLine(Tote, 2, Policy, Now, Php(120)).OrThrow().Lines[0].Shown);
        Assert.Same(cart, cart.SetLine(Tote, 2, Policy, Now, Php(100)).OrThrow());
    }

    [Fact]
    public void A_cart_does_not_open_in_a_currency_without_prices() => Says.Refused(
        CartRefusals.NoCurrency, Serverless.Commerce.Cart.Open(CartId, Currency.Parse("JPY"), Policy, Now));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(10_000)]
    public void A_quantity_outside_1_to_99_is_refused(int quantity) =>
        Says.Refused(CartRefusals.Quantity, Cart().SetLine(Tote, quantity, Policy, Now));

    [Fact]
    public void Setting_a_quantity_replaces_it_and_keeps_the_place()
    {
        var cart = Cart((Tote, 1), (Hat, 1)).SetLine(Tote, 5, Policy, Now).OrThrow();
        Assert.Equal([new CartLine(Tote, 5), new CartLine(Hat, 1)], cart.Lines);
    }

    [Fact]
    public void A_cart_takes_fifty_different_things_and_no_more()
    {
        var full = Cart([.. Enumerable.Range(1, 50).Select(number => ($"SKU-{number}", 1))]);
        Says.Refused(CartRefusals.Full, full.SetLine("SKU-51", 1, Policy, Now));
        Assert.Equal(2, full.SetLine("SKU-50", 2, Policy, Now).OrThrow().Lines[^1].Quantity);
    }

    [Fact]
    public void Taking_out_what_is_not_in_it_changes_nothing()
    {
        var cart = Cart((Tote, 1));
        Assert.Same(cart, cart.RemoveLine(Hat, Policy, Later).OrThrow());
        Assert.Empty(cart.RemoveLine(Tote, Policy, Later).OrThrow().Lines);
    }

    [Fact]
    public void Every_change_lets_the_cart_live_longer()
    {
        var cart = Cart((Tote, 1));
        Assert.Equal(Later + Policy.CartLife, cart.SetLine(Tote, 2, Policy, Later).OrThrow().ExpiresAt);
        Assert.Equal(Later + Policy.CartLife, cart.RemoveLine(Tote, Policy, Later).OrThrow().ExpiresAt);
        var express = Home with { Method = "express" };
        var told = cart.DeliverTo(express, new("customer-1"), Policy, Later).OrThrow();
        Assert.Equal(Later + Policy.CartLife, told.ExpiresAt);
    }

    [Fact]
    public void An_expired_cart_can_neither_be_filled_nor_bought()
    {
        var cart = Cart((Tote, 1));
        var end = cart.ExpiresAt;
        Says.Refused(CartRefusals.Expired, cart.SetLine(Tote, 2, Policy, end));
        Says.Refused(CartRefusals.Expired, cart.RemoveLine(Tote, Policy, end));
        Says.Refused(CartRefusals.Expired, cart.DeliverTo(Home, new("customer-1"), Policy, end));
        Says.Refused(CartRefusals.Expired, cart.EnterCheckout(OrderId, end));
    }

    [Fact]
    public void An_empty_cart_or_one_without_an_address_cannot_be_bought()
    {
        Says.Refused(CartRefusals.Empty, Cart().EnterCheckout(OrderId, Now));
        Says.Refused(CartRefusals.NoDelivery, (Cart((Tote, 1)) with { Delivery = null }).EnterCheckout(OrderId, Now));
    }

    [Fact]
    public void A_cart_in_checkout_is_frozen_for_everybody_but_its_order()
    {
        var frozen = Cart((Tote, 1)).EnterCheckout(OrderId, Now).OrThrow();
        Says.Refused(CartRefusals.InCheckout, frozen.EnterCheckout(Some.Order(2), Now));
        Says.Refused(CartRefusals.InCheckout, frozen.SetLine(Tote, 2, Policy, Now));
        Says.Refused(CartRefusals.InCheckout, frozen.RemoveLine(Tote, Policy, Now));
        Says.Refused(CartRefusals.InCheckout, frozen.DeliverTo(Home, new("customer-1"), Policy, Now));
        Says.Refused(CartRefusals.InCheckout, frozen.CheckOut(Some.Order(2)));
        Assert.Same(frozen, frozen.EnterCheckout(OrderId, Now).OrThrow());
    }

    [Fact]
    public void A_cart_in_checkout_does_not_expire_under_its_order()
    {
        var frozen = Cart((Tote, 1)).EnterCheckout(OrderId, Now).OrThrow();
        Assert.Equal(CartStatus.CheckedOut, frozen.CheckOut(OrderId).OrThrow().Status);
        Assert.Same(frozen, frozen.EnterCheckout(OrderId, frozen.ExpiresAt.AddDays(1)).OrThrow());
    }

    [Fact]
    public void A_failed_order_gives_the_cart_back_and_another_order_does_not()
    {
        var frozen = Cart((Tote, 1)).EnterCheckout(OrderId, Now).OrThrow();
        Assert.Same(frozen, frozen.LeaveCheckout(Some.Order(2)).OrThrow());
        var open = frozen.LeaveCheckout(OrderId).OrThrow();
        Assert.Equal((CartStatus.Open, null), (open.Status, open.Order));
        Assert.Equal(CartStatus.InCheckout, open.EnterCheckout(Some.Order(2), Now).OrThrow().Status);
    }

    [Fact]
    public void A_cart_that_became_an_order_stays_closed()
    {
        var done = Cart((Tote, 1)).EnterCheckout(OrderId, Now).OrThrow().CheckOut(OrderId).OrThrow();
        Assert.Same(done, done.CheckOut(OrderId).OrThrow());
        Assert.Same(done, done.LeaveCheckout(OrderId).OrThrow());
        Says.Refused(CartRefusals.CheckedOut, done.SetLine(Tote, 2, Policy, Now));
        Says.Refused(CartRefusals.CheckedOut, done.EnterCheckout(Some.Order(2), Now));
    }
}

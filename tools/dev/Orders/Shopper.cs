using System.Globalization;

namespace Serverless.Dev;

/// <summary>Buys as a shopper does, through the public API, and follows the order to its end.</summary>
internal sealed class Shopper(
    HttpClient http, ShopClient client, Shopping place, Wish wish, Purchase purchase, CancellationToken stop)
{
    private readonly Robot robot = new(http, place);
    private readonly Editor editor = new(client, wish, purchase);
    private readonly Payer payer = new(http, client, place, purchase);

    private static readonly string[] LastOfOrder = ["Delivered", "Failed", "Expired", "Cancelled", "ReturnedToSender"];

    /// <summary>Never throws what the shop may answer: the purchase tells how it ended.</summary>
    public async Task Run()
    {
        try
        {
            await Buy();
        }
        catch (RefusedException refused)
        {
            purchase.End("Refused", $"{refused.Code}: {refused.Message}");
        }
        catch (OutOfPatienceException late)
        {
            purchase.End("OutOfPatience", $"{late.Message} (it stood at {purchase.Status})");
        }
    }

    private async Task Buy()
    {
        var shop = await client.Get<Shop>("shop");
        var cartId = Guid.NewGuid().ToString("D");
        var cartToken = (await client.Put<CartTaken>($"carts/{cartId}", new { currency = wish.Currency })).Token;
        if (wish.Edit || wish.PaysAgain) await robot.Rest(stop);
        var cart = await Fill(cartId, cartToken, shop);
        var method = await Tokenise(shop.Payments);
        if (method is null) return;
        var taken = await client.Put<OrderTaken>($"orders/{purchase.Order}",
            new { cart = cartId, paymentMethod = method, total = cart.Total, rates = cart.Landed?.Sheet }, cartToken);
        purchase.Note($"{place.Site}orders/{purchase.Order}");
        if (wish.Cancels)
        {
            await new Canceller(client, place, purchase, taken.Token, stop).CallOff(Follow);
            return;
        }

        if (wish.Edit || wish.PaysAgain) await BeforePicking(taken.Token, cart.Lines[0].Sku, shop);
        var order = await Follow(taken.Token);
        if (order.Status == "Delivered" && wish.Return is not null)
            await new Returner(client, place, wish, purchase, taken.Token, stop)
                .SendBack(() => Tokenise(shop.Payments));
        else
            End(order);
    }

    /// <summary>Nobody picks while she changes the order, or pays for it again.</summary>
    private async Task BeforePicking(string token, string sku, Shop shop)
    {
        string[] open = ["Placed", "Allocated", "Backordered", .. LastOfOrder];
        var order = await Look(token, order => open.Contains(order.Status) || order.Attention is not null);
        if (!LastOfOrder.Contains(order.Status))
        {
            if (wish.Edit) await editor.Change(token, sku, shop.Shipping[0].Method);
            if (wish.PaysAgain && await Tokenise(shop.Payments) is { } method)
            {
                await payer.Lapse(stop);
                await payer.Pay(token, method, Look);
            }
        }

        await robot.Work(stop);
    }

    private Task<Order> Look(string token, Func<Order, bool> shows) => new Follower(client, purchase, stop).To<Order>(
        $"orders/{purchase.Order}", token, place.Pace, order => Task.FromResult(shows(order)));

    private async Task<Cart> Fill(string cartId, string token, Shop shop)
    {
        var (product, variant) = await new Shelf(client, wish, purchase.Place, stop).Choose();
        int quantity = wish.Edit ? Editor.OneShort(shop.Shipping, variant.Price) : 1;
        await client.Put<Cart>($"carts/{cartId}/lines/{variant.Sku}", new { quantity }, token);
        var cart = await client.Put<Cart>($"carts/{cartId}/delivery", Delivery(shop), token);
        var problems = cart.Lines.Select(line => line.Problem).Append(cart.Problem).OfType<Reason>();
        if (problems.FirstOrDefault() is { } problem)
            throw new RefusedException(problem.Code, problem.Message);
        var options = string.Join(", ", variant.Options.Values);
        purchase.What = product.Name + (options.Length > 0 ? $" ({options})" : "");
        foreach (string line in cart.Landed is { } landed ? LandedText.Of(landed) : []) purchase.Note(line);
        purchase.Note($"{quantity} × {purchase.What}, shipping {cart.Shipping}, together {cart.Total}");
        return cart;
    }

    private object Delivery(Shop shop) => new
    {
        email = string.Create(CultureInfo.InvariantCulture, $"shopper{purchase.Place + 1}@example.com"),
        address = Destination.Of(wish.Country),
        // The dearest way leaves something to save by another.
        method = shop.Shipping[wish.Edit ? ^1 : 0].Method,
        terms = wish.Dap ? "Dap" : "Ddp",
    };

    // The card's number goes to the payment provider alone, as it does from the browser.
    private async Task<string?> Tokenise(ShopPayments payments)
    {
        var fields = new Dictionary<string, string>
        {
            ["type"] = "card",
            ["card[number]"] = wish.Card,
            ["card[exp_month]"] = "12",
            ["card[exp_year]"] = (DateTime.UtcNow.Year + 2).ToString(CultureInfo.InvariantCulture),
            ["card[cvc]"] = wish.Card.StartsWith('3') && wish.Card.Length == 15 ? "1234" : "123",
        };
        var sandbox = place.Sandbox ?? new Uri(payments.ScriptUrl);
        try
        {
            var made = await client.PostForm<PaymentMethod>(
                new Uri(sandbox, "/v1/payment_methods"), fields, payments.PublishableKey);
            return made.Id;
        }
        catch (RefusedException refused)
        {
            purchase.Reach("Declined");
            purchase.End("Declined", $"{refused.Code}: {refused.Message}");
            return null;
        }
    }

    private Task<Order> Follow(string token) => Follow(token, LastOfOrder);

    private async Task<Order> Follow(string token, IReadOnlyCollection<string> last)
    {
        var follower = new Follower(client, purchase, stop);
        var confirmed = false;
        var customs = new Customs(client, place, purchase);
        return await follower.To<Order>($"orders/{purchase.Order}", token, place.Pace, async order =>
        {
            purchase.Number = order.Number ?? purchase.Number;
            follower.Hear(order.Timeline);
            if (order.Payment is { Status: "ActionRequired", Action.Url: { } page } && !confirmed)
            {
                purchase.Note("the bank asks her to confirm (3-D Secure), and she does");
                await Bank.Confirm(client, new Uri(page));
                confirmed = true;
            }
            if (order.Status == "OnHoldCustoms") await customs.GiveWhatIsAsked();
            return last.Contains(order.Status) || order.Attention is not null;
        });
    }

    private void End(Order order)
    {
        var why = order.Reason is { } reason ? $"{reason.Code}: {reason.Message}" : "";
        if (order.Attention is { } attention && order.Status != "Delivered")
            purchase.End("NeedsPerson", $"{attention.Code}: {attention.Message}");
        else if (order.Reason?.Code == "payment.declined")
            purchase.End("Declined", why);
        else
            purchase.End(order.Status, editor.Totals ?? why);
    }

    private sealed record PaymentMethod(string Id);
}

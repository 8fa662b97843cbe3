using System.Net;
using System.Net.Http.Json;

namespace Serverless.Tests.Journeys;

/// <summary>A shop in which something of each kind is under way, and what should become of it.</summary>
internal sealed record ShopOfManyStates(
    Shopper AtTheBank, Shopper Unpacked, Shopper Unpaid, Shopper SendsBack, string Return)
{
    /// <summary>Somebody has bought, and has sent one of it back.</summary>
    public static async Task<(Shopper Shopper, string Return)> Maria(TestShop shop)
    {
        var maria = new Shopper(shop);
        await maria.Buy("BOWL", quantity: 2);
        return (maria, await PersonTests.ComesBack(shop, maria));
    }

    /// <summary>An order that nobody has picked, and a return that nobody has looked at.</summary>
    public static async Task<ShopOfManyStates> Of(TestShop shop, string email)
    {
        Shopper sender = new(shop), unpacked = new(shop), unpaid = new(shop), bank = new(shop);
        await Fill(shop, sender, email);
        await sender.Pay(Shopper.GoodCard);
        await sender.Reach("Delivered");
        string back = await sender.SendBack("BOWL");
        await sender.ReachReturn(back, "Requested");
        await shop.Rest();
        await Fill(shop, unpacked, email);
        await unpacked.Pay(Shopper.GoodCard);
        await unpacked.Reach("Allocated");
        await Fill(shop, unpaid, email);
        await unpaid.Pay(Shopper.GoodCard);
        await unpaid.Reach("Allocated");
        await PaidAgain.Lapse(shop, unpaid);
        await PaidAgain.Asked(shop, unpaid);
        return new(bank, unpacked, unpaid, sender, back);
    }

    /// <summary>The bank wants to know who she is, and waits for some minutes.</summary>
    public async Task GoToTheBank(TestShop shop, string email)
    {
        await Fill(shop, AtTheBank, email);
        await AtTheBank.Pay(Shopper.SecureCard);
        await AtTheBank.Reach("AwaitingPayment");
        await PaidAgain.Pay(shop, Unpaid, Shopper.SecureCard);
        await PaidAgain.Shows(shop, Unpaid, "her bank asks", one => one["attempt"]?["action"]?["url"] is not null);
    }

    /// <summary>A cart of somebody with another address.</summary>
    public static async Task Fill(TestShop shop, Shopper shopper, string email)
    {
        var cart = await shopper.Fill("BOWL");
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken,
            new { email, method = "standard", address = cart["delivery"]!["address"]!.DeepClone() });
        Assert.True(status == HttpStatusCode.OK, $"{answer}");
    }

    /// <summary>What had not ended goes on, and comes to its end.</summary>
    public async Task GoOn(TestShop shop)
    {
        var ended = await AtTheBank.Reach("Failed");
        Assert.Equal("order.interrupted", ended["reason"]!["code"]!.GetValue<string>());
        var (_, cart) = await shop.Send(HttpMethod.Get, $"/api/carts/{AtTheBank.Cart}", AtTheBank.CartToken);
        Assert.Equal("Open", cart!["status"]!.GetValue<string>());

        var unpaid = await PaidAgain.Shows(
            shop, Unpaid, "it was let go", one => $"{one["attempt"]?["status"]}" == "Failed");
        Assert.Equal("payment.interrupted", $"{unpaid["attempt"]!["reason"]!["code"]}");
        await PaidAgain.Pay(shop, Unpaid);
        await PaidAgain.Shows(shop, Unpaid, "it is paid", one => one["payAgain"] is null);

        using var outside = new HttpClient();
        using var robot = await outside.PutAsJsonAsync($"{shop.Sandbox.Address}/sandbox/robot", new { on = true });
        Assert.True(robot.IsSuccessStatusCode);
        await Unpacked.Reach("Delivered");
        await Unpaid.Reach("Delivered");
        await shop.Staff(HttpMethod.Put, $"returns/{Return}/approval", new { });
        await SendsBack.ReachReturn(Return, "Closed");
    }
}

using System.Net;

namespace Serverless.Tests.Journeys;

/// <summary>An address that was typed wrongly: staff mend it, and what could not be sent is sent again.</summary>
public sealed class CorrectionTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task Staff_correct_where_an_orders_letters_go()
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await shopper.Pay();
        await shopper.Reach("Placed");
        var path = $"orders/{shopper.Order}/corrections/{Guid.NewGuid()}";

        await shop.Staff(HttpMethod.Put, path, new { email = "maria.santos@example.com" });
        await shop.Staff(HttpMethod.Put, path, new { email = "maria.santos@example.com" });

        var order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        Assert.Equal("maria.santos@example.com", order["email"]!.GetValue<string>());
        Assert.DoesNotContain(shop.Log.Lines, line => line.Contains("maria.santos", StringComparison.Ordinal));
        var (status, _) = await shop.Send(
            HttpMethod.Put, $"/api/staff/{path}", TestShop.StaffKey, new { email = "other@example.com" });
        Assert.Equal(HttpStatusCode.Conflict, status);
    }

    [Theory]
    [InlineData("a.@example.com")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@-x.com")]
    public async Task An_address_that_no_letter_could_go_to_is_refused_where_it_is_typed(string email)
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken,
            new { email, method = "pickup", store = "BGC", name = "Ana" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("email", Assert.Single(answer!["fields"]!.AsArray())!["name"]!.GetValue<string>());
    }
}

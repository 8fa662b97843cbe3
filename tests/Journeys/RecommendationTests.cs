using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What is bought together is shown together, unless those who bought it objected.</summary>
public sealed class RecommendationTests
{
    private static readonly string[] Together = ["BOWL", "MUG"];

    [Fact]
    public async Task What_was_bought_together_comes_first_and_the_rest_is_marked_as_similar()
    {
        await using var shop = await OpenShop();
        await Sell(shop, first: 0, orders: 3);
        await Shown(shop, "plain-bowl", ("plain-mug", "BoughtTogether"), ("plain-plate", "Similar"));
        await Shown(shop, "plain-plate", ("plain-bowl", "Similar"), ("plain-mug", "Similar"));
    }

    [Fact]
    public async Task Orders_of_customers_who_objected_do_not_count()
    {
        await using var shop = await OpenShop();
        var objection = new Consent(
            ConsentText.Recommendations, false, "2026-11", shop.Clock!.GetUtcNow(), "account");
        var store = shop.Services.GetRequiredService<TableStore>();
        for (int number = 0; number < 3; number++)
        {
            var id = Histories.Customer(number);
            await store.Put(id, "objection", known => Customer.Known(known, id, objection.At).Answer(objection));
        }

        await Sell(shop, first: 0, orders: 3);
        await Shown(shop, "plain-bowl", ("plain-mug", "Similar"), ("plain-plate", "Similar"));
    }

    private static async Task<TestShop> OpenShop()
    {
        var shop = await TestShop.Start();
        foreach (var name in new[] { "bowl", "mug", "plate" })
            await shop.Sell($"plain-{name}", name.ToUpperInvariant(), units: 1);
        return shop;
    }

    /// <summary>Orders of as many customers, each told twice.</summary>
    private static async Task Sell(TestShop shop, int first, int orders)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var crm = ActivatorUtilities.CreateInstance<CrmFunctions>(shop.Services);
        foreach (int number in Enumerable.Range(first, orders))
        {
            var order = Histories.Order(number, Histories.Customer(number), Together);
            order = order with
            {
                Lines = [.. order.Lines.Select(line => line with { Product = $"plain-{line.Product}" })],
            };
            await store.Insert(order.Id, "history", () => order);
            await crm.Hear(CrmNews.Placed(order), CancellationToken.None);
            await crm.Hear(CrmNews.Placed(order), CancellationToken.None);
        }

        var work = ActivatorUtilities.CreateInstance<RecommendationFunctions>(shop.Services);
        await work.WorkOut(null!, CancellationToken.None);
    }

    private static async Task Shown(TestShop shop, string product, params (string Id, string Because)[] expected)
    {
        var (_, answer) = await shop.Send(HttpMethod.Get, $"/api/products/{product}/recommendations", null);
        var items = answer!["items"]!.AsArray().Select(item => (
            item!["product"]!["id"]!.GetValue<string>(), item["because"]!.GetValue<string>()));
        Assert.Equal(expected, items);
    }
}

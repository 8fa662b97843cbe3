using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

public sealed class CompanionsTests
{
    // Tea goes with a cup; the bag goes with everything; salt was bought along twice, which is chance.
    private static readonly string[][] Sold =
    [
        ["tea", "cup", "bag"], ["tea", "cup", "bag"], ["tea", "cup"], ["tea", "cup", "bag"], ["tea", "salt"],
        ["tea", "salt"], ["bag", "hat"], ["bag", "hat"], ["bag", "hat"], ["bag", "mat"], ["bag"], ["bag"],
    ];

    [Fact]
    public void Known_baskets_give_the_known_answer()
    {
        var known = Counted(Sold.Select((basket, at) => (at, basket)));
        Assert.Equal(["cup", "bag"], Recommendations.For(known["tea"], ByProduct(known)).Select(id => id.Value));
        Assert.Equal(["tea", "bag"], Recommendations.For(known["cup"], ByProduct(known)).Select(id => id.Value));
        Assert.Empty(Recommendations.For(known["salt"], ByProduct(known)));
    }

    [Fact]
    public void An_order_that_is_told_twice_counts_once_and_the_order_of_orders_is_no_matter() =>
        Gen.Shuffle(Enumerable.Range(0, Sold.Length).ToArray()).Sample(order =>
        {
            var told = order.Concat(order.Take(5)).Select(at => (at, Sold[at]));
            var (one, other) = (Counted(Sold.Select((basket, at) => (at, basket))), Counted(told));
            foreach (var product in one.Keys)
            {
                Assert.Equal(one[product].Orders, other[product].Orders);
                Assert.Equal(one[product].With.ToHashSet(), other[product].With.ToHashSet());
            }
        });

    [Fact]
    public void However_many_companions_there_are_the_frequent_ones_are_kept_in_little_room()
    {
        Companions? tea = null;
        for (int at = 0; at < 1_000; at++)
        {
            ImmutableArray<Id<Product>> basket = [new("tea"), new(at % 2 == 0 ? "cup" : $"thing-{at}")];
            tea = Companions.Count(tea, new("tea"), new($"{at}"), basket).OrThrow();
        }

        Assert.Equal((1_000, Companions.Most), (tea!.Orders, tea.With.Length));
        Assert.Equal(new("cup"), tea.With.MaxBy(one => one.Orders)!.Product);
        Assert.InRange(tea.Recent.Length, 1, Companions.MostRecent);
    }

    private static Dictionary<string, Companions> Counted(IEnumerable<(int Order, string[] Basket)> orders)
    {
        var known = new Dictionary<string, Companions>();
        foreach (var (order, basket) in orders)
        {
            foreach (var product in basket)
            {
                known[product] = Companions.Count(
                    known.GetValueOrDefault(product), new(product), new($"{order}"),
                    [.. basket.Select(id => new Id<Product>(id))]).OrThrow();
            }
        }

        return known;
    }

    private static Dictionary<Id<Product>, Companions> ByProduct(Dictionary<string, Companions> known) =>
        known.ToDictionary(pair => new Id<Product>(pair.Key), pair => pair.Value);
}

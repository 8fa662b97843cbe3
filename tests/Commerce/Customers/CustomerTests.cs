using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class CustomerTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(at => (byte)at)];

    [Fact]
    public void One_address_is_one_customer_however_it_is_written()
    {
        var id = Customer.IdOf(Key, "ana@example.ph");
        Assert.Equal(id, Customer.IdOf(Key, " ana@Example.PH. "));
        Assert.NotEqual(id, Customer.IdOf(Key, "ann@example.ph"));
        Assert.NotEqual(id, Customer.IdOf([1, .. Key[1..]], "ana@example.ph"));
    }

    [Fact]
    public void The_id_of_a_customer_is_a_UUID_like_every_other()
    {
        var id = Customer.IdOf(Key, "ana@example.ph");
        Assert.True(Id<Customer>.TryParse(id.Value, out var read));
        Assert.Equal(id, read);
        Assert.Equal('8', id.Value[14]);
    }

    [Fact]
    public void What_she_says_of_herself_is_not_overwritten_by_what_an_order_says()
    {
        var said = Ana.Describe(new("k", "said")).OrThrow();
        Assert.Same(said, said.Introduce(new("k", "ordered"), Now).OrThrow());
        Assert.Equal("ordered", Ana.Introduce(new("k", "ordered"), Now).OrThrow().Profile!.Text);
        var gone = said.Forget(Now).OrThrow();
        Assert.Same(gone, gone.Introduce(new("k", "ordered"), Now).OrThrow());
        Assert.NotNull(gone.Introduce(new("k", "ordered"), Now.AddMinutes(1)).OrThrow().Profile);
    }

    [Fact]
    public void What_she_spent_is_what_she_bought_in_twelve_months_less_what_came_back()
    {
        var customer = Bought(Ana, 1, 5_000, version: 1);
        customer = Bought(customer, 2, 3_000, version: 1);
        customer = Bought(customer, 1, 2_000, version: 2);
        Assert.Equal(Php(5_000), customer.Spent(Now));
        Assert.Equal(Php(0), customer.Spent(Now.AddYears(1)));
    }

    [Fact]
    public void Purchases_come_to_the_same_in_whatever_order_and_however_often_they_are_told() =>
        Gen.Shuffle(Enumerable.Range(0, 40).ToArray()).Sample(order => Says.Same(
            Told(Enumerable.Range(0, 40)), Told(order.Concat(order.Take(13)))));

    [Fact]
    public void However_many_orders_she_places_the_record_stays_small_and_the_sum_is_right()
    {
        var customer = Enumerable.Range(0, 500).Aggregate(Ana, (now, at) => Bought(now, at, 100, version: 1));
        Assert.Equal(Customer.MostPurchases, customer.Purchases.Length);
        Assert.Equal(Php(50_000), customer.Spent(Now));
    }

    [Fact]
    public void A_note_is_kept_once_and_can_be_rewritten()
    {
        var note = new CustomerNote(new("n"), new("k", "rang us"), Now);
        var noted = Ana.Note(note).OrThrow();
        Assert.Same(noted, noted.Note(note with { At = Now.AddDays(1) }).OrThrow());
        Assert.Equal("wrote", noted.Note(note with { Text = new("k", "wrote") }).OrThrow().Notes.Single().Text.Text);
    }

    private static readonly Customer Ana = new(new("6e0b3c1a-0000-4000-8000-00000000000c"), Now);

    private static Customer Bought(Customer customer, int order, long amount, long version) =>
        customer.Buy(new(Order(order), Php(amount), Now.AddMinutes(-order), version), Now).OrThrow();

    // Of every fourth number the second version of an order that others tell in the first.
    private static Customer Told(IEnumerable<int> numbers) => numbers.Aggregate(
        Ana, (customer, at) => Bought(customer, at / 2, 100 + at % 2 * 50, version: at % 2 + 1));
}

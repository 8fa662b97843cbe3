using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

public sealed class CustomerTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(at => (byte)at)];

    [Fact]
    public void One_address_is_one_customer_however_it_is_written()
    {
        var id = Customer.IdOf(Key, "ana@example.ph");
        Assert.Equal(id, Customer.IdOf(Key, " Ana@Example.PH "));
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
}

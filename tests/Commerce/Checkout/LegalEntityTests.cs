using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Who sells, as papers name it.</summary>
public sealed class LegalEntityTests
{
    private static readonly LegalEntity Everywhere =
        Seller with { Eori = "DE123456789012345", Ioss = "IM0400000012", Arn = "300012345678" };

    [Fact]
    public void One_that_has_all_its_numbers_may_stand_on_papers()
    {
        Assert.Empty(Seller.Faults());
        Assert.Empty(Everywhere.Faults());
    }

    [Fact]
    public void Of_nobody_every_field_that_is_needed_is_named() => Assert.Equal(
        ["Code", "Name", "TaxNumber", "Address", "Email"],
        LegalEntity.Nobody.Faults().Select(fault => fault.Name));

    [Theory]
    [InlineData("000-000-000-00000", false)]
    [InlineData("123-456-789-00000", true)]
    [InlineData("123456789", true)]
    [InlineData("12345678", false)]
    [InlineData("123-456-789-000001", false)]
    [InlineData("123 456 789", false)]
    [InlineData("123-456-78X-00000", false)]
    public void A_tax_number_is_one_that_somebody_can_have(string number, bool good) =>
        Assert.Equal(good, !(Seller with { TaxNumber = number }).Faults().Any());

    [Theory]
    [InlineData("likha", "Code")]
    [InlineData("L", "Code")]
    public void Numbers_of_documents_are_counted_under_a_plain_code(string code, string field) =>
        Assert.Equal([field], (Seller with { Code = code }).Faults().Select(fault => fault.Name));

    [Fact]
    public void A_number_that_no_office_gives_out_is_refused()
    {
        var wrong = Seller with { Eori = "1", Ioss = "IM12", Arn = "12 345", Email = "nobody" };
        Assert.Equal(["Email", "Eori", "Ioss", "Arn"], wrong.Faults().Select(fault => fault.Name));
    }

    [Fact]
    public void Each_country_sees_the_numbers_that_are_its_own_affair()
    {
        Assert.Equal(
            ["TIN 123-456-789-00000", "EORI DE123456789012345", "IOSS IM0400000012"], Everywhere.NumbersFor("DE"));
        Assert.Equal(["TIN 123-456-789-00000", "ARN 300012345678"], Everywhere.NumbersFor("AU"));
        Assert.Equal(["TIN 123-456-789-00000"], Everywhere.NumbersFor("US"));
        Assert.Equal(["TIN 123-456-789-00000"], Seller.NumbersFor("DE"));
    }
}

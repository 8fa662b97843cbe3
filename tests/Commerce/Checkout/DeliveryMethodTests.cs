using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class DeliveryMethodTests
{
    [Fact]
    public void A_way_of_delivery_that_the_carrier_does_not_book_is_not_offered()
    {
        var policy = Policy.Offering([DeliveryMethod.Standard]);
        Assert.All(policy.Countries, country =>
            Assert.Equal(["standard"], policy.MethodsFor(country.Code).Select(one => one.Method)));
        Assert.Equal(Policy.DeliveryMethods, Policy.Offering(["standard", "express"]).DeliveryMethods);
    }
}

using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>The privacy notice says of everything personal why it is kept, and for how long.</summary>
public sealed class PrivacyNoticeTests
{
    [Fact]
    public void Everything_personal_of_the_register_stands_in_the_notice()
    {
        var notice = PrivacyNotice.Of(new RetentionPolicy { Carts = TimeSpan.FromDays(17) });

        var whys = Register.All.Where(entry => entry.Use.Mark == DataMark.Personal).Select(entry => entry.Use.Why);
        Assert.Equal(whys.Distinct().Order(), notice.Select(part => part.Purpose));
        Assert.Contains("e-mail address", notice.Single(part => part.Purpose == "delivery").Data);
        Assert.All(notice, part => Assert.NotEmpty(part.Data));
        Assert.Contains("17 days", notice.Single(part => part.Purpose == "payment").Kept, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_never_sold_and_still_names_somebody_came_to_nothing() =>
        Assert.False(new RetentionPolicy().IsOver(
            Cart.Open(new(Guid.NewGuid().ToString()), Currency.Php, DemoShop.Policy, DateTimeOffset.UnixEpoch)
                .OrThrow(), DateTimeOffset.UnixEpoch.AddDays(59)));
}

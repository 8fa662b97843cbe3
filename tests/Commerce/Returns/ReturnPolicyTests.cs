using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ReturnPolicyTests
{
    private const ReturnReason Mind = ReturnReason.ChangedMind;
    private static readonly OrderLine Tote = AtHome((Some.Tote, 1)).Lines[0];
    private static readonly OrderLine Bowl = Tote with { Category = "Home & table", HsCode = "691200" };
    private static readonly OrderLine Mango = Tote with { Category = "Food & drink", HsCode = "080450" };
    private static readonly OrderLine Slippers = Tote with { Category = "Clothing & textiles", HsCode = "640419" };

    [Fact]
    public void Where_no_rule_fits_everything_is_paid_back_within_the_usual_window()
    {
        var terms = Terms(Tote);
        Assert.Equal(("usual", ReturnKind.Free, Day(30)), (terms.Rule, terms.Kind, terms.LastDay));
        Assert.Equal([Remedy.Refund, Remedy.Credit, Remedy.Exchange], terms.Remedies);
    }

    [Fact]
    public void Rules_fit_by_category_by_customs_code_by_product_and_by_country()
    {
        Assert.Equal("food", Terms(Mango).Rule);
        Assert.Equal(("earthenware", 15), (Terms(Bowl).Rule, Terms(Bowl).FeePercent));
        Assert.Equal("tote", With(new ReturnRule("tote", ReturnKind.Free) { Product = "abaca-tote" }).Rule);
        Assert.Equal("usual", With(new ReturnRule("other", ReturnKind.Free) { Product = "buri-hat" }).Rule);
        Assert.Equal("home", With(new ReturnRule("home", ReturnKind.Free) { Country = "PH" }).Rule);
        Assert.Equal("usual", With(new ReturnRule("abroad", ReturnKind.Free) { Country = "JP" }).Rule);
    }

    [Fact]
    public void The_first_rule_that_fits_is_the_one_that_holds() => Assert.Equal(
        "first", With(new ReturnRule("first", ReturnKind.Free), new("second", ReturnKind.NonReturnable)).Rule);

    [Fact]
    public void A_rule_may_have_a_window_of_its_own()
    {
        var terms = With(new ReturnRule("short", ReturnKind.Free) { Window = TimeSpan.FromDays(7) });
        var last = Seller.LastOf(Day(7));
        Assert.Null(terms.Forbids(Remedy.Refund, last));
        Assert.Equal(ReturnRefusals.TooLate, terms.Forbids(Remedy.Refund, last.AddTicks(1)));
    }

    [Fact]
    public void What_cannot_be_returned_gives_no_choice() =>
        Assert.All(Enum.GetValues<Remedy>(), remedy => Assert.Equal(
            ReturnRefusals.NotReturnable, Terms(Mango).Forbids(remedy, Now)));

    [Fact]
    public void What_comes_back_for_exchange_only_gives_credit_too_and_no_money()
    {
        Assert.Equal(ReturnRefusals.ExchangeOnly, Terms(Slippers).Forbids(Remedy.Refund, Now));
        Assert.Null(Terms(Slippers).Forbids(Remedy.Exchange, Now));
        Assert.Null(Terms(Slippers).Forbids(Remedy.Credit, Now));
    }

    [Theory]
    [InlineData(ReturnReason.Damaged)]
    [InlineData(ReturnReason.WrongItem)]
    [InlineData(ReturnReason.NotAsDescribed)]
    public void Goods_that_are_faulty_or_wrong_come_back_free_of_any_fee_whatever_the_rule(ReturnReason reason)
    {
        foreach (var line in new[] { Tote, Bowl, Mango, Slippers })
        {
            var terms = Terms(line, reason: reason);
            Assert.Equal((ReturnKind.Free, 0, Payer.Shop), (terms.Kind, terms.FeePercent, terms.WayBack));
            // The 60th day is a Friday, and Labor Day: the law moves it over the weekend.
            Assert.Equal((ShippingBack.Whole, Day(63)), (terms.Shipping, terms.LastDay));
        }
    }

    [Fact]
    public void Faulty_goods_may_come_back_from_the_EU_for_two_years() => Assert.Equal(
        Day(730), Terms(Mango, "DE", ReturnReason.Damaged).LastDay);

    [Fact]
    public void No_rule_takes_the_fourteen_days_from_a_consumer_in_the_EU()
    {
        foreach (var kind in Enum.GetValues<ReturnKind>())
        {
            var rule = new ReturnRule("hard", kind) { FeePercent = 50, Window = TimeSpan.FromDays(1) };
            var policy = Policy.Returns with { Rules = [rule] };
            var end = WallClock.Of("Europe/Berlin").LastOf(Day(14));
            var last = policy.TermsOf(Tote, In("DE"), Mind, Now, end);
            Assert.Null(last.Forbids(Remedy.Refund, end));
            Assert.Equal((0, ShippingBack.Standard), (last.FeePercent, last.Shipping));
            Assert.NotEqual("withdrawal", policy.TermsOf(Tote, In("DE"), Mind, Now, end.AddTicks(1)).Rule);
            Assert.Equal("hard", policy.TermsOf(Tote, In("PH"), Mind, Now, Now).Rule);
        }
    }

    [Theory]
    [InlineData(Exemption.MadeToMeasure)]
    [InlineData(Exemption.Perishable)]
    [InlineData(Exemption.Hygiene)]
    public void Goods_that_the_directive_exempts_stay_out_of_the_right_of_withdrawal(Exemption exemption)
    {
        var rule = new ReturnRule("cut", ReturnKind.NonReturnable) { Exemption = exemption };
        var terms = (Policy.Returns with { Rules = [rule] }).TermsOf(Tote, In("FR"), Mind, Now, Now);
        Assert.Equal(ReturnRefusals.NotReturnable, terms.Forbids(Remedy.Refund, Now));
    }

    [Fact]
    public void Where_the_shops_own_window_is_longer_and_free_it_holds_in_the_EU_too() =>
        Assert.Equal(Day(30), Terms(Tote, "DE").LastDay);

    private static ReturnTerms Terms(OrderLine line, string country = "PH", ReturnReason reason = Mind) =>
        Policy.Returns.TermsOf(line, In(country), reason, Now, Now);

    private static ReturnTerms With(params ReturnRule[] rules) =>
        (Policy.Returns with { Rules = [.. rules] }).TermsOf(Tote, In("PH"), Mind, Now, Now);

    private static Address In(string country) => Home.Address with { Country = country, Province = "" };

    private static DateOnly Day(int after) => Seller.DayOf(Now).AddDays(after);
}

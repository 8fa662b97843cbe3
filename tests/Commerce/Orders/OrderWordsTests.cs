using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>By which words an order is found, and which of them somebody means who types something.</summary>
public sealed class OrderWordsTests
{
    private static readonly Order Order = Opened((Tote, 2), (Hat, 1)) with
    {
        Delivery = Home with
        {
            Email = "Ana.Peña@Example.PH",
            Address = Home.Address with { Name = "Añà María  dela Cruz-Reyes" },
        },
    };

    private static readonly HashSet<string> Words =
        [.. OrderWords.CodesOf(Order, "NYPR-GXB2"), .. OrderWords.PersonOf(Order)];

    [Theory]
    [InlineData("NYPR-GXB2")]
    [InlineData("  nyprgxb2 ")]
    [InlineData("TOTE-NAT")]
    [InlineData("tote nat")]
    [InlineData("ana.peña@example.ph")]
    [InlineData("0917 123 4567")]
    [InlineData("+63 (917) 123-4567")]
    [InlineData("９１７１２３４５６７")]
    [InlineData("4567")]
    [InlineData("reyes")]
    [InlineData("ANA CRUZ")]
    [InlineData("cruz, maria")]
    [InlineData("An\u0303a\u0300 Mari\u0301a")]
    public void Whatever_somebody_has_at_hand_means_the_order(string typed) =>
        Assert.Contains(OrderWords.Asked(typed), all => all.All(Words.Contains));

    [Theory]
    [InlineData("NYPR-GXB3")]
    [InlineData("TOTE")]
    [InlineData("ana@example.ph")]
    [InlineData("0917 123 4568")]
    [InlineData("1234")]
    [InlineData("ana santos")]
    [InlineData("123456")]
    public void What_is_of_another_order_does_not(string typed) =>
        Assert.DoesNotContain(OrderWords.Asked(typed), all => all.All(Words.Contains));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("-–—")]
    [InlineData("\u200b\u2060")]
    [InlineData("🧺")]
    public void Where_there_is_nothing_to_look_for_nothing_is_asked(string typed) =>
        Assert.Empty(OrderWords.Asked(typed));

    [Fact]
    public void Who_was_forgotten_is_found_by_nothing_of_hers_and_the_order_by_what_it_holds()
    {
        var forgotten = Order with { Delivery = Order.Delivery with { Email = Register.Forgotten } };
        Assert.Empty(OrderWords.PersonOf(forgotten));
        Assert.Equal(3, OrderWords.CodesOf(forgotten, "NYPR-GXB2").Length);
    }

    [Theory]
    [InlineData("reyes 4567")]
    [InlineData("reyes TOTE-NAT")]
    public void Words_of_different_kinds_mean_the_order_that_has_all(string typed) =>
        Assert.Contains(OrderWords.Asked(typed), all => all.Length > 1 && all.All(Words.Contains));

    [Theory]
    [InlineData("reyes 1234")]
    [InlineData("ana 2")]
    public void A_word_that_the_order_has_not_is_not_left_out(string typed) =>
        Assert.DoesNotContain(OrderWords.Asked(typed), all => all.All(Words.Contains));

    [Theory]
    [InlineData("+6591234567", "9123 4567")]
    [InlineData("+85251234567", "5123 4567")]
    [InlineData("+4740612345", "406 12 345")]
    [InlineData("+6421123456", "021 123 456")]
    [InlineData("+639171234567", "0917 123 4567")]
    public void A_phone_is_found_as_its_owner_says_it(string phone, string typed)
    {
        var order = Order with
        {
            Delivery = Order.Delivery with { Address = Order.Delivery.Address with { Phone = phone } },
        };
        var words = OrderWords.PersonOf(order);
        Assert.Contains(OrderWords.Asked(typed), all => all.All(words.Contains));
    }
}

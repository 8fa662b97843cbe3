using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Telephone numbers as people write and copy them.</summary>
public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("(02) 8123 4567", "PH", "+63281234567")]
    [InlineData("02/8123-4567", "PH", "+63281234567")]
    [InlineData("0917.123.4567", "PH", "+639171234567")]
    [InlineData("0917 123 4567", "PH", "+639171234567")]
    [InlineData("+63\u00A0917\u2013123\u20114567", "PH", "+639171234567")]
    [InlineData("\u202A+63 917 123 4567\u202C", "PH", "+639171234567")]
    [InlineData("\uFF10\uFF19\uFF11\uFF17 123 4567", "PH", "+639171234567")]
    [InlineData("(415) 555-0100", "US", "+14155550100")]
    [InlineData("+63 917 123 4567", "US", "+639171234567")]
    [InlineData("+49 (0)30 1234567", "DE", "+49301234567")]
    [InlineData("03-1234-5678", "JP", "+81312345678")]
    public void However_a_number_is_written_it_is_kept_as_the_world_dials_it(string text, string country, string kept)
    {
        var phone = PhoneNumber.Read(PlainText.Of(text), country, inMetroManila: false);
        Assert.Equal((kept, null), (phone?.Number, phone?.Extension));
    }

    [Theory]
    [InlineData("(02) 8123 4567 loc 123")]
    [InlineData("(02) 8123 4567 loc. 123")]
    [InlineData("02 8123 4567 local 123")]
    [InlineData("02 8123 4567, lokal 123")]
    [InlineData("+63 2 8123 4567 x123")]
    [InlineData("+63 2 8123 4567 ext. 123")]
    [InlineData("+63 2 8123 4567 Extension: 123")]
    [InlineData("+63 2 8123 4567 #123")]
    [InlineData("+63 2 8123 4567 (ext 123)")]
    [InlineData("+63281234567;ext=123")]
    public void An_extension_stands_beside_the_number_and_is_no_part_of_it(string text)
    {
        var phone = PhoneNumber.Read(text, "PH", inMetroManila: true);
        Assert.Equal(("+63281234567", "123"), (phone?.Number, phone?.Extension));
    }

    [Fact]
    public void Eight_bare_digits_at_an_address_in_Metro_Manila_get_its_area_code()
    {
        Assert.Equal("+63281234567", PhoneNumber.Read("8123 4567", "PH", inMetroManila: true)?.Number);
        Assert.Equal("+63281234567", PhoneNumber.Read("8123-4567 loc 9", "PH", inMetroManila: true)?.Number);
        Assert.NotEqual("+63281234567", PhoneNumber.Read("8123 4567", "PH", inMetroManila: false)?.Number);
    }

    [Theory]
    [InlineData("123456", "PH")]
    [InlineData("1234567890123456", "PH")]
    [InlineData("555-0100", "US")]
    [InlineData("0917 123 4567 / 0918 123 4567", "PH")]
    [InlineData("no phone", "PH")]
    [InlineData("+", "PH")]
    [InlineData("+999 1234567", "PH")]
    public void What_cannot_be_dialled_is_no_number(string text, string country) =>
        Assert.Null(PhoneNumber.Read(text, country, inMetroManila: false));

    [Theory]
    [InlineData("+639171234567", true)]
    [InlineData("+14155550100", true)]
    [InlineData("+639001234567", false)]
    [InlineData("+491511", false)]
    [InlineData("0917 123 4567", false)]
    public void Whether_a_number_is_in_a_published_plan_is_known_but_never_a_reason_to_refuse_it(
        string number, bool published) => Assert.Equal(published, PhoneNumber.IsPublished(number));
}

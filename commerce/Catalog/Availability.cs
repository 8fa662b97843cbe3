using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Whether a variant can be bought, as a shopper reads it; exact numbers are the stock's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Availability>))]
public enum Availability
{
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("few")] Few,
    [JsonStringEnumMemberName("yes")] Yes,
}

/// <summary>How numbers become words.</summary>
public static class Availabilities
{
    /// <summary>Up to this many left is few: enough for a shopper to hurry, too few to promise.</summary>
    public const int FewAtMost = 5;

    public static Availability Of(long available) => available switch
    {
        <= 0 => Availability.None,
        <= FewAtMost => Availability.Few,
        _ => Availability.Yes,
    };
}

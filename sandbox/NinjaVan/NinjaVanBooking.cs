using System.Text.Json;
using System.Text.RegularExpressions;

namespace Serverless.Sandbox;

/// <summary>Reads an order for the carrier (its Order API 4.1 and 4.2), and says what is wrong with it.</summary>
internal static partial class NinjaVanBooking
{
    private static readonly string[] Services = ["Parcel", "Return"];
    private static readonly string[] Levels = ["Standard", "Express", "Sameday", "Nextday"];

    public static Parcel? Read(JsonElement body, DateTimeOffset now, List<object> wrong)
    {
        string service = Text(body, wrong, "service_type");
        if (!Services.Contains(service))
            Say(wrong, "service_type", $"must be one of {string.Join(", ", Services)} here");
        string level = Text(body, wrong, "service_level");
        if (!Levels.Contains(level))
            Say(wrong, "service_level", $"must be one of {string.Join(", ", Levels)}");
        string tracking = Text(body, wrong, "requested_tracking_number");
        if (!TrackingForm().IsMatch(tracking) || tracking.Length is < 9 or > 18)
            Say(wrong, "requested_tracking_number", "must have 9 to 18 letters, digits and single hyphens");
        string reference = Text(body, wrong, "reference", "merchant_order_number");
        foreach (string side in new[] { "from", "to" })
            CheckPlace(body, wrong, side);
        Text(body, wrong, "parcel_job", "delivery_start_date");
        Text(body, wrong, "parcel_job", "delivery_timeslot", "start_time");
        double weight = Find(body, "parcel_job", "dimensions", "weight") is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble()
            : 0;
        if (weight is <= 0 or > 50)
            Say(wrong, "parcel_job.dimensions.weight", "must be above 0 and at most 50 kg");
        return wrong.Count > 0 ? null : new(
            tracking, reference, service == "Return", Given(body, "to", "address", "postcode"),
            Given(body, "to", "address", "city"), weight, now, [])
        {
            Level = level,
            Told = body,
            Abroad = Text(body, wrong, "from", "address", "country") != Text(body, wrong, "to", "address", "country"),
        };
    }

    private static void CheckPlace(JsonElement body, List<object> wrong, string side)
    {
        if (Text(body, wrong, side, "name").Length is < 3 or > 255)
            Say(wrong, $"{side}.name", "must have 3 to 255 characters");
        if (Text(body, wrong, side, "phone_number").Length is < 6 or > 32)
            Say(wrong, $"{side}.phone_number", "must have 6 to 32 characters");
        Text(body, wrong, side, "address", "address1");
        if (Text(body, wrong, side, "address", "country") is var country && country.Length != 2)
            Say(wrong, $"{side}.address.country", "must be a country code of two letters");
    }

    private static string Text(JsonElement body, List<object> wrong, params string[] path)
    {
        if (Find(body, path) is { ValueKind: JsonValueKind.String } found
            && found.GetString() is { Length: > 0 } text)
            return text;
        Say(wrong, string.Join('.', path), "must be given");
        return "";
    }

    // Not every country has cities or postcodes.
    private static string Given(JsonElement body, params string[] path) =>
        Find(body, path) is { ValueKind: JsonValueKind.String } found ? found.GetString()! : "";

    private static JsonElement? Find(JsonElement body, params string[] path)
    {
        var at = body;
        foreach (string name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }
        return at;
    }

    private static void Say(List<object> wrong, string field, string message) =>
        wrong.Add(new { reason = "INVALID", field, message });

    [GeneratedRegex("^([a-zA-Z0-9]+[-])*[a-zA-Z0-9]+$")]
    private static partial Regex TrackingForm();
}

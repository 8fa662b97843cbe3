using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What Ninja Van's words mean in the shop's.</summary>
internal static class NinjaVanWords
{
    /// <summary>How fast each way of delivery is booked; theirs are Standard, Express, Sameday and Nextday.</summary>
    public static readonly Dictionary<string, string> Levels = new()
    {
        [DeliveryMethod.Standard] = "Standard",
        [DeliveryMethod.Express] = "Express",
    };

    private const string Manila = "Asia/Manila";

    /// <summary>The body of an order. A return is fetched from the shopper and brought to a warehouse.</summary>
    public static object Order(ParcelOrder ask, string tracking, DateTimeOffset now)
    {
        string today = WallClock.Of(Manila).DayOf(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var daytime = new { start_time = "09:00", end_time = "18:00", timezone = Manila };
        return new
        {
            service_type = ask.IsReturn ? "Return" : "Parcel",
            service_level = LevelOf(ask.Method),
            requested_tracking_number = tracking,
            reference = new { merchant_order_number = ask.Shipment },
            from = Place(ask.From),
            to = Place(ask.To),
            parcel_job = new
            {
                is_pickup_required = true,
                pickup_date = today,
                pickup_timeslot = daytime,
                delivery_start_date = today,
                delivery_timeslot = daytime,
                dimensions = new { weight = ask.WeightGrams / 1000m },
                items = new[] { new { item_description = "Goods", quantity = 1, is_dangerous_good = false } },
            },
        };
    }

    /// <summary>The body of a question for a price.</summary>
    public static object Question(
        ParcelQuestion ask, (string First, string Second) from, (string First, string Second) to) => new
        {
            weight = ask.WeightGrams / 1000m,
            service_level = LevelOf(ask.Method),
            from = new { l1_tier_code = from.First, l2_tier_code = from.Second },
            to = new { l1_tier_code = to.First, l2_tier_code = to.Second },
        };

    /// <summary>Their fee in minor units; null where they say none. It comes as a number with a point.</summary>
    public static Money? Fee(NinjaVanPrice said, Currency currency)
    {
        if (said.Data?.TotalFee is not { } fee || fee is < 0 or > 1_000_000) return null;
        decimal minor = fee * (decimal)Math.Pow(10, currency.Exponent);
        return new(decimal.ToInt64(Math.Ceiling(minor)), currency);
    }

    /// <summary>What it is paid in where an account is; null where the shop knows no such currency.</summary>
    public static Currency? CurrencyOf(string country) => country switch
    {
        "ph" => Currency.Php,
        "sg" => Currency.Parse("SGD"),
        _ => null,
    };

    private static string LevelOf(string method) => Levels.GetValueOrDefault(method)
        ?? throw new ArgumentException($"Ninja Van does not deliver '{method}'.", nameof(method));

    /// <exception cref="FormatException">It is not one of the carrier's notices.</exception>
    public static ParcelNotice Notice(string body)
    {
        var said = Parse(body);
        // Their notices carry no id: the same thing at the same time is the same notice.
        string id = $"{said.Tracking} {said.Event} {said.Timestamp}";
        // Who repeats our reference may change its letters; ours are small.
        string reference = (said.Reference ?? "").Trim().ToLowerInvariant();
        return new(id, said.Tracking, reference, Movement(said), Time(said.Timestamp));
    }

    private static NinjaVanNotice Parse(string body)
    {
        try
        {
            // The type says what is there as a rule, and JSON knows no rule.
            var said = JsonSerializer.Deserialize<NinjaVanNotice>(body);
            if (said is { Timestamp: not null } && NoticeText.IsName(said.Tracking) && NoticeText.IsName(said.Event)
                && NoticeText.IsNameOrNone(said.Reference)) return said;
        }
        catch (JsonException fault)
        {
            throw new FormatException("The carrier's notice is not JSON of the known form.", fault);
        }

        throw new FormatException("The carrier's notice does not say which parcel did what, and when.");
    }

    private static ParcelMovement Movement(NinjaVanNotice said) => (said.Status, said.GoesBack) switch
    {
        ("Returned to Sender", _) or ("Delivered", true) => ParcelMovement.ReturnedToSender,
        // On its way back to us: nothing that the shopper waits for.
        (_, true) => ParcelMovement.Other,
        ("Picked Up", _) => ParcelMovement.Collected,
        ("Arrived at Origin Hub" or "In Transit to Next Sorting Hub", _) => ParcelMovement.InTransit,
        ("Arrived at Transit Hub" or "Arrived at Destination Hub", _) => ParcelMovement.InTransit,
        ("On Vehicle for Delivery", _) => ParcelMovement.OutForDelivery,
        ("Delivered", _) => ParcelMovement.Delivered,
        ("Delivery Exception", _) => ParcelMovement.DeliveryFailed,
        _ => ParcelMovement.Other,
    };

    /// <summary>Their times end in an offset without a colon: <c>+0800</c>.</summary>
    private static DateTimeOffset Time(string stamp)
    {
        bool bare = stamp.Length > 5 && stamp[^5] is '+' or '-';
        string text = bare ? stamp.Insert(stamp.Length - 2, ":") : stamp;
        return IsoTime.TryMoment(text, out var time)
            ? time
            : throw new FormatException("The carrier's notice has no time that can be read.");
    }

    private static object Place(ParcelPlace place) => new
    {
        name = place.Name,
        phone_number = place.Phone,
        email = place.Email,
        address = new
        {
            address1 = place.Line1,
            address2 = place.Line2,
            city = place.City,
            state = place.Province,
            country = place.Country,
            postcode = place.Postcode,
        },
    };
}

/// <summary>What Ninja Van answers to an order.</summary>
internal sealed record NinjaVanOrder([property: JsonPropertyName("tracking_number")] string TrackingNumber);

/// <summary>What Ninja Van answers to a question for a price.</summary>
internal sealed record NinjaVanPrice([property: JsonPropertyName("data")] NinjaVanFee? Data);

/// <summary>All that a parcel costs, in the currency of the country and with its decimals.</summary>
internal sealed record NinjaVanFee([property: JsonPropertyName("total_fee")] decimal? TotalFee);

/// <summary>What Ninja Van knows of a parcel.</summary>
internal sealed record NinjaVanHistory([property: JsonPropertyName("events")] IReadOnlyList<NinjaVanNotice> Events);

/// <summary>One event of a parcel, as its webhook or its history tells it.</summary>
internal sealed record NinjaVanNotice(
    [property: JsonPropertyName("tracking_id")] string Tracking,
    [property: JsonPropertyName("shipper_order_ref_no")] string? Reference,
    [property: JsonPropertyName("timestamp")] string Timestamp,
    [property: JsonPropertyName("event")] string Event,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("is_parcel_on_rts_leg")] bool GoesBack);

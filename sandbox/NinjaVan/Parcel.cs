using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>A parcel on its way, as the carrier's system has it.</summary>
/// <param name="Reference">The shop's own id for it.</param>
/// <param name="Postcode">Where it goes; some postcodes make deliveries fail.</param>
/// <param name="Events">What has happened to it so far.</param>
internal sealed record Parcel(
    string Tracking, string Reference, bool IsReturn, string Postcode, string City, double WeightKilograms,
    DateTimeOffset BookedAt, IReadOnlyList<ParcelEvent> Events)
{
    /// <summary>How fast it was booked to go, in the carrier's words.</summary>
    public string Level { get; init; } = "Standard";

    /// <summary>The order as the shop wrote it, for a test to look at.</summary>
    public JsonElement? Told { get; init; }

    /// <summary>Whether it crosses a border, where it waits for customs.</summary>
    public bool Abroad { get; init; }

    /// <summary>What customs have said of it: <c>released</c>, <c>refused</c>; null while they have not.</summary>
    public string? Customs { get; init; }

    /// <summary>Whether it stands at the border.</summary>
    public bool Waits { get; init; }

    public bool IsDelivered => Events.Any(happened => happened.Status == "Delivered");

    public bool IsCancelled => Events.Any(happened => happened.Status == "Cancelled");
}

/// <summary>One event of a parcel, in the carrier's own words (its webhooks, version 2).</summary>
internal sealed record ParcelEvent(string Event, string Status, bool GoesBack, DateTimeOffset At);

/// <summary>What will happen to a parcel, step by step.</summary>
/// <param name="Steps">How many time steps pass before it happens.</param>
internal sealed record ParcelStep(string Event, string Status, double Steps = 1, bool GoesBack = false)
{
    private static readonly ParcelStep Pending = new("Pending Pickup", "Pending Pickup", Steps: 0);
    private static readonly ParcelStep PickedUp = new("Picked Up, In Transit To Origin Hub", "Picked Up");
    private static readonly ParcelStep InTransit = new(
        "In Transit to Next Sorting Hub", "In Transit to Next Sorting Hub");
    private static readonly ParcelStep OnVehicle = new("On Vehicle for Delivery", "On Vehicle for Delivery");
    private static readonly ParcelStep Delivered = new("Delivered, Received by Customer", "Delivered");
    private static readonly ParcelStep NobodyHome = new("Delivery Exception, Pending Reschedule", "Delivery Exception");
    private static readonly ParcelStep GivenUp = new("Delivery Exception, Max Attempts Reached", "Delivery Exception");
    private static readonly ParcelStep TurnedBack = new(
        "Delivery Exception, Return to Sender Initiated", "Delivery Exception", GoesBack: true);
    private static readonly ParcelStep Returned = new("Returned to Sender", "Returned to Sender", GoesBack: true);

    private static readonly ParcelStep[] Well = [Pending, PickedUp, InTransit, OnVehicle, Delivered];

    private static readonly ParcelStep[] Back =
    [
        Pending, PickedUp, InTransit, TurnedBack, InTransit with { GoesBack = true }, Returned,
    ];

    /// <summary>How many steps a parcel makes before it is at the border.</summary>
    public static readonly int ToBorder = 3;

    /// <summary>The whole way of a parcel; the postcode it goes to decides how it ends, or customs do.</summary>
    public static ParcelStep[] WayOf(Parcel parcel) => parcel.Postcode switch
    {
        _ when parcel.Customs == "refused" => Back,
        "9999" => [Pending, PickedUp, InTransit, OnVehicle, NobodyHome, OnVehicle, Delivered],
        "9998" =>
        [
            Pending, PickedUp, InTransit, OnVehicle, NobodyHome, OnVehicle, GivenUp, TurnedBack,
            InTransit with { GoesBack = true }, Returned,
        ],
        "9997" => [Pending, PickedUp, InTransit],
        // The shopper packs it first, and brings it to the carrier herself.
        _ when parcel.IsReturn => [Pending, PickedUp with { Steps = 2 }, InTransit, OnVehicle, Delivered],
        _ => Well,
    };
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>Moves parcels along on the sandbox's clock, and tells the shop of every step.</summary>
internal sealed class Parcels
{
    public const string Party = "ninjavan";

    private readonly Shelf<Parcel> shelf;
    private readonly Webhooks webhooks;
    private readonly Agenda agenda;
    private readonly SandboxFile file;
    private readonly SandboxClock clock;
    private readonly TimeSpan step;

    public Parcels(SandboxFile file, Webhooks webhooks, Agenda agenda, SandboxClock clock, SandboxOptions options)
    {
        (this.file, this.webhooks, this.agenda, this.clock) = (file, webhooks, agenda, clock);
        shelf = new(file, "parcel");
        step = TimeSpan.FromSeconds(options.ParcelStepSeconds);
        byte[] secret = Encoding.UTF8.GetBytes(options.NinjaVanClientSecret);
        webhooks.Add(new(Party, "/api/webhooks/ninjavan", body => (
            "X-Ninjavan-Hmac-Sha256",
            Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(body))))));
        agenda.On("parcel step", (due, _) => Move(due.Body));
    }

    public IEnumerable<Parcel> All => shelf.All;

    public Parcel? Find(string tracking) => shelf.Find(tracking);

    public void Clear() => shelf.Clear();

    /// <summary>Takes a parcel in and sends it on its way; null when the tracking number is taken.</summary>
    public Parcel? Book(Parcel parcel) => file.Change(() =>
    {
        if (shelf.Find(parcel.Tracking) is not null)
            return null;
        shelf.Put(parcel.Tracking, parcel);
        agenda.Add("parcel step", parcel.Tracking, parcel.Tracking, TimeSpan.Zero);
        return parcel;
    });

    /// <summary>Stops a parcel that was not picked up yet; false when it is too late.</summary>
    public bool Cancel(Parcel parcel) => file.Change(() =>
    {
        parcel = shelf.Find(parcel.Tracking)!;
        if (parcel.Events.Any(happened => happened.Status == "Picked Up"))
            return false;
        if (!parcel.IsCancelled)
            Tell(parcel, new("Cancelled", "Cancelled", GoesBack: false, clock.GetUtcNow()));
        return true;
    });

    /// <summary>Customs have decided about a parcel; one that waits at the border moves on, or back.</summary>
    public void Decide(string reference, string customs) => file.Change(() =>
    {
        if (shelf.All.FirstOrDefault(one => one.Reference == reference) is not { Customs: null } parcel)
            return;
        shelf.Put(parcel.Tracking, parcel with { Customs = customs, Waits = false });
        if (parcel.Waits)
            agenda.Add("parcel step", parcel.Tracking, parcel.Tracking, step);
    });

    private Task<TimeSpan?> Move(string tracking)
    {
        file.Change(() =>
        {
            if (shelf.Find(tracking) is not { IsCancelled: false } parcel)
                return;
            if (parcel is { Abroad: true, Customs: null } && parcel.Events.Count == ParcelStep.ToBorder)
            {
                shelf.Put(tracking, parcel with { Waits = true });
                return;
            }
            var way = ParcelStep.WayOf(parcel);
            var now = way[parcel.Events.Count];
            Tell(parcel, new(now.Event, now.Status, now.GoesBack, clock.GetUtcNow()));
            if (parcel.Events.Count + 1 < way.Length)
                agenda.Add("parcel step", tracking, tracking, step * way[parcel.Events.Count + 1].Steps);
        });
        return Task.FromResult<TimeSpan?>(null);
    }

    private void Tell(Parcel parcel, ParcelEvent happened)
    {
        shelf.Put(parcel.Tracking, parcel with { Events = [.. parcel.Events, happened] });
        string body = JsonSerializer.Serialize(BodyOf(parcel, happened));
        webhooks.Send(Party, parcel.Tracking, $"{parcel.Tracking} {happened.Event}", body);
    }

    private static Dictionary<string, object?> BodyOf(Parcel parcel, ParcelEvent happened)
    {
        var body = new Dictionary<string, object?>
        {
            ["tracking_id"] = parcel.Tracking,
            ["shipper_order_ref_no"] = parcel.Reference,
            ["timestamp"] = Stamp(happened.At),
            ["event"] = happened.Event,
            ["status"] = happened.Status,
            ["is_parcel_on_rts_leg"] = happened.GoesBack,
        };
        string state = happened.Event.Split(", ")[^1];
        if (happened.Status == "Delivery Exception")
            body["delivery_exception"] = new { state, failure_reason = "Nobody was there", is_liable = false };
        if (happened.Status == "Delivered")
            body["delivery_information"] = new { state, left_in_safe_place = false };
        if (happened.Status == "In Transit to Next Sorting Hub")
            body["in_transit_to_next_sorting_hub_information"] = new { country = "PH", city = "Manila", hub = "NCR" };
        return body;
    }

    /// <summary>The carrier's local time with its offset, as in <c>2026-11-11T11:00:00+0800</c>.</summary>
    public static string Stamp(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "+0800";
}

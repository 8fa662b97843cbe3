using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What is right of a person, where something wrong was kept; null where nothing was said.</summary>
/// <param name="Address">Where her goods go, with the name and number that stand on the label.</param>
public sealed record RightData(string? Name, string? Email, string? Phone, string? PhoneExtension, Address? Address)
{
    /// <summary>The name that her account had when she asked: what goes to others is not touched.</summary>
    public string? KnownAs { get; init; }

    /// <summary>The address that she signed in with, where she said it: nothing to change.</summary>
    public string? KnownEmail { get; init; }

    /// <summary>What was said, by name.</summary>
    public ImmutableArray<string> Parts =>
    [
        .. new[]
        {
            ("name", Name is not null), ("email", Email is not null), ("phone", Phone is not null),
            ("address", Address is not null),
        }.Where(part => part.Item2).Select(part => part.Item1),
    ];

    /// <summary>Her account with what is right.</summary>
    public Profile Mend(Profile profile) => profile with
    {
        Name = Name ?? profile.Name,
        Phone = Phone ?? profile.Phone,
        PhoneExtension = Phone is null ? profile.PhoneExtension : PhoneExtension,
        Address = Address ?? profile.Address,
    };
}

/// <summary>A person had something put right: asked by whom, what was changed where, what stays and why.</summary>
/// <remarks>
/// RA 10173 section 16 (d): to dispute what is inaccurate and have it corrected at once, and to have those who were
/// given the old told; GDPR art. 16 and 19. It holds nothing of her but her id.
/// </remarks>
public sealed record Rectification(Id<Rectification> Id, Id<Customer> Customer, Asker By, DateTimeOffset AskedAt)
{
    public RightsStatus Status { get; init; }

    public ImmutableArray<RightsPlace> Places { get; init; } = [];

    /// <summary>Who was given the old data, as <c>carrier Ninja Van</c>.</summary>
    public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>Why staff did it for her.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>All was looked through; the first report stands.</summary>
    public Rectification Report(
        ImmutableArray<RightsPlace> places, ImmutableArray<string> recipients, DateTimeOffset now) =>
        Status == RightsStatus.Done ? this : this with
        {
            Status = RightsStatus.Done,
            Places = places,
            Recipients = recipients,
            EndedAt = now,
        };
}

/// <summary>What of an order can still be put right.</summary>
public static class OrderRectifying
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>The order with what is right; what may not change any more stays.</summary>
    public static Result<Order> Rectify(this Order order, RightData right)
    {
        var delivery = order.Delivery with { Email = right.Email ?? order.Delivery.Email };
        if (order.KeepsBecause(right) is null) delivery = delivery with { Address = Mended(delivery, right) };
        return delivery == order.Delivery ? order : order with { Delivery = delivery };
    }

    /// <summary>Why name, number and address of an order stay as they are; null where they can be put right.</summary>
    /// <remarks>What is packed has a label; what was priced for a country is sold for that country.</remarks>
    public static KeptBecause? KeepsBecause(this Order order, RightData right)
    {
        if (order.IsOver) return KeptBecause.Ended;
        if (order.PlacedAt is null) return KeptBecause.InCheckout;
        if (!order.IsFor(right)) return KeptBecause.OtherPerson;
        if (order.Shipments.Any(shipment => shipment.Status >= ShipmentStatus.Packed)) return KeptBecause.Packed;
        bool fetched = order.Delivery.Store is not null;
        if (fetched && right.Name is null) return KeptBecause.Fetched;
        if (!fetched && right.Address is { } to && to.Country != order.Delivery.Address.Country)
            return KeptBecause.OtherCountry;
        bool abroad = order.Landed is not null;
        return abroad && right.Name is { } name && !PlainText.IsLatin(name) ? KeptBecause.NotLatin : null;
    }

    private static bool IsFor(this Order order, RightData right)
    {
        var name = order.Delivery.Address.Name;
        return right.KnownAs is null || string.Equals(name, right.KnownAs, AnyCase)
            || string.Equals(name, right.Name, AnyCase);
    }

    private static Address Mended(Delivery delivery, RightData right)
    {
        var old = delivery.Address;
        if (delivery.Store is not null) return old with { Name = right.Name ?? old.Name };
        var address = right.Address ?? old;
        return address with
        {
            Name = right.Name ?? (right.Address is null ? old.Name : address.Name),
            Phone = right.Phone ?? (right.Address is null ? old.Phone : address.Phone),
            PhoneExtension = right.Phone is not null ? right.PhoneExtension
                : right.Address is null ? old.PhoneExtension : address.PhoneExtension,
        };
    }
}

/// <summary>Why a rectification was refused.</summary>
public static class RectificationRefusals
{
    public static readonly Refusal Taken = new(
        Because.Conflict, "rectification.exists", "Another rectification has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown =
        new(Because.Unknown, "rectification.unknown", "There is no such rectification.");
    public static readonly Refusal Nothing = new(
        Because.Invalid, "rectification.nothing",
        "Nothing was said to be wrong. Send a name, phone, address or email.");
}

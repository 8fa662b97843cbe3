namespace Serverless.Commerce;

/// <summary>A picture of goods that a shopper wants to send back.</summary>
public static class Photo
{
    /// <summary>Photos are counted from 1; a return has no more than these.</summary>
    public const int Most = 5;

    /// <summary>The photos of all returns of one order, with those for which no return was asked yet.</summary>
    public const int MostOfOrder = 50;

    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Width times height: what a telephone takes by itself (24 megapixels) is no more.</summary>
    public const int MaxPixels = 25_000_000;

    /// <summary>How long a photo is kept for which no return is asked.</summary>
    public static readonly TimeSpan Unclaimed = TimeSpan.FromDays(1);

    /// <summary>
    /// Whether a shopper may still add to what staff judge by; after the inspection it is decided. Before she has asked
    /// for a return, she may where one could be.
    /// </summary>
    public static Refusal? Forbids(Return? back, Order order, ReturnPolicy policy, DateTimeOffset now)
    {
        if (back is null) return order.ForbidsReturns(policy, now);
        if (back.Order != order.Id) return ReturnRefusals.Unknown;
        return back.Status is ReturnStatus.Requested or ReturnStatus.Approved or ReturnStatus.LabelIssued
            or ReturnStatus.InTransit or ReturnStatus.Received
            ? null
            : ReturnRefusals.NotNow;
    }
}

/// <summary>Why a photo was not taken.</summary>
public static class PhotoRefusals
{
    public static readonly Refusal Unknown = new(Because.Unknown, "photo.unknown", "There is no such photo.");
    public static readonly Refusal Number =
        new(Because.Invalid, "photo.number", $"Photos are numbered from 1 to {Photo.Most}.");
    public static readonly Refusal TooLarge =
        new(Because.Invalid, "photo.too_large",
            $"A photo has at most {Photo.MaxBytes / 1024 / 1024} MB. Make it smaller and send it again.");
    public static readonly Refusal TooManyPixels =
        new(Because.Invalid, "photo.too_many_pixels",
            $"A photo has at most {Photo.MaxPixels / 1_000_000} megapixels. Make it smaller and send it again.");
    public static readonly Refusal TooMany =
        new(Because.Conflict, "photo.too_many",
            $"An order has at most {Photo.MostOfOrder} photos. Ask for the return; then show the rest in the store.");
    public static readonly Refusal NotPicture =
        new(Because.Invalid, "photo.not_picture",
            "This is no whole JPEG, PNG or WebP picture. Save it as one of them and send it again.");
}

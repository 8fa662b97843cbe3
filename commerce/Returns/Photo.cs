namespace Serverless.Commerce;

/// <summary>A picture of goods that a shopper wants to send back.</summary>
public static class Photo
{
    /// <summary>Photos are counted from 1; a return has no more than these.</summary>
    public const int Most = 5;

    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Whether a shopper may still add to what staff judge by; after the inspection it is decided.</summary>
    public static Refusal? Forbids(Return? back, Id<Order> order)
    {
        if (back is null) return null;
        if (back.Order != order) return ReturnRefusals.Unknown;
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
    public static readonly Refusal NotPicture =
        new(Because.Invalid, "photo.not_picture",
            "This is no whole JPEG, PNG or WebP picture of a usual size. Save it as one of them and send it again.");
}

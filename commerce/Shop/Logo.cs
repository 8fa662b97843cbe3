namespace Serverless.Commerce;

/// <summary>The picture by which the shop is known, as it is kept: a PNG copy of what was sent.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record Logo(Id<Logo> Id, int Width, int Height)
{
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Width times height of what is sent.</summary>
    public const int MaxPixels = 25_000_000;

    /// <summary>What is larger becomes smaller, in the same shape: 400 by 200 on a fine screen.</summary>
    public const int MaxWidth = 800;

    public const int MaxHeight = 400;
}

/// <summary>Why a logo was not taken, or is not shown.</summary>
public static class LogoRefusals
{
    public static readonly Refusal Unknown = new(Because.Unknown, "logo.unknown", "There is no such logo.");
    public static readonly Refusal TooLarge =
        new(Because.Invalid, "logo.too_large",
            $"A logo has at most {Logo.MaxBytes / 1024 / 1024} MB. Make it smaller and send it again.");
    public static readonly Refusal TooManyPixels =
        new(Because.Invalid, "logo.too_many_pixels",
            $"A logo has at most {Logo.MaxPixels / 1_000_000} megapixels; "
            + $"{Logo.MaxWidth} by {Logo.MaxHeight} pixels are enough. Make it smaller and send it again.");
    public static readonly Refusal NotPicture =
        new(Because.Invalid, "logo.not_picture",
            "This is no whole PNG, JPEG or WebP picture. A drawing (SVG, PDF) can hold programs and is not taken: "
            + "export it as PNG with a transparent background, and send that.");
    public static readonly Refusal Other =
        new(Because.Conflict, "logo.other", "Another picture was sent with this id. Send this one with a new id.");
}

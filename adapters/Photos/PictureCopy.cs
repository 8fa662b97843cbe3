using Serverless.Commerce;
using SkiaSharp;

namespace Serverless.Adapters;

/// <summary>Copies a picture out of what somebody sent: an upright JPEG of a sensible size, and no more.</summary>
/// <remarks>
/// Neither the name nor the type that came with it is believed. Whatever is no pixel stays behind: where and with
/// which camera it was taken (EXIF), and anything that hides in a file.
/// </remarks>
public static class PictureCopy
{
    /// <summary>The longest side of a copy.</summary>
    public const int MaxSide = 2048;

    private const int Quality = 85;

    private static readonly SKEncodedImageFormat[] Known =
        [SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp];

    // Each may take 100 MB for a moment, and all of a processor.
    private static readonly SemaphoreSlim AtOnce = new(1);

    /// <summary>
    /// The copy; refused with <c>photo.not_picture</c> when the bytes are no whole picture, and with
    /// <c>photo.too_many_pixels</c>, before any of them is looked at, when they say so.
    /// </summary>
    public static async Task<Result<byte[]>> Of(ReadOnlyMemory<byte> sent, CancellationToken stop)
    {
        await AtOnce.WaitAsync(stop);
        try
        {
            return Copy(sent.Span);
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private static Result<byte[]> Copy(ReadOnlySpan<byte> sent)
    {
        using var data = SKData.CreateCopy(sent);
        using var codec = SKCodec.Create(data);
        if (codec is null || !Known.Contains(codec.EncodedFormat)) return PhotoRefusals.NotPicture;
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1) return PhotoRefusals.NotPicture;
        if ((long)width * height > Photo.MaxPixels) return PhotoRefusals.TooManyPixels;

        using var pixels = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(pixels.Info, pixels.GetPixels()) != SKCodecResult.Success)
            return PhotoRefusals.NotPicture;
        using var upright = Upright(pixels, codec.EncodedOrigin);
        using var jpeg = upright.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg?.ToArray() ?? throw new InvalidOperationException("A picture could not be written as JPEG.");
    }

    private static SKImage Upright(SKBitmap pixels, SKEncodedOrigin origin)
    {
        var (width, height) = (pixels.Width, pixels.Height);
        bool lies = origin >= SKEncodedOrigin.LeftTop;
        float scale = Math.Min(1, (float)MaxSide / Math.Max(width, height));
        var (across, down) = lies ? (height, width) : (width, height);
        var size = new SKImageInfo(Side(across, scale), Side(down, scale));
        using var surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        surface.Canvas.Concat(Turn(origin, width, height));
        using var image = SKImage.FromBitmap(pixels);
        surface.Canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return surface.Snapshot();
    }

    private static int Side(int pixels, float scale) => Math.Max(1, (int)Math.Round(pixels * scale));

    /// <summary>How the camera was held (EXIF orientation, 1 to 8), as a turn that sets the picture upright.</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}

using Serverless.Commerce;
using SkiaSharp;

namespace Serverless.Adapters;

/// <summary>What a picture becomes that somebody sent.</summary>
/// <param name="MaxWidth">What is wider or higher becomes smaller, in the same shape.</param>
/// <param name="MaxPixels">Width times height, above which it is not looked at.</param>
/// <param name="IsDrawing">
/// Whether every pixel stays as it is and may be transparent (PNG); else it becomes a photograph on white (JPEG).
/// </param>
public sealed record PictureForm(
    int MaxWidth, int MaxHeight, int MaxPixels, bool IsDrawing, Refusal NotPicture, Refusal TooManyPixels)
{
    /// <summary>A photo of goods that come back.</summary>
    public static readonly PictureForm Photo = new(
        2048, 2048, Commerce.Photo.MaxPixels, IsDrawing: false, PhotoRefusals.NotPicture, PhotoRefusals.TooManyPixels);

    /// <summary>The shop's logo.</summary>
    public static readonly PictureForm Logo = new(
        Commerce.Logo.MaxWidth, Commerce.Logo.MaxHeight, Commerce.Logo.MaxPixels, IsDrawing: true,
        LogoRefusals.NotPicture, LogoRefusals.TooManyPixels);
}

/// <summary>A picture as it was copied.</summary>
public sealed record CopiedPicture(byte[] Content, int Width, int Height);

/// <summary>Copies a picture out of what somebody sent: upright, of a sensible size, and no more.</summary>
/// <remarks>
/// Neither the name nor the type that came with it is believed. Whatever is no pixel stays behind: where and with
/// which camera it was taken (EXIF), and anything that hides in a file.
/// </remarks>
public static class PictureCopy
{
    private const int Quality = 85;

    private static readonly SKEncodedImageFormat[] Known =
        [SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp];

    // Each may take 100 MB for a moment, and all of a processor.
    private static readonly SemaphoreSlim AtOnce = new(1);

    /// <summary>
    /// The copy; refused when the bytes are no whole picture, and, before any of them is looked at, when they say that
    /// they have too many pixels.
    /// </summary>
    public static async Task<Result<CopiedPicture>> Of(
        ReadOnlyMemory<byte> sent, PictureForm form, CancellationToken stop)
    {
        await AtOnce.WaitAsync(stop);
        try
        {
            return Copy(sent.Span, form);
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private static Result<CopiedPicture> Copy(ReadOnlySpan<byte> sent, PictureForm form)
    {
        using var data = SKData.CreateCopy(sent);
        using var codec = SKCodec.Create(data);
        if (codec is null || !Known.Contains(codec.EncodedFormat)) return form.NotPicture;
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1) return form.NotPicture;
        if ((long)width * height > form.MaxPixels) return form.TooManyPixels;

        using var pixels = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(pixels.Info, pixels.GetPixels()) != SKCodecResult.Success) return form.NotPicture;
        using var upright = Upright(pixels, codec.EncodedOrigin, form);
        using var copy = form.IsDrawing
            ? upright.Encode(SKEncodedImageFormat.Png, 100)
            : upright.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return new CopiedPicture(
            copy?.ToArray() ?? throw new InvalidOperationException("A picture could not be written."),
            upright.Width, upright.Height);
    }

    private static SKImage Upright(SKBitmap pixels, SKEncodedOrigin origin, PictureForm form)
    {
        var (width, height) = (pixels.Width, pixels.Height);
        bool lies = origin >= SKEncodedOrigin.LeftTop;
        var (across, down) = lies ? (height, width) : (width, height);
        float scale = Math.Min(1, Math.Min((float)form.MaxWidth / across, (float)form.MaxHeight / down));
        var size = new SKImageInfo(Side(across, scale), Side(down, scale));
        using var surface = SKSurface.Create(size);
        surface.Canvas.Clear(form.IsDrawing ? SKColors.Transparent : SKColors.White);
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

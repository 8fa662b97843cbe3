using System.Text;
using Serverless.Adapters;
using Serverless.Commerce;
using SkiaSharp;

namespace Serverless.Tests.Adapters;

public sealed class PictureCopyTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_picture_in_a_known_format_becomes_a_JPEG(SKEncodedImageFormat format)
    {
        var copy = await Copy(Picture(40, 30, format));
        using var codec = SKCodec.Create(new MemoryStream(copy));
        Assert.Equal(
            (SKEncodedImageFormat.Jpeg, 40, 30), (codec.EncodedFormat, codec.Info.Width, codec.Info.Height));
    }

    [Fact]
    public async Task A_large_picture_becomes_a_smaller_one_of_the_same_shape()
    {
        var copy = await Copy(Picture(4096, 1024, SKEncodedImageFormat.Jpeg));
        using var codec = SKCodec.Create(new MemoryStream(copy));
        Assert.Equal((PictureForm.Photo.MaxWidth, 512), (codec.Info.Width, codec.Info.Height));
    }

    [Fact]
    public async Task Where_and_how_it_was_taken_stays_behind_and_the_picture_stands_upright()
    {
        var sent = WithExif(Picture(40, 30, SKEncodedImageFormat.Jpeg), orientation: 6, "N 14.5995 E 120.9842");
        Assert.Contains("120.9842", Encoding.Latin1.GetString(sent), StringComparison.Ordinal);
        var copy = await Copy(sent);
        var text = Encoding.Latin1.GetString(copy);
        Assert.DoesNotContain("120.9842", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", text, StringComparison.Ordinal);

        // Held sideways: what lay is upright, and its red left half is on top.
        using var upright = SKBitmap.Decode(copy);
        Assert.Equal((30, 40), (upright.Width, upright.Height));
        Assert.True(upright.GetPixel(15, 5).Red > 200 && upright.GetPixel(15, 35).Red < 60);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_whatever_it_calls_itself()
    {
        await Refused([]);
        await Refused(Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>"));
        await Refused(Encoding.UTF8.GetBytes("GIF89a and nothing more"));
        await Refused([0xFF, 0xD8, 0xFF, 0xE0, .. new byte[200]]);
    }

    [Fact]
    public async Task A_picture_that_is_cut_off_is_refused()
    {
        var whole = Picture(400, 300, SKEncodedImageFormat.Png);
        await Refused(whole[..(whole.Length / 2)]);
    }

    [Fact]
    public async Task A_small_file_that_is_a_huge_picture_is_refused_before_its_pixels_are_made()
    {
        byte[] huge = Picture(7000, 7000, SKEncodedImageFormat.Png);
        Assert.True(huge.Length < 500_000);
        // The first counts what is loaded once.
        var refused = await PictureCopy.Of(huge, PictureForm.Photo, default);
        long before = Peak();

        for (int at = 0; at < 3; at++) refused = await PictureCopy.Of(huge, PictureForm.Photo, default);

        Assert.Equal(PhotoRefusals.TooManyPixels, refused.Refusal);
        Assert.True(Peak() - before < 20_000_000, "Its pixels would take 196 MB.");

        static long Peak()
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    private static async Task Refused(byte[] sent) =>
        Assert.Equal(PhotoRefusals.NotPicture, (await PictureCopy.Of(sent, PictureForm.Photo, default)).Refusal);

    private static async Task<byte[]> Copy(byte[] sent) =>
        (await PictureCopy.Of(sent, PictureForm.Photo, default)).OrThrow().Content;

    /// <summary>Red on its left half, blue on its right.</summary>
    private static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Blue);
        canvas.DrawRect(0, 0, width / 2f, height, new SKPaint { Color = SKColors.Red });
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>Puts an EXIF segment behind the first marker (CIPA DC-008, section 4.7).</summary>
    private static byte[] WithExif(byte[] jpeg, byte orientation, string place)
    {
        byte[] tiff =
        [
            .. "II*\0"u8, 8, 0, 0, 0, 1, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0,
            0, 0, 0, 0, .. Encoding.ASCII.GetBytes(place),
        ];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        int length = body.Length + 2;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. body, .. jpeg[2..]];
    }
}

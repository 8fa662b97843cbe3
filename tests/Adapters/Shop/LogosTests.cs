using System.Text;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Serverless.Adapters;
using Serverless.Commerce;
using SkiaSharp;

namespace Serverless.Tests.Adapters;

/// <summary>A logo is what its pixels show and nothing else, and never changes.</summary>
public sealed class LogosTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    private readonly StorageClients clients = StorageClients.From(new ConfigurationBuilder().AddInMemoryCollection(
        [new("AzureWebJobsStorage", account.ConnectionString)]).Build());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Logos Logos => new(clients);

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public async Task A_picture_becomes_a_PNG_that_is_transparent_where_it_was(SKEncodedImageFormat format)
    {
        var id = New();
        Assert.Equal(new(id, 300, 100), (await Logos.Put(id, Picture(300, 100, format), Stop)).OrThrow());

        using var kept = SKBitmap.Decode(await Kept(id));
        Assert.Equal((300, 100), (kept.Width, kept.Height));
        Assert.Equal(format == SKEncodedImageFormat.Jpeg ? 255 : 0, kept.GetPixel(2, 2).Alpha);
        Assert.True(kept.GetPixel(150, 50) is { Red: > 200, Blue: < 60, Alpha: 255 });
    }

    [Theory]
    [InlineData(1600, 200, 800, 100)]
    [InlineData(500, 2000, 100, 400)]
    [InlineData(4000, 4000, 400, 400)]
    [InlineData(5000, 3, 800, 1)]
    public async Task What_is_larger_becomes_smaller_in_the_same_shape(int width, int height, int across, int down)
    {
        var id = New();
        Assert.Equal(
            new(id, across, down),
            (await Logos.Put(id, Picture(width, height, SKEncodedImageFormat.Png), Stop)).OrThrow());
    }

    [Fact]
    public async Task Whatever_is_no_pixel_stays_behind()
    {
        // A text chunk, and a second file behind the end of the first.
        byte[] png = Picture(40, 30, SKEncodedImageFormat.Png);
        byte[] text = [.. "tEXtComment\0made at 14.5995 N 120.9842 E"u8];
        byte[] chunk = [0, 0, 0, (byte)(text.Length - 4), .. text, .. BigEndian(Crc32(text))];
        byte[] sent = [.. png[..33], .. chunk, .. png[33..], .. "<script>alert(1)</script>"u8];
        Assert.NotNull(SKBitmap.Decode(sent));
        var id = New();

        (await Logos.Put(id, sent, Stop)).OrThrow();

        string kept = Encoding.Latin1.GetString(await Kept(id));
        Assert.DoesNotContain("120.9842", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("script", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("<?xml version='1.0'?><svg/>")]
    [InlineData("GIF89a\u0001\0\u0001\0\0\0\0;")]
    [InlineData("%PDF-1.7")]
    [InlineData("BM")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task A_drawing_or_what_is_no_picture_is_refused_with_what_to_do(string sent)
    {
        var refusal = (await Logos.Put(New(), Encoding.Latin1.GetBytes(sent), Stop)).Refusal;

        Assert.Equal(LogoRefusals.NotPicture, refusal);
        Assert.Contains("export it as PNG", refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_picture_or_one_of_too_many_pixels_is_refused_and_nothing_is_kept()
    {
        var id = New();
        byte[] whole = Picture(400, 300, SKEncodedImageFormat.Png);
        Assert.Equal(LogoRefusals.NotPicture, (await Logos.Put(id, whole[..(whole.Length / 2)], Stop)).Refusal);
        Assert.Equal(
            LogoRefusals.TooManyPixels,
            (await Logos.Put(id, Picture(6000, 6000, SKEncodedImageFormat.Png), Stop)).Refusal);
        Assert.Null(await Logos.Find(id, Stop));
    }

    [Fact]
    public async Task The_same_picture_again_is_answered_as_before_and_another_is_refused()
    {
        var id = New();
        byte[] picture = Picture(40, 30, SKEncodedImageFormat.Png);
        var twice = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Logos.Put(id, picture, Stop)));
        Assert.All(twice, answer => Assert.Equal(new(id, 40, 30), answer.OrThrow()));
        byte[] before = await Kept(id);

        byte[] other = Picture(50, 30, SKEncodedImageFormat.Png);
        Assert.Equal(LogoRefusals.Other, (await Logos.Put(id, other, Stop)).Refusal);
        Assert.Equal(LogoRefusals.Other, (await Logos.Put(id, "no picture"u8.ToArray(), Stop)).Refusal);
        Assert.Equal(new(id, 40, 30), (await Logos.Put(id, picture, Stop)).OrThrow());
        Assert.Equal(before, await Kept(id));

        // Of two different ones at once, one is kept, and its sender alone is told so.
        var contested = New();
        var rivals = await Task.WhenAll(
            Logos.Put(contested, picture, Stop), Logos.Put(contested, other, Stop));
        var won = Assert.Single(rivals, answer => answer.Refusal is null).OrThrow();
        Assert.Equal(LogoRefusals.Other, Assert.Single(rivals, answer => answer.Refusal is not null).Refusal);
        using var kept = SKBitmap.Decode(await Kept(contested));
        Assert.Equal((won.Width, won.Height), (kept.Width, kept.Height));
    }

    [Fact]
    public async Task Settings_name_a_logo_that_was_sent()
    {
        var id = New();
        Assert.Null(await Logos.Fault(new(), Stop));
        Assert.Equal("look.logo", (await Logos.Fault(new() { Logo = id }, Stop))!.Name);
        Assert.Equal("look.logo", (await Logos.Fault(new() { Logo = new("../catalog/current") }, Stop))!.Name);
        (await Logos.Put(id, Picture(40, 30, SKEncodedImageFormat.Png), Stop)).OrThrow();
        Assert.Null(await Logos.Fault(new() { Logo = id }, Stop));
    }

    [Fact]
    public void Backups_take_logos_along() => Assert.Contains(ShopFiles.LogosContainer, ShopFiles.Containers);

    private async Task<byte[]> Kept(Id<Logo> id)
    {
        var blob = new BlobContainerClient(account.ConnectionString, ShopFiles.LogosContainer).GetBlobClient(id.Value);
        var found = await blob.DownloadContentAsync(Stop);
        Assert.Equal("image/png", found.Value.Details.ContentType);
        byte[] picture = (await Logos.Find(id, Stop))!;
        Assert.Equal(found.Value.Content.ToArray(), picture);
        Assert.Equal([0x89, .. "PNG"u8], picture[..4]);
        return picture;
    }

    private static Id<Logo> New() => new(Guid.NewGuid().ToString());

    /// <summary>A red mark in the middle of nothing.</summary>
    private static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.DrawRect(width / 4f, height / 4f, width / 2f, height / 2f, red);
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    // ISO/IEC 15948, annex D.
    private static uint Crc32(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] BigEndian(uint number) =>
        [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}

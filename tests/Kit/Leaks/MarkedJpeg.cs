using System.Text;

namespace Serverless.Tests;

/// <summary>The smallest picture that a reader takes, with words beside its pixels as cameras put them.</summary>
public static class MarkedJpeg
{
    // One grey pixel, baseline; what is beside the pixels is put behind its first two bytes.
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8Q"
        + "EBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
        + "AQEAAD8AVN//2Q==");

    /// <summary>In the EXIF description (CIPA DC-008, tag 0x010E).</summary>
    public static byte[] WithExif(string words) => With(0xE1, [.. "Exif\0\0"u8, .. Tiff(words)]);

    /// <summary>In XMP (ISO 16684-1).</summary>
    public static byte[] WithXmp(string words) => With(
        0xE1,
        [
            .. "http://ns.adobe.com/xap/1.0/\0"u8,
            .. Encoding.UTF8.GetBytes(
                $"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><dc:creator>{words}</dc:creator></x:xmpmeta>"),
        ]);

    /// <summary>In a Photoshop block with an IPTC byline (IIM 2:80).</summary>
    public static byte[] WithIptc(string words)
    {
        byte[] text = Encoding.UTF8.GetBytes(words);
        byte[] byline = [0x1C, 2, 80, (byte)(text.Length >> 8), (byte)text.Length, .. text];
        return With(
            0xED, [.. "Photoshop 3.0\0"u8, .. "8BIM"u8, 4, 4, 0, 0, 0, 0, 0, (byte)byline.Length, .. byline]);
    }

    /// <summary>As a comment (ITU-T T.81, marker COM).</summary>
    public static byte[] WithComment(string words) => With(0xFE, Encoding.UTF8.GetBytes(words));

    private static byte[] With(byte marker, byte[] segment)
    {
        int length = segment.Length + 2;
        return [.. Pixel[..2], 0xFF, marker, (byte)(length >> 8), (byte)length, .. segment, .. Pixel[2..]];
    }

    // One directory with one entry, of ASCII, behind the directory.
    private static byte[] Tiff(string words)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(words), 0];
        return
        [
            .. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x0E, 0x01, 2, 0, .. BitConverter.GetBytes(text.Length),
            26, 0, 0, 0, 0, 0, 0, 0, .. text,
        ];
    }
}

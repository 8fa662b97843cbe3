using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Writer;

namespace Serverless.Tests.Journeys;

/// <summary>What the search for leaks finds: a search that finds nothing proves nothing by that.</summary>
public sealed class LeakSearchTests
{
    private const string Name = "Ximena Quiñones";

    private static readonly Dictionary<string, Func<byte[]>> Hidden = new()
    {
        ["UTF-8"] = () => Utf8($"for {Name}."),
        ["other case"] = () => Utf8(Name.ToUpperInvariant()),
        ["UTF-16, little-endian"] = () => Encoding.Unicode.GetBytes(Name),
        ["UTF-16, big-endian"] = () => Encoding.BigEndianUnicode.GetBytes(Name),
        ["UTF-16 behind an odd byte"] = () => [7, .. Encoding.Unicode.GetBytes(Name)],
        ["JSON's escapes"] = () => Utf8("""{"name":"Ximena Qui\u00f1ones"}"""),
        ["JSON in JSON"] = () => JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Serialize(new { Name })),
        ["percent-encoding"] = () => Utf8($"https://shop.example/?to={Uri.EscapeDataString(Name)}"),
        ["a form"] = () => Utf8($"a=b&name={WebUtility.UrlEncode(Name)}"),
        ["HTML"] = () => Utf8("<p>Ximena Qui&#241;ones</p>"),
        ["base64"] = () => Utf8($"\"{Convert.ToBase64String(Utf8(Name))}\""),
        ["base64 of URLs behind a path"] = () => Utf8($"/a/b{Base64Url(Utf8($"«{Name}»"))}"),
        ["base64 in lines"] = () => Utf8(Convert.ToBase64String(
            Utf8(new string('-', 60) + Name), Base64FormattingOptions.InsertLineBreaks)),
        ["base64 in JSON, with its plus escaped"] = () => JsonSerializer.SerializeToUtf8Bytes(
            new { Data = Convert.ToBase64String(Utf8($"~~~>>>{Name}???")) }),
        ["gzip"] = () => Packed(Utf8(Name), packed => new GZipStream(packed, CompressionLevel.Optimal)),
        ["gzip amid others"] = () =>
            [1, 2, 3, .. Packed(Utf8(Name), packed => new GZipStream(packed, CompressionLevel.Optimal)), 4, 5],
        ["zlib amid others"] = () =>
            [1, 2, 3, .. Packed(Utf8(Name), packed => new ZLibStream(packed, CompressionLevel.Optimal)), 4, 5],
        ["zlib that breaks off"] = () =>
            Packed(Utf8(Name + new string('x', 99)), packed => new ZLibStream(packed, CompressionLevel.Fastest))[..^6],
        ["raw deflate"] = () => Packed(Utf8(Name), packed => new DeflateStream(packed, CompressionLevel.Optimal)),
        ["Brotli"] = () => Packed(Utf8(Name), packed => new BrotliStream(packed, CompressionLevel.Optimal)),
        ["all of it"] = () => Utf8(Uri.EscapeDataString(JsonSerializer.Serialize(Convert.ToBase64String(
            Packed(Encoding.Unicode.GetBytes(Name), packed => new GZipStream(packed, CompressionLevel.Optimal)))))),
        ["a PDF's letters"] = () => Pdf(Name),
        ["a PDF's letters amid others"] = () => [1, 2, 3, .. Pdf("nobody"), .. Pdf(Name), 4],
        ["EXIF"] = () => MarkedJpeg.WithExif(Name),
        ["XMP"] = () => MarkedJpeg.WithXmp(Name),
        ["IPTC"] = () => MarkedJpeg.WithIptc(Name),
        ["a JPEG's comment"] = () => MarkedJpeg.WithComment(Name),
    };

    public static TheoryData<string> Ways => [.. Hidden.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_is_found_in(string way)
    {
        var search = new LeakSearch([Name, "Somebody Else"]);
        search.Look("here", Hidden[way]());
        Assert.Equal([new Leak("here", Name)], search.Found);
    }

    [Fact]
    public void Where_she_is_not_nothing_is_found()
    {
        var search = new LeakSearch([Name]);
        foreach (var (way, hide) in Hidden) search.Look(way, hide());
        Assert.Equal(Hidden.Count, search.Found.Count);

        var other = new LeakSearch(["Ximena Quiñonez", "Quinones"]);
        foreach (var (way, hide) in Hidden) other.Look(way, hide());
        // What is sealed looks like chance, and stands in rows in many pieces.
        other.Look("chance", Chance(1 << 20));
        for (int piece = 64; piece < 4096; piece++) other.Look("rows", Convert.ToBase64String(Chance(piece)));
        Assert.Empty(other.Found);
    }

    [Fact]
    public void What_is_escaped_too_often_is_no_pass_and_a_long_row_of_backslashes_is_one()
    {
        var search = new LeakSearch([Name]);
        search.Look("backslashes", Utf8(new string('\\', 1 << 20)));
        Assert.Empty(search.Found);

        string escaped = $"%{string.Concat(Enumerable.Repeat("25", LeakSearch.MostRounds + 3))}41";
        Assert.Throws<InvalidOperationException>(() => search.Look("escaped", escaped));
    }

    [Fact]
    public void What_is_packed_too_deep_is_no_pass()
    {
        byte[] packed = Utf8(Name);
        for (int times = 0; times <= LeakSearch.Deepest; times++)
            packed = Packed(packed, stream => new GZipStream(stream, CompressionLevel.Fastest));

        var fault = Assert.Throws<InvalidOperationException>(() => new LeakSearch([Name]).Look("deep", packed));
        Assert.Contains("deep was not searched to its end", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    // Ids that chance unpacks as a stream without a head in another, thirteen times over.
    [InlineData("a68034f204416bc77b86ed4b07658b141bc224e7e0a7")]
    [InlineData("036c27234cf1a881ee9d08ed94ff1d9a7a61a054a4f0")]
    [InlineData("5ab827782644e83693df03071ef39654dcb9e41910a3")]
    public void What_chance_unpacks_without_end_is_no_fault(string id)
    {
        var search = new LeakSearch([Name]);
        search.Look("id", id);
        Assert.Empty(search.Found);

        byte[] packed = Utf8(Name);
        for (int times = 0; times < LeakSearch.MostHeadless; times++)
            packed = Packed(packed, stream => new DeflateStream(stream, CompressionLevel.Fastest));
        search.Look("headless", packed);
        Assert.Equal([new Leak("headless", Name)], search.Found);
    }

    [Fact]
    public void What_becomes_too_much_is_no_pass()
    {
        byte[] bomb = Packed(new byte[300 * 1024 * 1024], stream => new GZipStream(stream, CompressionLevel.Fastest));

        var fault = Assert.Throws<InvalidOperationException>(() => new LeakSearch([Name]).Look("bomb", bomb));
        Assert.Contains("come out of", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A page whose letters are numbers of glyphs, as the shop's own papers are written.</summary>
    internal static byte[] Pdf(string text)
    {
        using var builder = new PdfDocumentBuilder();
        var fonts = Path.Combine(Approved.Root, "adapters", "Documents", "Fonts");
        var font = builder.AddTrueTypeFont(File.ReadAllBytes(Directory.GetFiles(fonts, "*.ttf").Order().First()));
        builder.AddPage(PageSize.A4).AddText(text, 12, new(50, 700), font);
        return builder.Build();
    }

    internal static byte[] Packed(byte[] bytes, Func<Stream, Stream> pack)
    {
        var packed = new MemoryStream();
        using (var packing = pack(packed)) packing.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] Chance(int bytes)
    {
        byte[] chance = new byte[bytes];
        new Random(bytes).NextBytes(chance);
        return chance;
    }
}

using System.Globalization;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How the shop's mails look: in its three colours, and at night in darker ones made of them.</summary>
public static class LetterStyle
{
    private const string Night = "#1a1816";
    private const string NightInk = "#ece6de";
    private const string White = "#ffffff";
    private const int Steps = 20;

    /// <summary>The style sheet of all mails.</summary>
    /// <remarks>
    /// Programs that leave media queries out show the light one. Many drop rules with what they do not know, so each is
    /// plain by itself; colours are never left to them.
    /// </remarks>
    public static string Of(ShopLook look)
    {
        var (paper, ink, accent) = (look.Paper, look.Ink, look.Accent);
        var (line, soft) = (Mix(ink, paper, 0.82), Readable(Mix(ink, paper, 0.3), ink, paper));
        string bright = Bright(accent);
        return $$"""
            :root{color-scheme:light dark}
            body{margin:0;padding:0;-webkit-text-size-adjust:100%}
            .ground{background:{{paper}};color:{{ink}}}
            .margin{padding:24px 12px}
            .sheet{max-width:600px;margin:0 auto;font:16px/1.55 Georgia,'Times New Roman',serif;text-align:left}
            .head{padding:4px 12px 20px;font-size:20px;letter-spacing:.02em;border-bottom:1px solid {{line}}}
            .head a{color:{{ink}};text-decoration:none}
            .logo{height:44px;max-width:100%;width:auto;display:block}
            .words{padding:20px 12px 12px;overflow-wrap:anywhere;word-break:break-word}
            .foot{padding:20px 12px;font-size:13px;color:{{soft}};border-top:1px solid {{line}};overflow-wrap:anywhere}
            h1{font-weight:normal;font-size:27px;line-height:1.25;margin:0 0 16px}
            p{margin:0 0 14px}
            a{color:{{accent}}}
            .soft{color:{{soft}};font-size:14px}
            .goods{width:100%;border-collapse:collapse;margin:4px 0 20px}
            .goods th{font-weight:normal;text-align:left}
            .goods .names th{font-size:13px;color:{{soft}};padding:0 0 6px}
            .goods td,.goods tbody th,.goods tfoot th{padding:9px 0;border-top:1px solid {{line}};vertical-align:top}
            .goods tfoot td,.goods tfoot th{padding:5px 0;border:0}
            .goods .first td,.goods .first th{border-top:1px solid {{line}};padding-top:12px}
            .goods .total td,.goods .total th{font-weight:bold;font-size:18px}
            .goods .sum,.goods .names .sum{text-align:right;white-space:nowrap;padding-left:12px;word-break:normal}
            .button{display:inline-block;background:{{accent}};color:{{paper}};padding:12px 22px;border-radius:4px;
            text-decoration:none;font-weight:bold}
            .card{border-left:3px solid {{accent}};padding:2px 0 2px 14px;margin:0 0 18px}
            @media (prefers-color-scheme:dark){
            .ground{background:{{Night}} !important;color:{{NightInk}} !important}
            .head,.foot,.goods td,.goods tbody th,.goods .first td,.goods .first th{border-color:#4a443d !important}
            .head a{color:{{NightInk}} !important}
            .foot,.soft,.goods .names th{color:#b8aea2 !important}
            .logo{background:{{paper}};padding:4px;border-radius:4px}
            .words a{color:{{bright}} !important}
            .words a.button{background:{{bright}} !important;color:{{Night}} !important}
            .card{border-color:{{bright}} !important}
            }
            """;
    }

    // At night the accent is made lighter until it can be read.
    private static string Bright(string accent) => Enumerable.Range(0, Steps)
        .Select(step => Mix(accent, White, step / (double)Steps))
        .First(colour => ShopLook.Contrast(colour, Night) >= ShopLook.LeastContrast);

    private static string Readable(string colour, string ink, string paper) =>
        ShopLook.Contrast(colour, paper) >= ShopLook.LeastContrast ? colour : ink;

    private static string Mix(string one, string other, double share)
    {
        return "#" + Part(1) + Part(3) + Part(5);

        string Part(int at) => ((int)Math.Round(Byte(one, at) * (1 - share) + Byte(other, at) * share))
            .ToString("x2", CultureInfo.InvariantCulture);
    }

    private static int Byte(string colour, int at) =>
        int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

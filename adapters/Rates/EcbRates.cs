using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Serverless.Adapters;

/// <summary>The euro reference rates of the European Central Bank: ecb.europa.eu, <c>eurofxref-daily.xml</c>.</summary>
/// <remarks>
/// Published around 16:00 Frankfurt time on working days, except on TARGET's closing days. The bank publishes them for
/// information and advises against using them for market transactions: what a shop calculates by them is its own offer.
/// </remarks>
public sealed class EcbRates : IRates, IDisposable
{
    private const string Path = "/stats/eurofxref/eurofxref-daily.xml";

    // The file has some 2 KB; what is much larger is something else.
    private const int MostBytes = 64 * 1024;

    private static readonly XNamespace Names = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref";

    private readonly HttpClient http;
    private readonly Uri file;

    public EcbRates(EcbOptions options)
    {
        file = new(options.BaseUrl + Path);
        http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = options.TimeOut,
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    public async Task<PublishedRates> Latest(CancellationToken stop) => Read(await http.GetStringAsync(file, stop));

    public void Dispose() => http.Dispose();

    private static PublishedRates Read(string xml)
    {
        try
        {
            // A cube holds the day, and in it a cube for each currency.
            var day = XDocument.Parse(xml).Descendants(Names + "Cube").First(cube => cube.Attribute("time") != null);
            var rates = day.Elements(Names + "Cube").ToImmutableSortedDictionary(
                cube => Say(cube, "currency"),
                cube => decimal.Parse(Say(cube, "rate"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
            if (rates.IsEmpty || rates.Values.Any(rate => rate <= 0)) throw new FormatException("No rate at all.");
            return new(
                DateOnly.ParseExact(Say(day, "time"), "yyyy-MM-dd", CultureInfo.InvariantCulture), "ECB", rates);
        }
        catch (Exception fault) when (
            fault is XmlException or InvalidOperationException or FormatException or OverflowException
            or ArgumentException)
        {
            throw new FormatException("What the ECB sent is not its table of rates.", fault);
        }
    }

    private static string Say(XElement cube, string name) =>
        cube.Attribute(name)?.Value ?? throw new FormatException($"A cube has no {name}.");
}

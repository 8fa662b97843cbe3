using System.Globalization;
using System.Text;

namespace Serverless.Sandbox;

/// <summary>The European Central Bank's table of reference rates (ecb.europa.eu, <c>eurofxref-daily.xml</c>).</summary>
internal sealed class EcbRoutes(Faults faults, SandboxClock clock, SandboxLog log)
{
    public const string Party = "ecb";

    /// <summary>What the bank published for 21 October 2025.</summary>
    private const string Rates =
        "USD 1.1607 JPY 176.45 BGN 1.9558 CZK 24.314 DKK 7.4691 GBP 0.86780 HUF 389.63 PLN 4.2393 RON 5.0838 " +
        "SEK 10.9345 CHF 0.9230 ISK 141.60 NOK 11.6693 TRY 48.7114 AUD 1.7885 BRL 6.2526 CAD 1.6301 CNY 8.2626 " +
        "HKD 9.0204 IDR 19272.67 ILS 3.8174 INR 102.1073 KRW 1660.38 MXN 21.4006 MYR 4.9086 NZD 2.0287 PHP 67.761 " +
        "SGD 1.5061 THB 38.071 ZAR 20.1148";

    // 16:00 in Frankfurt, in winter.
    private static readonly TimeSpan Published = TimeSpan.FromHours(15);

    public void Map(WebApplication app) => app.MapGet("/ecb/stats/eurofxref/eurofxref-daily.xml", Serve);

    private async Task Serve(HttpContext http)
    {
        var fault = faults.Take(Party, http.Request.Path);
        try
        {
            await faults.Wait(fault, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        log.Say($"ecb {http.Request.Method} {http.Request.Path} -> {fault?.Kind ?? "200"}");
        if (fault?.Kind == "drop")
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = fault?.Kind == "error" ? 500 : 200;
        http.Response.ContentType = "text/xml";
        await http.Response.WriteAsync(fault?.Kind == "error" ? "" : Table(LastDay(clock.GetUtcNow())));
    }

    /// <summary>The last day that rates were published for; none come on Saturdays and Sundays.</summary>
    private static DateOnly LastDay(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime((now - Published).UtcDateTime);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(-1);
        return day;
    }

    private static string Table(DateOnly day)
    {
        var text = new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
              xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
            	<gesmes:subject>Reference rates</gesmes:subject>
            	<gesmes:Sender>
            		<gesmes:name>European Central Bank</gesmes:name>
            	</gesmes:Sender>
            	<Cube>

            """);
        text.Append(CultureInfo.InvariantCulture, $"\t\t<Cube time='{day:yyyy-MM-dd}'>\n");
        foreach (string[] rate in Rates.Split(' ').Chunk(2))
            text.Append(CultureInfo.InvariantCulture, $"\t\t\t<Cube currency='{rate[0]}' rate='{rate[1]}'/>\n");
        return text.Append("\t\t</Cube>\n\t</Cube>\n</gesmes:Envelope>\n").ToString();
    }
}

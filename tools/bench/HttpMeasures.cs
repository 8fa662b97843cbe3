using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.Testing;

namespace Serverless.Bench;

/// <summary>A trivial function, and the same answer of Kestrel alone.</summary>
public static class HttpMeasures
{
    private const int Requests = 20_000;
    private const int AtOnce = 16;
    private const string Answer = "hello";

    [Function("Hello")]
    public static IResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Results.Text(Answer);
    }

    internal static Measure Trivial { get; } =
        new("a trivial HTTP function", "requests/s", "bare Kestrel", Function, Kestrel);

    private static async Task<double> Function()
    {
        await using var host = await FunctionsTestHost.Start(Program);
        return await Load(new Uri(host.Address, "/api/hello"));
    }

    private static void Program(string[] arguments)
    {
        var builder = FunctionsApplication.CreateBuilder(arguments);
        builder.ConfigureFunctionsWebApplication();
        builder.Build().Run();
    }

    private static async Task<double> Kestrel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var web = builder.Build();
        web.Run(http =>
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            http.Response.ContentLength = Answer.Length;
            return http.Response.WriteAsync(Answer);
        });
        await web.StartAsync();
        return await Load(new Uri(web.Urls.First()));
    }

    private static async Task<double> Load(Uri address)
    {
        using var client = new HttpClient();
        await Many(client, address, Requests / 4);
        var watch = Stopwatch.StartNew();
        await Many(client, address, Requests);
        return Requests / watch.Elapsed.TotalSeconds;
    }

    private static Task Many(HttpClient client, Uri address, int count) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (_, stop) => await client.GetStringAsync(address, stop));
}

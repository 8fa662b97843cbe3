using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Dev;

/// <summary>One origin for the shopper: the built site, and the function app behind <c>/api</c>.</summary>
internal static class SiteServer
{
    /// <summary>Where this server itself says that it runs.</summary>
    public const string Health = "/site-health";

    private static readonly string[] Fallbacks = ["200.html", "404.html", "index.html"];

    public static WebApplication Create(int port, int functionsPort, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(port);
            kestrel.AddServerHeader = false;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // What it would warn of, the function app being away, is answered to the asker.
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        builder.Services.AddHttpForwarder();
        builder.Services.AddResponseCompression(options => options.MimeTypes =
            [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/manifest+json"]);
        var app = builder.Build();
        ServeFiles(app, folder);
        app.UseRouting();
        app.MapGet(Health, () => Results.Text("ok"));
        MapApi(app, functionsPort);
        return app;
    }

    private static void MapApi(WebApplication app, int functionsPort)
    {
        var target = $"http://127.0.0.1:{functionsPort}";
        var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        });
        var request = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) };
        app.Map("/api/{**rest}", async (HttpContext context, IHttpForwarder forwarder) =>
        {
            var error = await forwarder.SendAsync(context, target, client, request);
            if (error == ForwarderError.None || context.Response.HasStarted) return;
            if (context.RequestAborted.IsCancellationRequested) return;
            await Results.Problem(
                title: "The function app is away",
                detail: "It did not answer; try again in a moment. `./dev status` tells how the parts are.",
                statusCode: StatusCodes.Status502BadGateway,
                extensions: [new("code", "site.api_away")]).ExecuteAsync(context);
        });
    }

    private static void ServeFiles(WebApplication app, string folder)
    {
        var files = new PhysicalFileProvider(Path.GetFullPath(folder));
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".webmanifest"] = "application/manifest+json";
        var options = new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = types,
            OnPrepareResponse = SetCacheHeaders,
        };
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), site =>
        {
            site.UseResponseCompression();
            site.Use(FindPage(files));
            site.UseStaticFiles(options);
        });
        // The pages that exist only in the browser, such as one order, all begin with the same document.
        var fallback = Fallbacks.FirstOrDefault(name => files.GetFileInfo(name).Exists) ?? Fallbacks[^1];
        app.MapFallbackToFile(fallback, options);
    }

    // A prerendered page `/about` is the file `about.html` or `about/index.html`.
    private static Func<HttpContext, RequestDelegate, Task> FindPage(PhysicalFileProvider files) => (context, next) =>
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        if (!Path.HasExtension(path))
        {
            var page = new[] { path + ".html", path + "/index.html" }
                .FirstOrDefault(candidate => files.GetFileInfo(candidate).Exists);
            if (page is not null) context.Request.Path = page;
        }
        return next(context);
    };

    private static void SetCacheHeaders(StaticFileResponseContext context)
    {
        // The site's build puts a hash of the content into these names; everything else is asked for each time.
        var forever = context.Context.Request.Path.StartsWithSegments("/_app/immutable");
        context.Context.Response.Headers.CacheControl = forever ? "public, max-age=31536000, immutable" : "no-cache";
    }
}

using System.Net;
using System.Text;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>The app is told to stop while a request is under way.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_request_that_runs_at_SIGTERM_is_answered_and_none_is_taken_after_it()
    {
        int port = FreePorts.Next();
        var options = new SandboxOptions { Port = 0, SmtpPort = 0, StaffKey = "t", Log = _ => { } };
        await using var sandbox = await SandboxApp.Start(options);
        var folder = Directory.CreateTempSubdirectory("serverless-drain-");
        var settings = TestShop.SettingsFor(sandbox, options, new AzuriteAccount(), port);
        await using (var backroom = new Backroom(settings))
            (await backroom.Policies.Set(0, DemoShop.Policy, default)).OrThrow();
        using var app = new FunctionProcess(settings, Path.Combine(folder.FullName, "durable.db"));
        await app.Start();
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using var client = new HttpClient(handler) { BaseAddress = new($"http://127.0.0.1:{port}") };
        using var body = new SlowBody("""{"currency":"PHP"}""");
        using var ask = new HttpRequestMessage(HttpMethod.Put, $"/api/carts/{Guid.NewGuid()}") { Content = body };
        ask.Headers.ExpectContinue = true;
        var call = client.SendAsync(ask);
        // The server asks for the body when the function reads it: so the function runs.
        await body.IsAskedFor;

        var end = app.Terminate();
        using var another = new HttpClient { BaseAddress = client.BaseAddress };
        await Serverless.Tests.Until.Holds(async () => await IsRefused(another), what: "new requests are refused");
        Assert.False(end.IsCompleted);
        body.Go();

        Assert.Equal(HttpStatusCode.Created, (await call).StatusCode);
        Assert.Equal(0, await end);
        folder.Delete(recursive: true);
    }

    private static async Task<bool> IsRefused(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/api/products");
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    private sealed class SlowBody(string text) : HttpContent
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsAskedFor => asked.Task;

        public void Go() => go.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            asked.SetResult();
            await go.Task;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Encoding.UTF8.GetByteCount(text);
            return true;
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-start-");

    [Theory]
    [InlineData(typeof(TwiceNamed), "Two functions are named 'Twin'")]
    [InlineData(typeof(TwiceRouted), "Functions 'ById' and 'ByName' have the same route and method.")]
    [InlineData(typeof(Unbound), "Function 'Stranger': nothing binds parameter 'stranger' of type String.")]
    [InlineData(typeof(Unbound), "nothing binds parameter 'address' of type Uri.")]
    [InlineData(typeof(UnboundInput), "Function 'NullableInput': nothing binds parameter 'input'")]
    [InlineData(typeof(NoTrigger), "Function 'Idle' (Serverless.Tests.Runtime.NoTrigger.Run) has no parameter with")]
    [InlineData(typeof(Outer.Nested), "is in a nested class")]
    [InlineData(typeof(KeptRoute), "Function 'Admin': route 'admin/all' begins with admin or runtime")]
    [InlineData(typeof(BadRoute), "Function 'BadRoute': ")]
    [InlineData(typeof(BadTimer), "Function 'BadTimer': 'every day' is no schedule")]
    public async Task A_function_that_cannot_run_is_told_at_start(Type functions, string expected)
    {
        var exception = await Assert.ThrowsAsync<StartException>(() => SampleApp.Start(functions));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"extensions\": ", "host.json is not valid JSON")]
    [InlineData("""{"extensions":{"queues":{"batchSize":33}}}""", "extensions.queues.batchSize must be a whole number")]
    [InlineData("""{"extensions":{"queues":{"maxPollingInterval":"soon"}}}""", "maxPollingInterval must be a time")]
    [InlineData("""{"extensions":{"queues":{"messageEncoding":"hex"}}}""", "messageEncoding must be base64 or none")]
    public async Task A_malformed_host_file_is_told_at_start(string content, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "host.json"), content);

        var exception = await Assert.ThrowsAsync<StartException>(() => Start(_ => { }));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_route_prefix_stands_in_the_host_file_and_settings_stand_above_it()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "host.json"), """{"extensions":{"http":{"routePrefix":"v1"}}}""");

        await using var from = await Start(_ => { });
        await using var above = await Start(
            options => options.Settings["AzureFunctionsJobHost__extensions__http__routePrefix"] = "");

        Assert.Equal("latest", await from.Client.GetStringAsync("/v1/things/latest"));
        Assert.Equal("latest", await above.Client.GetStringAsync("/things/latest"));
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<StartException>(
            () => Start(options => options.Settings["port"] = $"{port}"));

        Assert.Equal(
            $"Port {port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port.",
            exception.Message);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("70000")]
    public async Task A_port_must_be_a_port(string port)
    {
        var exception = await Assert.ThrowsAsync<StartException>(
            () => Start(options => options.Settings["port"] = port));

        Assert.Contains("must be a number from 0 to 65535", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Task<FunctionsTestHost> Start(Action<TestHostOptions> configure) => SampleApp.Start(
        options =>
        {
            options.ContentRoot = folder.FullName;
            configure(options);
        },
        typeof(SampleHttp));
}

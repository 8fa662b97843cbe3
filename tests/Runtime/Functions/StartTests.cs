using System.Net;
using System.Net.Sockets;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-start-");

    // The worker finds nothing wrong with it, at the start or later.
    [Fact]
    public async Task A_parameter_that_nothing_binds_is_null()
    {
        await using var host = await SampleApp.Start(typeof(Unbound));

        Assert.Equal("GET nobody nowhere", await host.Client.GetStringAsync("/api/Stranger"));
    }

    // The generated code holds one function for each name of a method, and none for a class inside another.
    [Theory]
    [InlineData(typeof(Outer.Nested), "Function 'Nested' cannot be loaded: ")]
    [InlineData(typeof(TwiceWritten), "Function 'WithContext' cannot be loaded: ")]
    public async Task A_function_that_the_worker_does_not_find_again_is_told_at_start(Type functions, string expected)
    {
        Assert.Contains(expected, await Refusal(functions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_name_that_Azure_forbids_is_told_at_start() => Assert.Equal(
        "Function 'BadQueueName': 'No_Such_Name' is no name for a queue: 3 to 63 lower-case letters, digits and single "
        + "hyphens inside.",
        await Refusal(typeof(BadQueueName)));

    [Theory]
    [InlineData(typeof(TwiceRouted), "Functions 'ById' and 'ByName' have the same route and method.")]
    [InlineData(typeof(NoTrigger), "The app's program cannot say which functions it has: ")]
    [InlineData(typeof(KeptRoute), "Function 'Admin': route 'admin/all' begins with admin or runtime")]
    [InlineData(typeof(BadRoute), "Function 'BadRoute': ")]
    [InlineData(typeof(CloudLevel), "Function 'CloudLevel': AuthorizationLevel.User is known in the cloud only")]
    [InlineData(typeof(BadTimer), "Function 'BadTimer': 'every day' is no schedule")]
    public async Task A_function_that_cannot_run_is_told_at_start(Type functions, string expected)
    {
        Assert.Contains(expected, await Refusal(functions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_route_prefix_stands_in_the_host_file()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "host.json"),
            """{"version":"2.0","extensions":{"http":{"routePrefix":"v1"}}}""");

        await using var host = await Start(_ => { });

        Assert.Equal("latest", await host.Client.GetStringAsync("/v1/things/latest"));
    }

    // The worker's own routes are made of host.json alone: with another prefix above it nothing would be found.
    [Fact]
    public async Task A_route_prefix_above_the_host_file_is_told_at_start()
    {
        var exception = await Assert.ThrowsAsync<StartException>(() => Start(
            options => options.Settings["AzureFunctionsJobHost__extensions__http__routePrefix"] = ""));

        Assert.Equal(
            "The prefix of routes must stand in host.json: the worker reads no setting for it.", exception.Message);
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

    [Fact]
    public async Task An_orchestrations_file_that_cannot_be_used_is_told_in_one_sentence()
    {
        string file = Path.Combine(folder.FullName, "durable.db");
        await File.WriteAllTextAsync(file, new string('?', 5000));

        var exception = await Assert.ThrowsAsync<StartException>(() => SampleApp.Start(
            options => options.Settings["Runtime:DurableFile"] = file, typeof(SampleOrchestrations)));

        Assert.StartsWith($"The orchestrations' file {file} cannot be used: it is damaged", exception.Message);
        Assert.DoesNotContain(Environment.NewLine, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<string> Refusal(Type functions) =>
        (await Assert.ThrowsAsync<StartException>(() => SampleApp.Start(functions))).Message;

    private Task<FunctionsTestHost> Start(Action<TestHostOptions> configure) => SampleApp.Start(
        options =>
        {
            options.ContentRoot = folder.FullName;
            configure(options);
        },
        typeof(SampleHttp));
}

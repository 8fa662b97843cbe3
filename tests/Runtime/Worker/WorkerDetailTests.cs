using System.Reflection;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Runtime;

namespace Serverless.Tests.Runtime;

/// <summary>
/// What the host relies on in Microsoft's packages though nobody promises it: a test that fails here after a change of
/// version says which part of the host must change with it.
/// </summary>
public sealed class WorkerDetailTests
{
    [Fact]
    public async Task The_worker_finds_its_generated_code_by_the_entry_assembly()
    {
        await using var host = await SampleApp.Start(typeof(SampleHttp));

        Assert.Equal(typeof(SampleHttp).Assembly, Assembly.GetEntryAssembly());
        Assert.Contains(
            typeof(SampleHttp).Assembly.GetTypes(),
            type => type.GetInterfaces().Any(it => it.Name == "IAutoConfigureStartup"));
        Assert.Equal(
            typeof(SampleHttp).Assembly.GetName().Name + ".dll", Path.GetFileName(
                host.Running.Catalog.Functions[0].Metadata.ScriptFile));
    }

    [Fact]
    public async Task The_worker_reads_the_prefix_of_its_routes_in_the_folder_that_the_environment_names()
    {
        var folder = Directory.CreateTempSubdirectory("serverless-detail-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "host.json"),
            """{"version":"2.0","extensions":{"http":{"routePrefix":"elsewhere"}}}""");
        await using var host = await SampleApp.Start(
            options => options.ContentRoot = folder.FullName, typeof(SampleHttp));

        Assert.Equal("latest", await host.Client.GetStringAsync("/elsewhere/things/latest"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_request_finds_its_call_by_a_header()
    {
        await using var host = await SampleApp.Start(typeof(SampleSecrets));

        string[] ids = (await host.Client.GetStringAsync("/api/Ids")).Split(' ');

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task What_an_activity_throws_comes_with_its_inner_failures()
    {
        await using var host = await SampleApp.Start(typeof(SampleSecrets));

        string id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Failing");

        var ended = await host.Durable.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(
            "System.InvalidOperationException: outer < System.TimeoutException: inner",
            ended.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("one")]
    [InlineData("")]
    public async Task An_activity_is_called_with_a_list_of_one_and_given_the_one(string input)
    {
        await using var host = await SampleApp.Start(typeof(SampleSecrets));

        string id = await host.Durable.ScheduleNewOrchestrationInstanceAsync(
            "EchoingWords", new[] { input, "two" }, new StartOrchestrationOptions());

        var ended = await host.Durable.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal($"[\"{input}\",\"two\"]", ended.ReadOutputAs<string>());
    }

    [Fact]
    public void A_durable_client_is_told_where_the_service_is_in_JSON()
    {
        var request = new Serverless.Runtime.Rpc.InvocationRequest();
        var function = new AppFunction(FakeFunction.Of(
            "Starts", """{"type":"httpTrigger","name":"request"}""", """{"type":"durableClient","name":"client"}"""));

        new DurableClients(new("http://127.0.0.1:1234/")).Fill(request, function);

        using var told = JsonDocument.Parse(Assert.Single(request.InputData).Data.String);
        Assert.Equal("http://127.0.0.1:1234/", told.RootElement.GetProperty("rpcBaseUrl").GetString());
        // With a hub's name the worker would take a client whose calls end after 100 seconds.
        Assert.Equal("", told.RootElement.GetProperty("taskHubName").GetString());
        Assert.Equal("", told.RootElement.GetProperty("connectionName").GetString());
        Assert.True(told.RootElement.GetProperty("maxGrpcMessageSizeInBytes").GetInt32() > 0);
    }

    [Fact]
    public async Task A_variable_of_the_environment_would_win_over_a_tests_setting_which_is_refused()
    {
        var exception = await Assert.ThrowsAsync<StartException>(() => SampleApp.Start(
            options => options.Settings["PATH"] = "the test's", typeof(SampleHttp)));

        Assert.Equal(
            "The app would find PATH in the environment, and not the test's setting: unset that variable.",
            exception.Message);
        await using var host = await SampleApp.Start(
            options => options.Settings["Shop:Name"] = "of the test", typeof(SampleHttp));
        var settings = host.Services.GetRequiredService<IConfiguration>();
        Assert.Equal("of the test", settings["Shop:Name"]);
        Assert.NotNull(settings["PATH"]);
    }
}

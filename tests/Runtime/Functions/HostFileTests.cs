using System.Net;
using Microsoft.Extensions.Logging;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

/// <summary>What stands in <c>host.json</c>, and what is wrong with it.</summary>
public sealed class HostFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-hostfile-");
    private readonly LogList log = new();

    [Theory]
    [InlineData("""{ "version": "2.0", "extensions": """)]
    [InlineData("""[ "version" ]""")]
    [InlineData("""{ "version": "2.0", "VERSION": "2.0" }""")]
    [InlineData("")]
    public async Task A_host_file_that_is_no_JSON_object_is_told_at_start(string content) =>
        Assert.StartsWith("host.json is not valid JSON: ", await Refusal(content));

    [Theory]
    [InlineData("{ }")]
    [InlineData("""{ "version": "1.0" }""")]
    [InlineData("""{ "version": 3 }""")]
    public async Task A_host_file_of_no_or_another_version_is_told_at_start(string content) => Assert.Equal(
        "host.json must say \"version\": \"2.0\", or the Functions host does not start.", await Refusal(content));

    [Theory]
    [InlineData("batchSize", "0", "a whole number from 1 to 32")]
    [InlineData("batchSize", "33", "a whole number from 1 to 32")]
    [InlineData("batchSize", "1.5", "a whole number from 1 to 32")]
    [InlineData("batchSize", "true", "a whole number from 1 to 32")]
    [InlineData("batchSize", "\"many\"", "a whole number from 1 to 32")]
    [InlineData("newBatchThreshold", "-1", "a whole number from 0 to 1000")]
    [InlineData("maxDequeueCount", "0", "a whole number from 1 to 2147483647")]
    [InlineData("visibilityTimeout", "\"8.00:00:00\"", "a time like 00:00:30, from 00:00:00 to 7.00:00:00")]
    [InlineData("maxPollingInterval", "\"soon\"", "a time like 00:00:30, from 00:00:00.1000000 to 01:00:00")]
    [InlineData("messageEncoding", "\"hex\"", "base64 or none")]
    public async Task A_queue_setting_of_a_wrong_type_or_out_of_range_is_told_at_start(
        string name, string value, string expected) => Assert.Equal(
        $"host.json: extensions.queues.{name} must be {expected}.",
        await Refusal($$$"""{ "version": "2.0", "extensions": { "queues": { "{{{name}}}": {{{value}}} } } }"""));

    [Theory]
    [InlineData("""{ "extensions": 5 }""", "extensions must be an object")]
    [InlineData("""{ "extensions": { "queues": "fast" } }""", "extensions.queues must be an object")]
    [InlineData("""{ "extensions": { "queues": { "batchSize": { "of": 1 } } } }""", "batchSize must be a single")]
    [InlineData("""{ "extensions": { "queues": { "batchSize": [ 16 ] } } }""", "batchSize must be a single")]
    [InlineData("""{ "functionTimeout": "a while" }""", "functionTimeout must be a time like")]
    [InlineData("""{ "functionTimeout": "00:00:00" }""", "functionTimeout must be a time like")]
    [InlineData("""{ "logging": { "logLevel": { "default": "Loud" } } }""", "logging.logLevel.default must be one of")]
    [InlineData("""{ "logging": { "logLevel": "Warning" } }""", "logging.logLevel must be an object")]
    public async Task A_setting_in_the_wrong_place_or_of_a_wrong_type_is_told_at_start(string rest, string expected) =>
        Assert.Contains(expected, await Refusal(Versioned(rest)), StringComparison.Ordinal);

    [Theory]
    [InlineData("extendedSessionsEnabled", "\"perhaps\"", "must be true or false")]
    [InlineData("maxConcurrentActivityFunctions", "0", "must be a whole number from 1 to 100000")]
    [InlineData("versionMatchStrategy", "\"Newest\"", "must be one of None, Strict, CurrentOrOlder")]
    public async Task A_durable_setting_that_cannot_be_read_is_told_at_start(
        string name, string value, string expected)
    {
        var content = $$$"""{ "version": "2.0", "extensions": { "durableTask": { "{{{name}}}": {{{value}}} } } }""";

        Assert.StartsWith(
            $"host.json: extensions.durableTask.{name} {expected}",
            await Refusal(content, typeof(SampleOrchestrations)));
    }

    [Fact]
    public async Task A_setting_that_is_not_read_is_told_in_one_line_at_start()
    {
        await using var host = await Start("""
            {
              "version": "2.0",
              "telemetryMode": "OpenTelemetry",
              "functions": [ "Hello", "Page" ],
              "extensions": {
                "http": { "hsts": { "isEnabled": true } },
                "queue": { "batchSize": 1 },
                "durableTask": { "hubName": "hub", "maxQueuePollingInterval": "00:00:01" },
                "serviceBus": { "prefetchCount": 0 }
              },
              "logging": { "applicationInsights": { "samplingSettings": { "isEnabled": true } } }
            }
            """);

        var told = Assert.Single(log.Lines, line => line.Level == LogLevel.Warning);
        Assert.Equal(
            "Not read here, though Azure may: host.json's extensions.durableTask.maxQueuePollingInterval, "
            + "extensions.http.hsts.isEnabled, extensions.queue.batchSize, functions.",
            told.Text);
    }

    [Fact]
    public async Task A_file_of_which_all_is_read_is_told_nothing_of()
    {
        await using var host = await Start(
            """{ "version": "2.0", "functionTimeout": "-1", "extensions": { "queues": { "batchSize": 32 } } }""");

        Assert.DoesNotContain(log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Log_levels_of_the_host_file_count_for_the_apps_own_categories_too()
    {
        await using var host = await Start("""
            {
              "version": "2.0",
              "logging": { "logLevel": { "default": "Warning", "Shop": "Debug", "Shop.Noise": "None" } }
            }
            """);
        var loggers = host.Loggers;

        bool[] enabled =
        [
            loggers.CreateLogger("Else").IsEnabled(LogLevel.Information),
            loggers.CreateLogger("Else").IsEnabled(LogLevel.Warning),
            loggers.CreateLogger("Shop.Orders").IsEnabled(LogLevel.Debug),
            loggers.CreateLogger("Shop.Noise").IsEnabled(LogLevel.Critical),
        ];

        Assert.Equal([false, true, true, false], enabled);
    }

    [Fact]
    public async Task Without_a_word_the_log_level_is_information()
    {
        await using var host = await Start("""{ "version": "2.0" }""");
        var log = host.Loggers.CreateLogger("Shop");

        Assert.True(log.IsEnabled(LogLevel.Information));
        Assert.False(log.IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public async Task A_function_that_takes_longer_than_the_function_timeout_is_cancelled_and_fails()
    {
        await using var host = await Start("""{ "version": "2.0", "functionTimeout": "00:00:01" }""");

        var answer = await host.Client.GetAsync("/api/Endless");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var told = Assert.Single(log.Lines, line => line is { Level: LogLevel.Error, Category: "Function" });
        Assert.StartsWith("Function Endless did not end, invocation ", told.Text);
        Assert.EndsWith("It was cancelled after 00:00:01, which is host.json's functionTimeout.", told.Text);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string Versioned(string rest) => """{ "version": "2.0", """ + rest[1..];

    private async Task<string> Refusal(string content, Type? functions = null) =>
        (await Assert.ThrowsAsync<StartException>(() => Start(content, functions))).Message;

    private async Task<FunctionsTestHost> Start(string content, Type? functions = null)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "host.json"), content);
        return await SampleApp.Start(
            options =>
            {
                options.ContentRoot = folder.FullName;
                options.Logging = logging => logging.AddProvider(log);
            },
            functions ?? typeof(SampleHttp));
    }
}

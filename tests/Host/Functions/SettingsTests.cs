using Microsoft.Extensions.Configuration;
using Serverless.Runtime;

namespace Serverless.Tests.Runtime;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-settings-");

    [Fact]
    public void Local_settings_stand_below_the_variables_of_the_environment()
    {
        Write("""
            {
              "IsEncrypted": false,
              // what only this machine has
              "Values": { "Plain": "file", "Nested__Name": "file", "PATH": "file" },
              "Host": { "LocalHttpPort": 7072 },
              "ConnectionStrings": { "Store": "text" }
            }
            """);

        var settings = Read();

        Assert.Equal("file", settings["Plain"]);
        Assert.Equal("file", settings["Nested:Name"]);
        Assert.NotEqual("file", settings["PATH"]);
        Assert.Equal("7072", settings["Host:LocalHttpPort"]);
        Assert.Equal("text", settings.GetConnectionString("Store"));
    }

    [Theory]
    [InlineData("""{ "IsEncrypted": true }""", "local.settings.json is encrypted")]
    [InlineData("""{ "Values": """, "local.settings.json is not valid JSON")]
    public void Local_settings_that_cannot_be_read_are_told(string content, string expected)
    {
        Write(content);

        var exception = Assert.Throws<StartException>(Read);

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("%Name%", "value")]
    [InlineData("a-%Name%-%Section:Part%", "a-value-deep")]
    [InlineData("%Section__Part%", "deep")]
    public void A_name_between_percent_signs_is_a_setting(string text, string expected)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Name"] = "value", ["Section:Part"] = "deep" }).Build();

        Assert.Equal(expected, SettingNames.Resolve(text, settings));
    }

    [Theory]
    [InlineData("orders", true)]
    [InlineData("abc", true)]
    [InlineData("a-1-b", true)]
    [InlineData("ab", false)]
    [InlineData("Orders", false)]
    [InlineData("or_ders", false)]
    [InlineData("-orders", false)]
    [InlineData("orders-", false)]
    [InlineData("or--ders", false)]
    [InlineData("a23456789b123456789c123456789d123456789e123456789f123456789g1234", false)]
    public void The_name_of_a_queue_is_what_azure_allows(string name, bool allowed)
    {
        if (allowed)
            Assert.Equal(name, QueueNames.Check(name));
        else
            Assert.Throws<StartException>(() => QueueNames.Check(name));
    }

    [Fact]
    public void Queues_have_the_documented_defaults()
    {
        var queues = HostSettings.From(new ConfigurationBuilder().Build()).Queues;

        Assert.Equal(16, queues.BatchSize);
        Assert.Equal(8, queues.NewBatchThreshold);
        Assert.Equal(TimeSpan.Zero, queues.VisibilityTimeout);
        Assert.Equal(5, queues.MaxDequeueCount);
        Assert.Equal(TimeSpan.FromMinutes(1), queues.MaxPollingInterval);
        Assert.Equal(Azure.Storage.Queues.QueueMessageEncoding.Base64, queues.MessageEncoding);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Write(string content) =>
        File.WriteAllText(Path.Combine(folder.FullName, "local.settings.json"), content);

    private ConfigurationManager Read()
    {
        var settings = new ConfigurationManager();
        ((IConfigurationBuilder)settings).AddEnvironmentVariables();
        SettingsFiles.AddTo(settings, folder.FullName, isTest: false);
        return settings;
    }
}

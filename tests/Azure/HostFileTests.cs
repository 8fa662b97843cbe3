using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Azure;

/// <summary>The two files that the Functions host reads: on a desk, and in the cloud.</summary>
public sealed class HostFileTests
{
    private static readonly JsonElement Desk = Checkout.ReadJson("functions/host.json");
    private static readonly JsonElement Cloud = Checkout.ReadJson("functions/host.azure.json");

    [Fact]
    public void The_cloud_differs_in_where_orchestrations_live_and_where_telemetry_goes()
    {
        var desk = JsonNode.Parse(Desk.GetRawText())!;
        var cloud = JsonNode.Parse(Cloud.GetRawText())!;
        foreach (var host in (JsonNode[])[desk, cloud])
        {
            host.AsObject().Remove("telemetryMode");
            var durable = host["extensions"]!["durableTask"]!.AsObject();
            durable.Remove("hubName");
            durable.Remove("storageProvider");
        }
        Assert.True(JsonNode.DeepEquals(desk, cloud), $"{desk}\n{cloud}");
    }

    [Fact]
    public void In_the_cloud_orchestrations_live_in_the_scheduler()
    {
        var durable = Durable(Cloud);
        Assert.Equal("%TASKHUB_NAME%", Text(durable, "hubName"));
        Assert.Equal("azureManaged", Text(durable.GetProperty("storageProvider"), "type"));
        Assert.Equal(
            "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
            Text(durable.GetProperty("storageProvider"), "connectionStringName"));
    }

    [Fact]
    public void On_a_desk_orchestrations_live_in_storage() =>
        Assert.Equal("AzureStorage", Text(Durable(Desk).GetProperty("storageProvider"), "type"));

    // By default what a killed host had taken is seen again after five minutes, and orders stand still so long. What is
    // worked on is renewed all the time; less than half a minute would end with a pause in a debugger.
    [Theory]
    [InlineData("controlQueueVisibilityTimeout")]
    [InlineData("workItemQueueVisibilityTimeout")]
    public void On_a_desk_orders_go_on_within_half_a_minute_after_a_kill(string setting) =>
        Assert.Equal("00:00:30", Text(Durable(Desk).GetProperty("storageProvider"), setting));

    [Fact]
    public void Microsofts_host_shows_no_page_of_its_own()
    {
        Assert.Equal("true", SettingFiles.Local["AzureWebJobsDisableHomepage"]);
        Assert.Equal("true", SettingFiles.Cloud["AzureWebJobsDisableHomepage"]);
    }

    [Fact]
    public void What_began_before_a_deployment_goes_on_and_what_is_newer_is_refused()
    {
        Assert.Equal("CurrentOrOlder", Text(Durable(Cloud), "versionMatchStrategy"));
        Assert.Equal("Reject", Text(Durable(Cloud), "versionFailureStrategy"));
        Assert.True(Version.TryParse(Text(Durable(Cloud), "defaultVersion"), out _));
    }

    [Fact]
    public void Routes_begin_alike_everywhere() =>
        Assert.Equal("api", Text(Cloud.GetProperty("extensions").GetProperty("http"), "routePrefix"));

    [Fact]
    public void A_failed_message_rests_as_long_on_either_kind_of_queue() =>
        Assert.Equal(
            BusBuild.Rest,
            TimeSpan.Parse(Text(Desk.GetProperty("extensions").GetProperty("queues"), "visibilityTimeout"),
                System.Globalization.CultureInfo.InvariantCulture));

    private static JsonElement Durable(JsonElement host) => host.GetProperty("extensions").GetProperty("durableTask");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

using System.Text.Json;

namespace Serverless.Tests.Azure;

/// <summary>What the app is made of, and what is added for the cloud, as MSBuild evaluates it.</summary>
public sealed class EvaluationTests
{
    private const string App = "functions/Serverless.Functions.csproj";
    private const string Cloud = "Cloud=true";

    private static readonly Dictionary<string, string[]> Genuine = new()
    {
        [App] =
        [
            "Azure.Monitor.OpenTelemetry.Exporter",
            "Microsoft.Azure.Functions.Worker",
            "Microsoft.Azure.Functions.Worker.Extensions.DurableTask",
            "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
            "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
            "Microsoft.Azure.Functions.Worker.Extensions.Timer",
            "Microsoft.Azure.Functions.Worker.Sdk",
        ],
        ["orchestrations/Serverless.Orchestrations.csproj"] =
        [
            "Microsoft.Azure.Functions.Worker",
            "Microsoft.Azure.Functions.Worker.Extensions.DurableTask",
        ],
        ["adapters/Serverless.Adapters.csproj"] = ["Azure.Messaging.ServiceBus"],
        ["commerce/Serverless.Commerce.csproj"] = [],
    };

    // Not every registry has them, and nothing that runs on a desk needs them.
    private static readonly string[] OnlyInTheCloud =
    [
        "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged",
        "Microsoft.Azure.Functions.Worker.Extensions.ServiceBus",
    ];

    public static TheoryData<string> Projects => [.. Genuine.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task A_build_stands_on_Microsofts_packages_and_on_none_of_the_two_for_the_cloud(string project)
    {
        var built = await Checkout.Evaluate(project);
        var packages = Names(built, "PackageReference");
        Assert.Empty(Genuine[project].Except(packages));
        Assert.Empty(packages.Intersect(OnlyInTheCloud));
        Assert.DoesNotContain(
            Names(built, "ProjectReference"), one => one.EndsWith("Runtime.csproj", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task The_cloud_adds_two_packages_and_three_files_to_the_app_and_nothing_else(string project)
    {
        var built = await Checkout.Evaluate(project);
        var cloud = await Checkout.Evaluate(project, Cloud);
        bool app = project == App;

        Assert.Equal(app ? OnlyInTheCloud : [], Added("PackageReference"));
        Assert.Equal(app ? BusTriggers() : [], Added("Compile"));
        foreach (string item in (string[])["PackageVersion", "ProjectReference", "None"]) Assert.Empty(Added(item));
        Assert.Equal($"{built.GetProperty("Properties")}", $"{cloud.GetProperty("Properties")}");

        IEnumerable<string> Added(string item)
        {
            Assert.Empty(Names(built, item).Except(Names(cloud, item)));
            return Names(cloud, item).Except(Names(built, item)).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_published_for_the_cloud_runs_on_the_scheduler_and_all_else_on_storage()
    {
        var desk = await Files();
        var cloud = await Files(Cloud);
        Assert.Equal(desk.Keys.Order(), cloud.Keys.Order());
        var different = desk.Keys.Where(name => $"{desk[name]}" != $"{cloud[name]}").Order(StringComparer.Ordinal);
        Assert.Equal(["host.azure.json", "host.json"], different);

        foreach (var files in (Dictionary<string, JsonElement>[])[desk, cloud])
        {
            Assert.Equal("PreserveNewest", Metadata(files["host.json"], "CopyToOutputDirectory"));
            Assert.Equal("", Metadata(files["host.azure.json"], "CopyToOutputDirectory"));
        }
        Assert.NotEqual("Never", Metadata(desk["host.json"], "CopyToPublishDirectory"));
        Assert.Equal("", Metadata(desk["host.azure.json"], "CopyToPublishDirectory"));
        Assert.Equal("Never", Metadata(cloud["host.json"], "CopyToPublishDirectory"));
        Assert.Equal("PreserveNewest", Metadata(cloud["host.azure.json"], "CopyToPublishDirectory"));
        Assert.Equal("host.json", Metadata(cloud["host.azure.json"], "Link"));
    }

    [Fact]
    public async Task Every_package_has_a_version_for_all_projects()
    {
        var versions = Names(await Checkout.Evaluate(App, Cloud), "PackageVersion");
        Assert.Empty(Genuine.Values.SelectMany(all => all).Concat(OnlyInTheCloud).Except(versions));
    }

    // It takes longer than the app itself.
    [Fact]
    public async Task What_only_Microsofts_host_reads_is_made_for_it_alone()
    {
        Assert.Equal("v4", Property(await Checkout.Evaluate(App), "AzureFunctionsVersion"));
        Assert.Equal("false", Property(await Checkout.Evaluate(App), "_FunctionsBuildEnabled"));
        Assert.Equal("false", Property(await Checkout.Evaluate(App, Cloud), "_FunctionsBuildEnabled"));
        foreach (string how in (string[])["_IsPublishing=true", "CoreTools=true"])
            Assert.NotEqual("false", Property(await Checkout.Evaluate(App, how), "_FunctionsBuildEnabled"));
    }

    private static string[] BusTriggers() =>
    [
        .. Checkout.Code("functions/Azure").Select(file => file["functions/".Length..])
            .Where(file => file.EndsWith("BusFunctions.cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private static async Task<Dictionary<string, JsonElement>> Files(params string[] properties) =>
        (await Checkout.Evaluate(App, properties)).GetProperty("Items").GetProperty("None").EnumerateArray()
            .ToDictionary(file => Metadata(file, "Identity"));

    private static string Property(JsonElement evaluated, string name) =>
        evaluated.GetProperty("Properties").GetProperty(name).GetString()!;

    private static string[] Names(JsonElement evaluated, string item) =>
        [.. evaluated.GetProperty("Items").GetProperty(item).EnumerateArray().Select(one => Metadata(one, "Identity"))];

    private static string Metadata(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? value.GetString()!.Replace('\\', '/') : "";
}

using System.Text.Json;

namespace Serverless.Tests.Azure;

/// <summary>What each build is made of, as MSBuild evaluates it.</summary>
public sealed class EvaluationTests
{
    private static readonly Dictionary<string, string[]> Genuine = new()
    {
        ["functions/Serverless.Functions.csproj"] =
        [
            "Azure.Monitor.OpenTelemetry.Exporter",
            "Microsoft.Azure.Functions.Worker",
            "Microsoft.Azure.Functions.Worker.Extensions.DurableTask",
            "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged",
            "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
            "Microsoft.Azure.Functions.Worker.Extensions.ServiceBus",
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

    public static TheoryData<string> Projects => [.. Genuine.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task The_Azure_build_adds_these_packages_and_drops_the_runtime(string project)
    {
        var embedded = await Checkout.Evaluate(project, "Embedded");
        var azure = await Checkout.Evaluate(project, "Azure");

        var before = Names(embedded, "PackageReference");
        Assert.Empty(before.Intersect(Genuine.Values.SelectMany(all => all)));
        Assert.Equal(
            Genuine[project].Order(StringComparer.Ordinal),
            Names(azure, "PackageReference").Except(before).Order(StringComparer.Ordinal));
        Assert.Empty(before.Except(Names(azure, "PackageReference")));
        Assert.DoesNotContain(Names(azure, "ProjectReference"), IsRuntime);
    }

    [Theory]
    [InlineData("functions/Serverless.Functions.csproj")]
    [InlineData("orchestrations/Serverless.Orchestrations.csproj")]
    public async Task The_embedded_build_stands_on_the_runtime(string project) =>
        Assert.Contains(Names(await Checkout.Evaluate(project, "Embedded"), "ProjectReference"), IsRuntime);

    [Fact]
    public async Task Every_package_has_a_version_for_all_projects()
    {
        var azure = await Checkout.Evaluate("functions/Serverless.Functions.csproj", "Azure");
        Assert.Empty(Genuine.Values.SelectMany(all => all).Except(Names(azure, "PackageVersion")));
    }

    [Fact]
    public async Task Each_build_keeps_to_its_own_folders_and_files()
    {
        var embedded = await Checkout.Evaluate("functions/Serverless.Functions.csproj", "Embedded");
        var azure = await Checkout.Evaluate("functions/Serverless.Functions.csproj", "Azure");

        Assert.Equal("", Property(embedded, "AzureFunctionsVersion"));
        Assert.Equal("v4", Property(azure, "AzureFunctionsVersion"));
        Assert.Equal("obj/azure/", Property(azure, "BaseIntermediateOutputPath"));
        Assert.StartsWith("bin/azure/", Property(azure, "OutputPath").Replace('\\', '/'), StringComparison.Ordinal);
        Assert.StartsWith("bin/Debug/", Property(embedded, "OutputPath").Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains("AZURE", Property(azure, "DefineConstants").Split(';'));
        Assert.DoesNotContain("AZURE", Property(embedded, "DefineConstants").Split(';'));
        Assert.DoesNotContain(Names(azure, "Compile"), file => file.StartsWith("obj/", StringComparison.Ordinal));
        Assert.Equal(
            Checkout.Code("functions/Azure").Select(file => file["functions/".Length..]).Order(StringComparer.Ordinal),
            Names(azure, "Compile").Except(Names(embedded, "Compile")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_Service_Bus_adapter_is_in_the_Azure_build_alone()
    {
        var embedded = await Checkout.Evaluate("adapters/Serverless.Adapters.csproj", "Embedded");
        var azure = await Checkout.Evaluate("adapters/Serverless.Adapters.csproj", "Azure");
        Assert.Equal(
            ["Messages/ServiceBusConnection.cs", "Messages/ServiceBusMessages.cs"],
            Names(azure, "Compile").Except(Names(embedded, "Compile")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_published_runs_on_the_scheduler_and_what_is_built_on_storage()
    {
        var files = (await Checkout.Evaluate("functions/Serverless.Functions.csproj", "Azure"))
            .GetProperty("Items").GetProperty("None").EnumerateArray().ToDictionary(file => Metadata(file, "Identity"));

        Assert.Equal("PreserveNewest", Metadata(files["host.json"], "CopyToOutputDirectory"));
        Assert.Equal("Never", Metadata(files["host.json"], "CopyToPublishDirectory"));
        Assert.Equal("", Metadata(files["host.azure.json"], "CopyToOutputDirectory"));
        Assert.Equal("PreserveNewest", Metadata(files["host.azure.json"], "CopyToPublishDirectory"));
        Assert.Equal("host.json", Metadata(files["host.azure.json"], "Link"));
    }

    private static bool IsRuntime(string reference) =>
        reference.EndsWith("Serverless.Runtime.csproj", StringComparison.Ordinal);

    private static string Property(JsonElement evaluated, string name) =>
        evaluated.GetProperty("Properties").GetProperty(name).GetString()!;

    private static string[] Names(JsonElement evaluated, string item) =>
        [.. evaluated.GetProperty("Items").GetProperty(item).EnumerateArray().Select(one => Metadata(one, "Identity"))];

    private static string Metadata(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? value.GetString()!.Replace('\\', '/') : "";
}

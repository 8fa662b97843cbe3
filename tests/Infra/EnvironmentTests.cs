using System.Text.RegularExpressions;
using Serverless.Dev;

namespace Serverless.Tests.Infra;

/// <summary>What every environment keeps, checked on what would be deployed.</summary>
public sealed partial class EnvironmentTests
{
    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task Nothing_that_was_promised_is_broken(string environment) =>
        Assert.Empty(Promises.Broken(await Environments.Of(environment)));

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task Every_setting_that_is_read_is_set_and_every_one_that_is_set_is_read(string environment) =>
        Assert.Empty(Settings.Differences(await Environments.Of(environment), Settings.Read(Environments.Root)));

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task Each_secret_is_asked_of_the_vault_by_a_name_of_its_own(string environment)
    {
        var secrets = Settings.Of(await Environments.Of(environment))
            .Where(one => one.Value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal)).ToList();
        Assert.Equal(13, secrets.Count);
        Assert.Equal(secrets.Count, secrets.Select(one => one.Value).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task The_bus_has_exactly_the_queues_that_functions_listen_to(string environment)
    {
        var resources = await Environments.Of(environment);
        var queues = resources.Where(one => one.Type == "Microsoft.ServiceBus/namespaces/queues").ToList();
        var names = queues.Select(one => one.Name.Split('/')[^1]);
        Assert.Equal(Sources(QueueName()).Order(), names.Order());
        Assert.All(queues, queue => Assert.True(queue.At("properties.requiresDuplicateDetection").GetBoolean()));
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task Every_container_that_the_app_keeps_files_in_is_there_before_the_first_file(string environment)
    {
        var resources = await Environments.Of(environment);
        var names = resources.Where(one => one.Type == "Microsoft.Storage/storageAccounts/blobServices/containers")
            .Select(one => one.Name.Split('/')[^1]).Except(["releases"]);
        Assert.Equal(Sources(ContainerName()).Order(), names.Order());
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task Only_functions_that_exist_are_switched_off(string environment)
    {
        var known = Sources(FunctionName()).ToHashSet();
        var off = Settings.Of(await Environments.Of(environment)).Keys
            .Select(name => Disabled().Match(name)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value);
        Assert.All(off, name => Assert.Contains(name, known));
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task One_address_leads_to_the_functions_and_to_the_site(string environment)
    {
        var resources = await Environments.Of(environment);
        var routes = resources.Where(one => one.Type == "Microsoft.Cdn/profiles/afdEndpoints/routes")
            .ToDictionary(one => one.At("properties.patternsToMatch")[0].GetString()!,
                one => one.At("properties.originGroup.id").GetString()!.Split('/')[^1]);
        Assert.Equal(2, routes.Count);
        Assert.Equal("functions", routes["/api/*"]);
        Assert.Equal("site", routes["/*"]);
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task Keys_of_persons_are_gone_from_backups_within_thirty_days(string environment)
    {
        var resources = await Environments.Of(environment);
        var account = Assert.Single(
            resources, one => one.Type.EndsWith("/containers", Plain) && one.Name.EndsWith("/backup-keys", Plain))
            .Name.Split('/')[0];
        var rules = Assert.Single(
            resources, one => one.Type.EndsWith("/managementPolicies", Plain) && one.Name.StartsWith(account, Plain))
            .At("properties.policy.rules").EnumerateArray().ToList();
        var days = rules.Single().GetProperty("definition").GetProperty("actions").GetProperty("baseBlob")
            .GetProperty("delete").GetProperty("daysAfterCreationGreaterThan").GetInt32();
        Assert.InRange(days, 1, 28);
        var bin = Assert.Single(
            resources, one => one.Type.EndsWith("/blobServices", Plain) && one.Name.StartsWith(account, Plain));
        Assert.False(bin.At("properties.deleteRetentionPolicy.enabled").GetBoolean());
        Assert.False(bin.At("properties.isVersioningEnabled").GetBoolean());
        Assert.DoesNotContain(
            resources, one => one.Type.EndsWith("/immutabilityPolicies", Plain) && one.Name.StartsWith(account, Plain));
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public async Task The_app_adds_to_its_backups_and_deletes_none(string environment)
    {
        var resources = await Environments.Of(environment);
        var role = Assert.Single(resources, one => one.Type == "Microsoft.Authorization/roleDefinitions");
        var may = role.At("properties.permissions")[0].GetProperty("dataActions").EnumerateArray()
            .Select(action => action.GetString()!.Split("/blobs/")[^1]);
        Assert.Equal(["read", "write", "add/action"], may);
        var roles = resources.Where(one => one.Type == "Microsoft.Authorization/roleAssignments"
            && one.Id.Contains("backups/providers", Plain)).ToList();
        Assert.EndsWith(role.Name, Assert.Single(roles).At("properties.roleDefinitionId").GetString(), Plain);
        Assert.Equal(2, resources.Count(one => one.Type.EndsWith("/immutabilityPolicies", Plain)));
    }

    [Fact]
    public async Task Production_turns_attacks_away_and_keeps_instances_warm()
    {
        var resources = await Environments.Of("prod");
        var firewall = resources.Single(
            one => one.Type == "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies");
        Assert.Equal("Prevention", firewall.At("properties.policySettings.mode").GetString());
        var ready = resources.Single(one => one.Type == "Microsoft.Web/sites")
            .At("properties.functionAppConfig.scaleAndConcurrency.alwaysReady").EnumerateArray()
            .Select(group => group.GetProperty("name").GetString());
        Assert.Equal(["http", "durable"], ready);
    }

    [Fact]
    public async Task A_domain_of_the_shop_is_served_and_guarded_as_its_own_address_is()
    {
        using var copy = new BrokenCopy().With("prod.bicepparam", "param domain = ''", "param domain = 'shop.example'");
        var rendering = await Rendering.Of(copy.Folder, "prod");
        Assert.Empty(rendering.Findings);
        Assert.Empty(Promises.Broken(rendering.Resources));
        Assert.Equal("https://shop.example", Settings.Of(rendering.Resources)["SiteUrl"]);
        var domain = Assert.Single(rendering.Resources, one => one.Type == "Microsoft.Cdn/profiles/customDomains").Id;
        var guarded = rendering.Resources.Single(one => one.Type == "Microsoft.Cdn/profiles/securityPolicies")
            .At("properties.parameters.associations")[0].GetProperty("domains").ToString();
        Assert.Contains(domain, guarded, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_operating_guide_names_every_secret_and_every_alert()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Environments.Root, "docs", "operate.md"));
        var resources = await Environments.Of("prod");
        var secrets = Settings.Of(resources).Values
            .Select(value => VaultName().Match(value)).Where(match => match.Success)
            .Select(match => $"`{match.Groups[1].Value}`");
        var prefix = resources.Single(one => one.Type == "Microsoft.Insights/actionGroups").Name[..^"people".Length];
        var alerts = resources
            .Where(one => one.Type is "Microsoft.Insights/scheduledQueryRules" or "Microsoft.Insights/metricAlerts")
            .Select(one => $"| {one.Name[prefix.Length..]} |");
        string[] named = [.. secrets, .. alerts];
        Assert.Equal(27, named.Length);
        Assert.All(named, name => Assert.Contains(name, guide, StringComparison.Ordinal));
    }

    [Fact]
    public void A_preview_version_stands_under_its_reason()
    {
        foreach (var file in Directory.EnumerateFiles(Environments.Folder, "*.bicep", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(file);
            var reasoned = false;
            foreach (var line in lines)
            {
                if (line.StartsWith("// Preview: ", StringComparison.Ordinal)) reasoned = true;
                if (line.Contains("-preview'", StringComparison.Ordinal))
                    Assert.True(reasoned, $"{Path.GetFileName(file)}: no '// Preview: …' above {line}");
            }
        }
    }

    [Fact]
    public async Task Alerts_look_for_words_that_the_app_says()
    {
        var code = string.Concat(Files().Select(File.ReadAllText));
        var queries = (await Environments.Of("prod"))
            .Where(one => one.Type == "Microsoft.Insights/scheduledQueryRules")
            .Select(one => one.At("properties.criteria.allOf")[0].GetProperty("query").GetString()!).ToList();
        Assert.All(queries.SelectMany(query => Said().Matches(query)),
            match => Assert.Contains(match.Groups[1].Value, code, StringComparison.Ordinal));
        Assert.Contains(queries, query => query.Contains("needs a person at", StringComparison.Ordinal));
    }

    private const StringComparison Plain = StringComparison.Ordinal;

    private static readonly string[] Folders = ["functions", "commerce", "adapters"];

    private static IEnumerable<string> Sources(Regex name) => Files()
        .SelectMany(file => name.Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct();

    private static IEnumerable<string> Files() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(Environments.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex("const string Queue = \"([a-z-]+)\"")]
    private static partial Regex QueueName();

    [GeneratedRegex("(?:GetBlobContainerClient\\(|const string \\w+Container = )\"([a-z-]+)\"")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"\[Function\(""(\w+)""\)\]")]
    private static partial Regex FunctionName();

    [GeneratedRegex("^AzureWebJobs_(.+)_Disabled$")]
    private static partial Regex Disabled();

    [GeneratedRegex(@"\.vaultUri, '([\w-]+)'")]
    private static partial Regex VaultName();

    [GeneratedRegex("message has '([^']+)'")]
    private static partial Regex Said();
}

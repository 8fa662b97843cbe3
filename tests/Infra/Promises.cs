using System.Text.Json;
using Serverless.Dev;

namespace Serverless.Tests.Infra;

/// <summary>What the infrastructure promises; each check names every resource that breaks it.</summary>
internal static class Promises
{
    // By type, what must stand where. What is not listed here must be known below as having nothing to promise.
    private static readonly (string Type, string Path, string Value)[] Values =
    [
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2"),
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "True"),
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "False"),
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "False"),
        ("Microsoft.Storage/storageAccounts/blobServices/containers", "properties.publicAccess", "None"),
        ("Microsoft.ServiceBus/namespaces", "properties.minimumTlsVersion", "1.2"),
        ("Microsoft.ServiceBus/namespaces", "properties.disableLocalAuth", "True"),
        ("Microsoft.Search/searchServices", "properties.disableLocalAuth", "True"),
        ("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "True"),
        ("Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", "True"),
        ("Microsoft.Insights/components", "properties.DisableLocalAuth", "True"),
        ("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "True"),
        ("Microsoft.Web/sites", "properties.httpsOnly", "True"),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "properties.siteConfig.ftpsState", "Disabled"),
        ("Microsoft.Web/sites", "properties.siteConfig.ipSecurityRestrictionsDefaultAction", "Deny"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "False"),
        ("Microsoft.Cdn/profiles/customDomains", "properties.tlsSettings.minimumTlsVersion", "TLS12"),
        ("Microsoft.Cdn/profiles/afdEndpoints/routes", "properties.httpsRedirect", "Enabled"),
        ("Microsoft.Cdn/profiles/afdEndpoints/routes", "properties.forwardingProtocol", "HttpsOnly"),
    ];

    // Settings of these resources, parts of others, or what itself is about watching: they have no logs of their own.
    private static readonly string[] Silent =
    [
        "Microsoft.Authorization/roleAssignments", "Microsoft.Authorization/roleDefinitions",
        "Microsoft.Consumption/budgets", "Microsoft.Insights/actionGroups",
        "Microsoft.Insights/components", "Microsoft.Insights/diagnosticSettings", "Microsoft.Insights/metricAlerts",
        "Microsoft.Insights/scheduledQueryRules", "Microsoft.ManagedIdentity/userAssignedIdentities",
        "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies",
    ];

    public static IEnumerable<string> Broken(IReadOnlyList<Resource> resources) =>
        [.. Closed(resources), .. Watched(resources), .. Scoped(resources), .. SecretsElsewhere(resources)];

    private static IEnumerable<string> Closed(IReadOnlyList<Resource> resources) =>
        from resource in resources
        from promise in Values
        where promise.Type == resource.Type
        let found = resource.At(promise.Path)
        where found.ValueKind == JsonValueKind.Undefined || found.ToString() != promise.Value
        select $"{resource.Name}: {promise.Path} is '{found}' instead of '{promise.Value}'";

    private static IEnumerable<string> Watched(IReadOnlyList<Resource> resources) =>
        from resource in resources
        where !Silent.Contains(resource.Type) && NeedsLogs(resource)
        where !resources.Any(one => one.Type == "Microsoft.Insights/diagnosticSettings"
            && one.Id.StartsWith(resource.Id + "/providers/Microsoft.Insights/", StringComparison.Ordinal)
            && one.At("properties.workspaceId").ToString().Contains("/workspaces/", StringComparison.Ordinal))
        select $"{resource.Name} ({resource.Type}): no diagnostic settings";

    // Parts report with their whole, except that storage keeps logs by its services.
    private static bool NeedsLogs(Resource resource) =>
        resource.Type.Count(letter => letter == '/') == 1
        || (resource.Type.StartsWith("Microsoft.Storage/", StringComparison.Ordinal)
            && resource.Type.EndsWith("Services", StringComparison.Ordinal));

    private static IEnumerable<string> Scoped(IReadOnlyList<Resource> resources) =>
        from role in resources
        where role.Type == "Microsoft.Authorization/roleAssignments"
        let scope = role.Id[..role.Id.LastIndexOf("/providers/Microsoft.Authorization/", StringComparison.Ordinal)]
        where !resources.Any(one => one.Id == scope)
        select $"{role.Name}: a role on '{scope}', which is more than one resource";

    private static IEnumerable<string> SecretsElsewhere(IReadOnlyList<Resource> resources) =>
        from name in Settings.Of(resources)
        where Settings.IsSecret(name.Key)
            && !name.Value.Contains("@Microsoft.KeyVault(SecretUri=", StringComparison.Ordinal)
        select $"{name.Key}: a secret that does not come from the Key Vault";
}

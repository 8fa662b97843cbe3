using Serverless.Dev;

namespace Serverless.Tests.Infra;

/// <summary>Each mistake is found before anything is deployed, and named.</summary>
public sealed class BrokenCopyTests
{
    [Fact]
    public async Task A_missing_parameter_is_named()
    {
        using var copy = new BrokenCopy().With("dev.bicepparam", "param storageSku = 'Standard_LRS'\n", "");
        Assert.Contains((await Rendering.Of(copy.Folder, "dev")).Findings, Names("storageSku"));
    }

    [Fact]
    public async Task A_region_that_does_not_exist_is_named()
    {
        using var copy = new BrokenCopy().With("prod.bicepparam", "'southeastasia'", "'southeastatlantis'");
        Assert.Contains((await Rendering.Of(copy.Folder, "prod")).Findings, Names("southeastatlantis"));
    }

    [Theory]
    [InlineData("Loyalty__Address: set and read by nobody")]
    [InlineData("NinjaVan__Land: set and read by nobody")]
    [InlineData("NinjaVan__Country: read by the sources and not set")]
    public async Task A_setting_that_is_missing_or_that_nobody_reads_is_named(string says) =>
        Assert.Contains(says, Settings.Differences(await Broken.Value, Settings.Read(Environments.Root)));

    [Theory]
    [InlineData("properties.allowSharedKeyAccess is 'True'")]
    [InlineData("properties.publicAccess is 'Blob'")]
    [InlineData("properties.minimumTlsVersion is '1.0'")]
    [InlineData("(Microsoft.KeyVault/vaults): no diagnostic settings")]
    [InlineData("which is more than one resource")]
    [InlineData("Smtp__Password: a secret that does not come from the Key Vault")]
    public async Task A_broken_promise_is_named(string says) =>
        Assert.Contains(Promises.Broken(await Broken.Value), Names(says));

    // All of these compile; each is found by its own check, so that one copy can hold them all.
    private static readonly Lazy<Task<IReadOnlyList<Resource>>> Broken = new(async () =>
    {
        using var copy = new BrokenCopy()
            .With("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true")
            .With("modules/storage.bicep", "publicAccess: 'None'", "publicAccess: 'Blob'")
            .With("modules/messages.bicep", "minimumTlsVersion: '1.2'", "minimumTlsVersion: '1.0'")
            .With("modules/messages.bicep", "scope: bus\n    name: guid", "scope: resourceGroup()\n    name: guid")
            .With("modules/vault.bicep", "scope: vault\n  name: 'to-logs'", "scope: resourceGroup()\n  name: 'to-logs'")
            .With("modules/settings.bicep", "secret(vaultUri, 'Smtp-Password')", "'written down'")
            .With("modules/settings.bicep", "NinjaVan__Country:", "NinjaVan__Land:")
            .With("modules/settings.bicep", "  SiteUrl: siteUrl", "  SiteUrl: siteUrl\n  Loyalty__Address: 'x'");
        var rendering = await Rendering.Of(copy.Folder, "dev");
        Assert.NotEmpty(rendering.Resources);
        return rendering.Resources;
    });

    private static Predicate<string> Names(string text) => one => one.Contains(text, StringComparison.Ordinal);
}

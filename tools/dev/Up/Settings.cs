namespace Serverless.Dev;

/// <summary>The settings that the apps run with, as environment variables.</summary>
internal static class Settings
{
    public static Dictionary<string, string> OfFunctions(Home home, Ports ports, Secrets secrets) => new()
    {
        ["AzureWebJobsStorage"] = ports.StorageConnection,
        ["Backups"] = ports.VaultConnection,
        ["Backups__Shop"] = "likha",
        ["FUNCTIONS_PORT"] = $"{ports.Functions}",
        ["Runtime__DurableFile"] = home.Durable,
        ["SetupSecret"] = secrets.SetupSecret,
        ["TokenKey"] = secrets.TokenKey,
        ["ProfileKey"] = secrets.ProfileKey,
        ["SiteUrl"] = ports.SiteUrl,
        ["Stripe__SecretKey"] = secrets.StripeSecretKey,
        ["Stripe__WebhookSecret"] = secrets.StripeWebhookSecret,
        ["Stripe__PublishableKey"] = secrets.StripePublishableKey,
        ["Stripe__ApiBase"] = ports.SandboxUrl,
        ["Stripe__ScriptUrl"] = $"{ports.SandboxUrl}/v3/",
        ["NinjaVan__BaseUrl"] = $"{ports.SandboxUrl}/ninjavan",
        ["NinjaVan__ClientId"] = secrets.NinjaVanClientId,
        ["NinjaVan__ClientSecret"] = secrets.NinjaVanClientSecret,
        ["NinjaVan__Country"] = "PH",
        ["NinjaVan__Tiers"] = string.Join(
            ';', File.ReadLines(Checkout.Path("tools", "dev", "Demo", "ninja-van-tiers.txt"))),
        ["Broker__BaseUrl"] = $"{ports.SandboxUrl}/broker",
        ["Broker__ApiKey"] = secrets.BrokerApiKey,
        ["Broker__WebhookSecret"] = secrets.BrokerWebhookSecret,
        ["Ecb__BaseUrl"] = $"{ports.SandboxUrl}/ecb",
        ["Smtp__Host"] = "127.0.0.1",
        ["Smtp__Port"] = $"{ports.Smtp}",
        ["Smtp__From"] = "orders@likha.example",
        ["DOTNET_gcServer"] = "0",
    };

    public static Dictionary<string, string> OfSandbox(Home home, Ports ports, Secrets secrets) => new()
    {
        ["Sandbox__Port"] = $"{ports.Sandbox}",
        ["Sandbox__SmtpPort"] = $"{ports.Smtp}",
        ["Sandbox__FunctionsUrl"] = ports.FunctionsUrl,
        ["Sandbox__StaffKey"] = secrets.RobotKey,
        ["Sandbox__StripeSecretKey"] = secrets.StripeSecretKey,
        ["Sandbox__StripePublishableKey"] = secrets.StripePublishableKey,
        ["Sandbox__StripeWebhookSecret"] = secrets.StripeWebhookSecret,
        ["Sandbox__NinjaVanClientId"] = secrets.NinjaVanClientId,
        ["Sandbox__NinjaVanClientSecret"] = secrets.NinjaVanClientSecret,
        ["Sandbox__BrokerApiKey"] = secrets.BrokerApiKey,
        ["Sandbox__BrokerWebhookSecret"] = secrets.BrokerWebhookSecret,
        ["Sandbox__File"] = home.Sandbox,
        ["Sandbox__PublicUrl"] = ports.SandboxUrl,
    };
}

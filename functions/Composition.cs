using System.Globalization;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What the app is made of.</summary>
public static class Composition
{
    /// <summary>The shop's own parts.</summary>
    public static IServiceCollection AddShop(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            // One version for all that a function does; what outlives a call asks for the present one each time.
            .AddScoped(all => all.GetRequiredService<Policies>().Now.Offering(
                all.GetRequiredService<ICarrier>().Methods))
            .AddSingleton(CustomsBook.Default)
            .AddSingleton(Settings.From(configuration))
            .AddScoped<Letters>().AddSingleton<Expectations>().AddScoped<Replenishment>()
            .AddScoped<Borders>().AddScoped<Estimates>()
            .AddSingleton<Tokens>().AddSingleton<Mailboxes>().AddSingleton<CustomerDoor>().AddSingleton<SenderBudgets>()
            .AddSingleton<Coupons>()
            .AddSingleton<Sources>().AddSingleton<CatalogAnswers>().AddScoped<CartViews>().AddScoped<CourierQuotes>()
            .AddSingleton<SettingsViews>()
            .AddSingleton<OrderViews>().AddSingleton<AddedStock>().AddScoped<CorrectionBases>()
            .AddSingleton<Departures>()
            .AddSingleton<ReturnViews>().AddScoped<Replacements>().AddCustomers(configuration)
            .AddSingleton<Books>().AddSingleton<OutsideNews>().AddSingleton<Refunds>().AddSingleton<StockNews>()
            .AddSingleton<StockCounts>()
            .AddStaff(configuration);
    }

    /// <summary>Records, lists, journal, catalog and queues in one storage account.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        // Made once they are asked for: what is registered as the wire takes their requests.
        services.AddSingleton(all => StorageClients.From(
            configuration, all.GetRequiredService<StorageCalls>(), all.GetService<HttpPipelineTransport>()));
        static BlobContainerClient Container(IServiceProvider all) =>
            all.GetRequiredService<StorageClients>().Blobs.GetBlobContainerClient(ShopFiles.CatalogContainer);
        var kinds = new RecordKinds()
            .Add(PurchaseKinds.Suppliers).Add(PurchaseKinds.Orders).Add(PurchaseKinds.Demands)
            .Add(ProductFunctions.Products).Add(Kinds.Carts).Add(Kinds.Stocks).Add(Kinds.DriftChecks)
            .Add(Kinds.Orders).Add(Kinds.Returns).Add(Kinds.Series).AddCustomers().AddPrivacy()
            .Add(Policies.Kind).Add(RateSheets.Kind).Add(Kinds.Clearances).Add(Coupons.Kind).Add(Coupons.Holders)
            .Add(OrderSearch.Kind).AddStaff();
        return services
            .AddSingleton<StorageCalls>().AddSingleton(all => all.GetRequiredService<StorageClients>().Tables)
            .AddSingleton(all => all.GetRequiredService<StorageClients>().Queues)
            .AddSingleton<PrivateFiles>().AddSingleton<ReturnPhotos>().AddSingleton<CustomsFiles>()
            .AddSingleton<CreditNotes>().AddSingleton<Waybills>().AddSingleton<Logos>()
            .AddSingleton(new TextSeal(Settings.Need(configuration, "ProfileKey")))
            .AddSingleton(kinds).AddSingleton<RecordSeal>().AddSingleton<TableStore>().AddSingleton<Policies>()
            .AddSingleton<OrderSearch>()
            .AddSingleton(all => new Journal(
                all.GetRequiredService<TableServiceClient>(), () => all.GetRequiredService<Policies>().Now.Seller,
                all.GetRequiredService<KnownEntries>()))
            .AddBackups(configuration)
            .AddSingleton<IMessages, QueueMessages>().AddSingleton<Poison>().AddSingleton<RateSheets>()
            .AddSingleton(all => new CatalogBlobs(
                Container(all), all.GetRequiredService<TimeProvider>(),
                all.GetRequiredService<ILogger<CatalogBlobs>>()))
            .AddSingleton(all => new SkuBlob<Availability>(
                Container(all), "availability", all.GetRequiredService<TimeProvider>(),
                all.GetRequiredService<ILogger<SkuBlob<Availability>>>()))
            .AddSingleton(all => new SkuBlob<StockGlance>(
                Container(all), "shelves", all.GetRequiredService<TimeProvider>(),
                all.GetRequiredService<ILogger<SkuBlob<StockGlance>>>()));
    }

    /// <summary>Who is not ours: payment provider, carrier, customs broker, central bank, mail.</summary>
    public static IServiceCollection AddGateways(this IServiceCollection services, IConfiguration configuration)
    {
        return services
            .AddSingleton(Stripe(configuration)).AddSingleton<IPayments, StripePayments>()
            .AddSingleton(NinjaVan(configuration)).AddSingleton<ICarrier, NinjaVanCarrier>()
            .AddSingleton(Broker(configuration)).AddSingleton<ICustomsBroker, HttpBroker>()
            .AddSingleton(Ecb(configuration)).AddSingleton<IRates, EcbRates>()
            .AddSingleton(Smtp(configuration)).AddSingleton<IMail, SmtpMail>();
    }

    private static StripeOptions Stripe(IConfiguration configuration) => new(
        Settings.Need(configuration, "Stripe:SecretKey"), Settings.Need(configuration, "Stripe:WebhookSecret"),
        Settings.Need(configuration, "Stripe:PublishableKey"),
        configuration["Stripe:ApiBase"] ?? "https://api.stripe.com",
        configuration["Stripe:ScriptUrl"] ?? "https://js.stripe.com/v3/");

    private static NinjaVanOptions NinjaVan(IConfiguration configuration) => new(
        configuration["NinjaVan:BaseUrl"] ?? "https://api.ninjavan.co",
        Settings.Need(configuration, "NinjaVan:Country").ToLowerInvariant(),
        Settings.Need(configuration, "NinjaVan:ClientId"), Settings.Need(configuration, "NinjaVan:ClientSecret"))
    {
        Tiers = NinjaVanTiers.Parse(configuration["NinjaVan:Tiers"]),
    };

    private static BrokerOptions Broker(IConfiguration configuration) => new(
        Settings.Need(configuration, "Broker:BaseUrl").TrimEnd('/'), Settings.Need(configuration, "Broker:ApiKey"),
        Settings.Need(configuration, "Broker:WebhookSecret"));

    private static EcbOptions Ecb(IConfiguration configuration) =>
        new(configuration["Ecb:BaseUrl"] ?? "https://www.ecb.europa.eu");

    private static SmtpOptions Smtp(IConfiguration configuration) => new(
        Settings.Need(configuration, "Smtp:Host"),
        int.Parse(Settings.Need(configuration, "Smtp:Port"), CultureInfo.InvariantCulture),
        Settings.Need(configuration, "Smtp:From"), configuration["Smtp:User"], configuration["Smtp:Password"]);
}

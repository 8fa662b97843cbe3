using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>What the app is made of where customers are concerned.</summary>
public static class CustomerParts
{
    public static IServiceCollection AddCustomers(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton<Persons>().AddSingleton<PersonRecords>().AddScoped<PersonExport>()
            .AddScoped<LeakedRecords>().AddScoped<BreachViews>().AddScoped<BreachNotice>()
            .AddScoped<BreachLetter>()
            .AddScoped<CustomerViews>().AddScoped<ValueViews>()
            .AddScoped<Points>().AddScoped<PointsMail>().AddSingleton<Baskets>()
            .AddSingleton(all => new RecommendationBlob(
                all.GetRequiredService<StorageClients>().Blobs.GetBlobContainerClient(ShopFiles.CatalogContainer),
                all.GetRequiredService<TimeProvider>(),
                all.GetRequiredService<ILogger<RecommendationBlob>>()));
}

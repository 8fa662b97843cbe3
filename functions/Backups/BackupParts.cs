using System.Globalization;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>What backups are made with, and what a restored shop is opened with.</summary>
public static class BackupParts
{
    public static IServiceCollection AddBackups(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(all => Vault.From(configuration, all.GetService<HttpPipelineTransport>()))
            .AddSingleton<ErasureList>().AddSingleton<BackupExport>()
            .AddSingleton(new BackupOwner(Settings.Need(configuration, "Backups:Shop"))).AddSingleton<Backups>()
            .AddSingleton(KeptFor(configuration))
            .AddSingleton(all => RestoreMarks.From(configuration, all.GetService<HttpPipelineTransport>()))
            .AddSingleton<KnownEntries>().AddSingleton<ShopGate>()
            .AddSingleton<Restore>().AddSingleton<Reviver>()
            .AddScoped<RetentionFunctions>().AddScoped<DriftFunctions>();

    private static BackupRetention KeptFor(IConfiguration configuration) => new(
        Number(configuration["Backups:Days"], BackupRetention.Usual.Days),
        Number(configuration["Backups:Months"], BackupRetention.Usual.Months));

    private static int Number(string? text, int usual) => string.IsNullOrEmpty(text)
        ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new InvalidOperationException(
                $"The settings Backups__Days and Backups__Months are numbers above zero, and not '{text}'.");
}

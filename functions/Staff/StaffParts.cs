using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>What the app is made of where staff are concerned.</summary>
public static class StaffParts
{
    public static IServiceCollection AddStaff(
        this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<RosterLook>().AddSingleton<AccessLook>().AddSingleton<StaffTokens>().AddSingleton<StaffDoor>()
        .AddSingleton<Passwords>().AddSingleton<Brakes>().AddSingleton<StaffDesk>()
        .AddSingleton(all => new PasskeyChecks(all.GetRequiredService<Settings>().SiteUrl))
        .AddSingleton<Passkeys>().AddSingleton<StaffWarning>()
        .AddIssuers(configuration)
        .AddSingleton<AuditTrail>().AddSingleton<Audit>().AddSingleton<Timelines>();

    private static IServiceCollection AddIssuers(this IServiceCollection services, IConfiguration configuration)
    {
        // At once, so that an app whose settings are wrong does not start.
        var known = OidcSettings.From(configuration);
        return services
            .AddSingleton(all => new OidcIssuers(known, all.GetRequiredService<TimeProvider>()))
            .AddSingleton<LoginCookie>().AddSingleton<LoginDesk>();
    }
}

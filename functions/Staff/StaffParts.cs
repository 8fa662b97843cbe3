using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>What the app is made of where staff are concerned.</summary>
public static class StaffParts
{
    public static IServiceCollection AddStaff(this IServiceCollection services) => services
        .AddSingleton<RosterLook>().AddSingleton<AccessLook>().AddSingleton<StaffTokens>().AddSingleton<StaffDoor>()
        .AddSingleton<Passwords>().AddSingleton<Brakes>().AddSingleton<StaffDesk>()
        .AddSingleton(all => new PasskeyChecks(all.GetRequiredService<Settings>().SiteUrl))
        .AddSingleton<Passkeys>().AddSingleton<StaffWarning>()
        .AddSingleton<AuditTrail>().AddSingleton<Audit>().AddSingleton<Timelines>();
}

using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Runtime;

/// <summary>Announces only the functions of some classes, so that one assembly can hold several small apps.</summary>
internal sealed class ChosenFunctions(IFunctionMetadataProvider all, Func<string, bool> chosen)
    : IFunctionMetadataProvider
{
    public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory) =>
    [
        .. (await all.GetFunctionMetadataAsync(directory)).Where(function => chosen(Class(function.EntryPoint ?? ""))),
    ];

    public static void Decorate(IServiceCollection services, Func<string, bool> chosen)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IFunctionMetadataProvider));
        services.AddSingleton<IFunctionMetadataProvider>(provider => new ChosenFunctions(
            (IFunctionMetadataProvider)Make(registered, provider), chosen));
    }

    private static object Make(ServiceDescriptor registered, IServiceProvider provider) =>
        registered.ImplementationInstance
        ?? registered.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!);

    private static string Class(string entryPoint) => entryPoint[..Math.Max(0, entryPoint.LastIndexOf('.'))];
}

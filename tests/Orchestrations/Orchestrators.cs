using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

/// <summary>What the code says about its processes, by reflection.</summary>
internal static class Orchestrators
{
    /// <summary>Every orchestrator, by the name under which it is started.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> All { get; } = typeof(Flow).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
        .ToDictionary(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);

    /// <summary>The exact type with which a process is to be started; a binder gives null for any other.</summary>
    public static Type InputOf(string orchestration) => All[orchestration].GetParameters()[1].ParameterType;
}

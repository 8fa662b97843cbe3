using System.Reflection;

namespace Serverless.Runtime;

/// <summary>The assemblies of an app that may hold functions: its own, and those it references.</summary>
internal static class AppAssemblies
{
    private static readonly string Own = typeof(AppAssemblies).Assembly.GetName().Name!;
    private static readonly string[] Platform = ["System", "Microsoft", "Azure", "netstandard", "mscorlib", Own];

    /// <summary>Their types; only of those that know the runtime, since others cannot have functions.</summary>
    public static IEnumerable<Type> Types(Assembly app) =>
        Reachable(app, []).Where(Knows).SelectMany(assembly => assembly.GetTypes());

    private static HashSet<Assembly> Reachable(Assembly assembly, HashSet<Assembly> seen)
    {
        if (!seen.Add(assembly))
            return seen;
        foreach (var name in assembly.GetReferencedAssemblies().Where(name => !IsPlatform(name.Name!)))
            Reachable(Assembly.Load(name), seen);
        return seen;
    }

    private static bool Knows(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Any(name => name.Name == Own);

    private static bool IsPlatform(string name) =>
        Platform.Any(known => name == known || name.StartsWith(known + ".", StringComparison.Ordinal));
}

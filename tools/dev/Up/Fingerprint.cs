using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Dev;

/// <summary>Tells whether sources changed since something was made from them: by path, time and size.</summary>
internal static class Fingerprint
{
    private static readonly string[] Made =
        ["bin", "obj", "node_modules", "build", ".svelte-kit", ".dev", ".git", "TestResults"];

    private static readonly string[] Shared =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    /// <summary>Of C# projects: everything in their folders, and what all projects share.</summary>
    public static string OfProjects(params IEnumerable<string> folders)
    {
        var own = folders.SelectMany(folder => Files(Checkout.Path(folder), "*"));
        return Of([.. own, .. SharedFiles(), Checkout.Path(".editorconfig")]);
    }

    /// <summary>Of what decides which packages are restored.</summary>
    public static string OfPackages(params IEnumerable<string> folders) =>
        Of([.. folders.SelectMany(folder => Files(Checkout.Path(folder), "*.csproj")), .. SharedFiles()]);

    /// <summary>Of one folder, without what is made in it.</summary>
    public static string OfFolder(string folder) => Of(Files(folder, "*"));

    /// <summary>Of single files.</summary>
    public static string Of(params IEnumerable<string> files)
    {
        var lines = files.Order(StringComparer.Ordinal).Select(path => Line(new FileInfo(path)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    private static string Line(FileInfo file) => file.Exists
        ? string.Create(CultureInfo.InvariantCulture, $"{file.FullName}|{file.LastWriteTimeUtc.Ticks}|{file.Length}")
        : file.FullName;

    private static IEnumerable<string> SharedFiles() => Shared.Select(name => Checkout.Path(name));

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        if (!Directory.Exists(folder)) return [];
        var below = Directory.EnumerateDirectories(folder).Where(path => !Made.Contains(Path.GetFileName(path)));
        return Directory.EnumerateFiles(folder, pattern).Concat(below.SelectMany(path => Files(path, pattern)));
    }
}

/// <summary>Remembers from which sources something was last made.</summary>
internal static class Stamps
{
    public static bool Holds(string name, string fingerprint) =>
        File.Exists(PathOf(name)) && File.ReadAllText(PathOf(name)) == fingerprint;

    public static void Set(string name, string fingerprint)
    {
        Directory.CreateDirectory(Checkout.Path(".dev", "stamps"));
        File.WriteAllText(PathOf(name), fingerprint);
    }

    private static string PathOf(string name) => Checkout.Path(".dev", "stamps", name);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Serverless.Tests.Azure;

/// <summary>The checkout that the tests run in, and what MSBuild says of its projects.</summary>
internal static class Checkout
{
    private static readonly ConcurrentDictionary<(string Project, string How), Lazy<Task<JsonElement>>> Evaluated = [];

    public static string Root { get; } = Find();

    public static string Path(string path) => System.IO.Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(Path(path));

    public static JsonElement ReadJson(string path) => JsonDocument.Parse(Read(path)).RootElement;

    /// <summary>The C# files below some folders, as paths from the root.</summary>
    public static IEnumerable<string> Code(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path(folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
        .Where(file => !file.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>Evaluates a project with properties, <c>Name=Value</c>, once; nothing is restored or built.</summary>
    public static Task<JsonElement> Evaluate(string project, params string[] properties) =>
        Evaluated.GetOrAdd((project, string.Join(';', properties)), _ => new(() => Ask(project, properties))).Value;

    private static async Task<JsonElement> Ask(string project, string[] properties)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        string[] arguments =
        [
            "msbuild", project, .. properties.Select(one => $"-p:{one}"),
            "-getItem:PackageReference,PackageVersion,ProjectReference,Compile,None",
            "-getProperty:AzureFunctionsVersion,BaseIntermediateOutputPath,OutputPath,DefineConstants",
            "-getProperty:_FunctionsBuildEnabled",
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said + await complaints);
        return JsonDocument.Parse(said).RootElement;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Serverless.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("Serverless.sln was not found above the tests.");
    }
}

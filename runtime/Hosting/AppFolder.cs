using System.Reflection;

namespace Serverless.Runtime;

/// <summary>Finds the app in the output of its build.</summary>
internal static class AppFolder
{
    private const string Worker = "Microsoft.Azure.Functions.Worker.Core.dll";

    /// <summary>The app's assembly file.</summary>
    /// <exception cref="StartException">The folder is not the output of a build of a function app.</exception>
    public static string Find(string? folder, Assembly? app)
    {
        if (folder is null)
        {
            return app?.Location
                ?? throw new StartException("No app: name the folder of its build output with --app.");
        }

        string full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
            throw new StartException($"{full} is no folder: build the app, and name the folder of its output.");
        if (!File.Exists(Path.Combine(full, "host.json")))
            throw new StartException($"{full} has no host.json: it is no build output of a function app.");
        string[] programs =
        [
            .. Directory.EnumerateFiles(full, "*.runtimeconfig.json")
                .Select(config => config[..^".runtimeconfig.json".Length] + ".dll")
                .Where(File.Exists),
        ];
        if (programs is not [var program] || !File.Exists(Path.Combine(full, Worker)))
        {
            throw new StartException(
                $"{full} holds {programs.Length} programs and is not the build output of one app on the isolated "
                + "worker.");
        }

        return program;
    }
}

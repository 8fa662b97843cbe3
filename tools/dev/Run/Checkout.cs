namespace Serverless.Dev;

/// <summary>The checkout that this tool was built in, and the paths in it.</summary>
internal static class Checkout
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    // A supervisor runs from a copy in .dev, the rest from bin: both lie below the checkout.
    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Serverless.sln"))) return folder.FullName;
        }
        return Environment.GetEnvironmentVariable("SERVERLESS_ROOT")
            ?? throw new Trouble("Serverless.sln was not found above the tool: run it as ./dev in a checkout.");
    }
}

/// <summary>Where one running copy of the shop keeps its state, data and logs; normally <c>.dev</c>.</summary>
internal sealed record Home(string Folder)
{
    public static Home Default { get; } = new(Checkout.Path(".dev"));

    public string State => Path.Combine(Folder, "state.json");
    public string Secrets => Path.Combine(Folder, "secrets.json");

    /// <summary>Who signs in at the staff pages.</summary>
    public string Owner => Path.Combine(Folder, "owner.json");
    public string Lock => Path.Combine(Folder, "lock");
    public string Logs => Path.Combine(Folder, "logs");
    public string Copies => Path.Combine(Folder, "run");
    public string Azurite => Path.Combine(Folder, "azurite");
    public string Durable => Path.Combine(Folder, "durable.db");
    public string Sandbox => Path.Combine(Folder, "sandbox.db");

    public string Log(string part) => Path.Combine(Logs, part + ".log");

    public void Create() => Directory.CreateDirectory(Logs);
}

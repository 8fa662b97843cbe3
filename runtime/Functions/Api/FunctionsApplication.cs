namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app's program begins.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the settings of files, environment and command line, in that order.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}

using Serverless.Runtime;
using Serverless.Tests.Trouble;

namespace Serverless.Tests.Runtime;

/// <summary>What may be named as an app, and what is wrong with the rest.</summary>
public sealed class AppFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-folder-");

    /// <summary>The output of the build of the app in trouble.</summary>
    public static string App { get; } = AppContext.BaseDirectory.Replace(
        $"{Path.DirectorySeparatorChar}Runtime{Path.DirectorySeparatorChar}",
        $"{Path.DirectorySeparatorChar}Runtime.App{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [Fact]
    public void The_output_of_an_apps_build_has_one_program() =>
        Assert.Equal("Serverless.Runtime.App.dll", Path.GetFileName(AppFolder.Find(App, null)));

    [Fact]
    public void Without_a_folder_the_app_is_what_the_process_holds()
    {
        var app = typeof(TroubleFunctions).Assembly;

        Assert.Equal(app.Location, AppFolder.Find(null, app));
        Assert.Equal("No app: name the folder of its build output with --app.", Refusal(null));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        string nowhere = Path.Combine(folder.FullName, "nowhere");

        Assert.Equal($"{nowhere} is no folder: build the app, and name the folder of its output.", Refusal(nowhere));
    }

    [Fact]
    public void A_folder_without_a_host_file_is_told() => Assert.Equal(
        $"{folder.FullName} has no host.json: it is no build output of a function app.", Refusal(folder.FullName));

    [Fact]
    public void A_folder_that_is_no_build_output_is_told()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "host.json"), """{ "version": "2.0" }""");

        Assert.Equal(
            $"{folder.FullName} holds 0 programs and is not the build output of one app on the isolated worker.",
            Refusal(folder.FullName));
    }

    [Theory]
    [InlineData("eleven")]
    [InlineData("11")]
    public void A_number_of_workers_that_cannot_be_is_told(string number)
    {
        var exception = Assert.Throws<StartException>(
            () => HostPlan.From(["--workers", number], typeof(TroubleFunctions).Assembly));

        Assert.Equal(
            $"The number of workers must be from 0 to 10, not '{number}' (0: in this process).", exception.Message);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string Refusal(string? named) =>
        Assert.Throws<StartException>(() => AppFolder.Find(named, null)).Message;
}

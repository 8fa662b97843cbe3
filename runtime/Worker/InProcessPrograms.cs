using System.Reflection;

namespace Serverless.Runtime;

/// <summary>Runs the app's own entry point in this process, as its worker.</summary>
/// <remarks>
/// The worker finds the code that was generated for it by the process's entry assembly, and its functions' folder by
/// an environment variable. Both are the whole process's, so programs start one after another.
/// </remarks>
internal sealed class InProcessPrograms(ProgramOptions options, WorkerPatience patience) : IWorkerPrograms
{
    public const string FolderVariable = "FUNCTIONS_APPLICATION_DIRECTORY";

    private static readonly SemaphoreSlim OneAtATime = new(1);

    private int holds;

    public bool CanReplace => false;

    public async Task<IWorkerProgram> Start(Uri host, string worker)
    {
        await OneAtATime.WaitAsync();
        holds = 1;
        try
        {
            Environment.SetEnvironmentVariable(FolderVariable, options.Folder);
            Assembly.SetEntryAssembly(options.App);
            return new InProcessProgram(options, Arguments(host, worker), Release, patience);
        }
        catch
        {
            Release();
            throw;
        }
    }

    // By now the worker has read what is the whole process's: its endpoints are made by the first request.
    public Task Serving(IWorkerProgram program, string? httpAddress) =>
        ((InProcessProgram)program).Warm(hasServer: httpAddress is not null);

    private string[] Arguments(Uri host, string worker) =>
    [
        // What the command line and the settings say comes later, and so wins.
        .. options.Levels.Concat(options.Settings).Where(setting => setting.Value is not null)
            .Select(setting => $"--{setting.Key}={setting.Value}"),
        .. options.Arguments,
        $"--Functions:Worker:HostEndpoint={host}",
        $"--Functions:Worker:WorkerId={worker}",
        $"--Functions:Worker:RequestId={worker}",
        $"--Functions:Worker:GrpcMaxMessageLength={64 * 1024 * 1024}",
    ];

    private void Release()
    {
        if (Interlocked.Exchange(ref holds, 0) == 1)
            OneAtATime.Release();
    }
}

using System.CommandLine;
using Serverless.Dev;

var root = new RootCommand("Runs, tests and tries out the shop on this machine.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    LogsCommand.Create(),
    ResetCommand.Create(),
    OrderCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    CodeCommand.Create(),
    TestCommand.Create(),
    SuperviseCommand.Create(),
    InfraCommand.Create(),
    SiteCommand.Create(),
    FuncCommand.Create(),
    BenchCommand.Create(),
};

Say.SetUp();

// Ctrl-C ends commands in their own order, and the parts of the shop need a while for that.
var patience = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
};
try
{
    return await root.Parse(args).InvokeAsync(patience);
}
catch (Trouble trouble)
{
    Say.Trouble(trouble);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

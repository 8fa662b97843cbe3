using Serverless.Sandbox;

var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
var options = settings.GetSection("Sandbox").Get<SandboxOptions>() ?? new();
try
{
    await using var sandbox = await SandboxApp.Start(options);
    Console.WriteLine($"The sandbox answers at {sandbox.PublicUrl} and takes mail on port {sandbox.SmtpPort}.");
    await sandbox.Ended;
    return 0;
}
catch (IOException taken)
{
    Console.Error.WriteLine($"The sandbox cannot start: {taken.Message}");
    return 1;
}

using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

/// <summary>A small function app with a program like any other, started in a test with some of its classes.</summary>
public static class SampleApp
{
    public static Task<FunctionsTestHost> Start(params Type[] classes) => Start(_ => { }, classes);

    public static Task<FunctionsTestHost> Start(Action<TestHostOptions> configure, params Type[] classes) =>
        FunctionsTestHost.Start(Run, options =>
        {
            options.Functions = classes.Contains;
            options.Settings["Keys:Master"] = "the-master-key";
            configure(options);
        });

    private static void Run(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.Services.AddSingleton<Notebook>();
        builder.Services.AddSingleton<SampleGate>();
        builder.Services.AddScoped<Visit>();
        builder.Build().Run();
    }
}

/// <summary>What the functions of a sample app have done.</summary>
public sealed class Notebook
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public void Write(string line)
    {
        lock (lines)
            lines.Add(line);
    }
}

/// <summary>A scoped service: one per invocation.</summary>
public sealed class Visit
{
    public Guid Id { get; } = Guid.NewGuid();
}

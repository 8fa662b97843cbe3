using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Runtime;

namespace Serverless.Bench;

/// <summary>A server in a process of its own, which is asked over HTTP and ends with this one.</summary>
internal sealed partial class Served : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-bench-");
    private readonly Process process;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> said = [];

    private Served(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.Environment["Runtime__DurableFile"] = Path.Combine(folder.FullName, "durable.db");
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => listening.Task.Result;

    /// <summary>The memory that it and its own processes have resident, in MB.</summary>
    public double Megabytes => Family(process.Id).Sum(Resident) / 1024.0;

    /// <summary>The processor time that they have used, in ms.</summary>
    public double Work => Family(process.Id).Sum(Used);

    /// <summary>Starts this program in one of its roles.</summary>
    public static Task<Served> Start(params string[] role)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Serverless.Bench.dll");
        return Start(new ProcessStartInfo("dotnet", [program, "--serve", .. role]));
    }

    /// <summary>Starts a program that says where it listens.</summary>
    public static async Task<Served> Start(ProcessStartInfo start)
    {
        var served = new Served(start);
        try
        {
            await served.listening.Task.WaitAsync(Patience);
            return served;
        }
        catch (TimeoutException)
        {
            await served.DisposeAsync();
            throw new InvalidOperationException("A server did not start. It said: " + string.Join(" | ", served.said));
        }
    }

    /// <summary>Is one of the servers that are measured.</summary>
    public static Task<int> Run(string what, string[] rest)
    {
        // The input ends when whoever measures does, however that happened.
        new Thread(() => Environment.Exit(Console.In.ReadToEnd().Length)) { IsBackground = true }.Start();
        return what == "kestrel" ? Kestrel() : FunctionsHost.Run(rest, typeof(App).Assembly);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static async Task<int> Kestrel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var web = builder.Build();
        web.Run(http =>
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            http.Response.ContentLength = App.Answer.Length;
            return http.Response.WriteAsync(App.Answer);
        });
        await web.StartAsync();
        Console.WriteLine($"Listening on {web.Urls.First()}");
        await web.WaitForShutdownAsync();
        return 0;
    }

    private void Hear(string? line)
    {
        lock (said)
            said.Add(line ?? "");
        if (line is not null && Place().Match(line) is { Success: true } match)
            listening.TrySetResult(new(match.Groups[1].Value));
    }

    private static IEnumerable<int> Family(int id) => Directory.Exists($"/proc/{id}/task/{id}")
        ? File.ReadAllText($"/proc/{id}/task/{id}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture)))
            .Append(id)
        : [];

    private static long Resident(int id) => File.ReadLines($"/proc/{id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture))
        .FirstOrDefault();

    // Times are in hundredths of a second there, whatever the kernel's own tick is.
    private static double Used(int id) => File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ')[12..14]
        .Sum(ticks => 10 * double.Parse(ticks, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"Listening on (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Place();
}

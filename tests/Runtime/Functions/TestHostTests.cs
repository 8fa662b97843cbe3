using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class TestHostTests
{
    [Fact]
    public async Task Several_hosts_run_side_by_side()
    {
        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SampleApp.Start(typeof(SampleHttp))));

        var answers = await Task.WhenAll(hosts.Select(host => host.Client.GetStringAsync("/api/things/latest")));

        Assert.Equal(["latest", "latest", "latest", "latest"], answers);
        Assert.Equal(4, hosts.Select(host => host.Address.Port).Distinct().Count());
        foreach (var host in hosts)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task Services_and_clock_of_the_app_can_be_replaced()
    {
        var notebook = new Notebook();
        var time = new FakeTimeProvider();

        await using var host = await SampleApp.Start(
            options =>
            {
                options.Time = time;
                options.Services = services => services.AddSingleton(notebook);
            },
            typeof(SampleHttp));

        Assert.Same(notebook, host.Services.GetRequiredService<Notebook>());
        Assert.Same(time, host.Services.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task A_program_that_fails_before_it_has_a_host_fails_the_start()
    {
        var exception = await Assert.ThrowsAsync<StartException>(
            () => FunctionsTestHost.Start(_ => throw new InvalidDataException("no")));

        Assert.Equal("The app's program ended before it was ready: no.", exception.Message);
        Assert.IsType<InvalidDataException>(exception.InnerException);
    }

    [Fact]
    public async Task A_program_without_a_host_fails_the_start()
    {
        var exception = await Assert.ThrowsAsync<StartException>(() => FunctionsTestHost.Start(_ => { }));

        Assert.Equal("The app's program ended before it was ready: it ran to its end.", exception.Message);
    }

    [Fact]
    public async Task A_stopped_host_has_finished_what_was_running()
    {
        // So long that no slow machine cuts off what the test itself holds back.
        var host = await SampleApp.Start(
            options => options.Settings["Runtime:DrainTimeout"] = "00:05:00", typeof(SampleDrain));
        var notebook = host.Services.GetRequiredService<Notebook>();
        var gate = host.Services.GetRequiredService<SampleGate>();
        var call = host.Client.GetStringAsync("/api/Waits");
        await Until.Holds(() => notebook.Lines.Contains("waiting"));

        var free = new Uri(host.Address, "/api/Free");
        var stop = host.DisposeAsync().AsTask();
        // An HttpRequestException, or that of a socket which is closed while it is being connected.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
            {
                using var caller = new HttpClient();
                await caller.GetStringAsync(free);
            }
        });
        Assert.False(stop.IsCompleted);
        gate.Open();

        Assert.Equal("finished", await call);
        await stop;
    }

    [Fact]
    public async Task A_killed_host_is_gone_at_once()
    {
        var host = await SampleApp.Start(typeof(SampleHttp));
        var call = host.Client.GetStringAsync("/api/Slow");
        var notebook = host.Services.GetRequiredService<Notebook>();
        await Until.Holds(() => notebook.Lines.Contains("slow begins GET"));

        await host.Kill();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        using var client = new HttpClient { BaseAddress = host.Address };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetStringAsync("/api/Hello"));
        await host.DisposeAsync();
    }
}

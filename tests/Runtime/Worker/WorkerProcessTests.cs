using System.Net;
using Azure.Storage.Queues;
using Microsoft.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>The genuine worker in a process of its own that is killed, hangs or is stopped.</summary>
public sealed class WorkerProcessTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    // .NET's client would send a request without a body up to four times to a server that goes away.
    [Theory]
    [InlineData("GET", false)]
    [InlineData("DELETE", false)]
    [InlineData("POST", false)]
    [InlineData("POST", true)]
    public async Task A_request_whose_worker_is_killed_has_reached_it_once_and_is_a_500(string method, bool hasBody)
    {
        await using var rig = await new HostRig().Start();
        var killed = Assert.Single(rig.Ids);
        using var request = new HttpRequestMessage(new(method), "/api/Hold");
        if (hasBody)
            request.Content = new StringContent("once");
        var answer = rig.Client.SendAsync(request);
        await rig.Noted("hold " + method);

        HostRig.Kill(killed);

        Assert.Equal(HttpStatusCode.InternalServerError, (await answer).StatusCode);
        await Until.Holds(() => rig.Ids is [var id] && id != killed);
        Assert.StartsWith($"{rig.Ids[0]} GET", await rig.Client.GetStringAsync("/api/Who"));
        Assert.Equal(["hold " + method], rig.Diary);
    }

    [Fact]
    public async Task A_message_whose_worker_is_killed_is_worked_on_again()
    {
        var rig = new HostRig();
        rig.Settings["AzureWebJobsStorage"] = account.ConnectionString;
        await using var started = await rig.Start();
        var queue = Letters();
        await queue.SendMessageAsync("kept");
        await rig.Noted("letter kept");

        HostRig.Kill(rig.Ids[0]);
        rig.Go();

        await rig.Noted("read kept");
        Assert.Equal(["letter kept", "letter kept", "read kept"], rig.Diary);
        await Until.Holds(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
    }

    [Fact]
    public async Task An_activity_whose_worker_is_killed_runs_again()
    {
        await using var rig = await new HostRig().Start();
        await using var client = new DurableDoor(rig.Host);
        await client.Durable.ScheduleNewOrchestrationInstanceAsync("Labouring", new StartOrchestrationOptions("hard"));
        await rig.Noted("labour hard");

        HostRig.Kill(rig.Ids[0]);
        rig.Go();

        var ended = await client.Durable.WaitForInstanceCompletionAsync("hard", getInputsAndOutputs: true);
        Assert.Equal("did hard", ended.ReadOutputAs<string>());
        Assert.Equal(["labour hard", "labour hard"], rig.Diary);
    }

    [Fact]
    public async Task A_worker_that_hangs_is_replaced_and_its_late_answer_goes_nowhere()
    {
        await using var rig = await new HostRig
        {
            HostFile = """{ "version": "2.0", "functionTimeout": "00:00:01" }""",
            Patience = new() { Cancel = TimeSpan.FromSeconds(1), End = TimeSpan.FromSeconds(1) },
        }.Start();
        var hung = rig.Ids[0];

        var answer = await rig.Client.GetAsync("/api/Deaf");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        await Until.Holds(() => rig.Ids is [var id] && id != hung);
        await Until.Holds(() => !HostRig.IsAlive(hung));
        Assert.Equal(["deaf GET"], rig.Diary);
    }

    [Fact]
    public async Task Several_processes_of_one_app_all_get_calls_and_each_request_goes_where_its_call_went()
    {
        await using var rig = await new HostRig { Processes = 2 }.Start();
        Assert.Equal(2, rig.Ids.Distinct().Count());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(number => rig.Client.GetStringAsync($"/api/Who?{number}")));

        Assert.Equal(rig.Ids.Order(), answers.Select(text => int.Parse(text.Split(' ')[0], null)).Distinct().Order());
        Assert.Equal(20, answers.Select(text => text.Split(' ')[2]).Distinct().Count());
    }

    [Fact]
    public async Task A_background_service_that_throws_ends_the_worker_which_is_a_failure_and_names_what_ran()
    {
        var rig = new HostRig();
        rig.Settings["Trouble:Background"] = "throws";
        await using var started = await rig.Start();
        var failing = rig.Ids[0];
        var answer = rig.Client.GetAsync("/api/Deaf");
        await rig.Noted("deaf GET");
        Assert.True(HostRig.IsAlive(failing));

        rig.Fall();

        Assert.Equal(HttpStatusCode.InternalServerError, (await answer).StatusCode);
        await Until.Holds(() => rig.Log.Lines.Any(line =>
            line.Text.StartsWith("Worker worker-1 ended unasked (", StringComparison.Ordinal)
            && line.Text.EndsWith(" while it ran Deaf.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stop_waits_for_what_runs_then_cancels_it_and_leaves_no_process()
    {
        var rig = new HostRig();
        rig.Settings["Runtime:DrainTimeout"] = "00:00:02";
        rig.Settings["AzureWebJobsStorage"] = account.ConnectionString;
        await using var started = await rig.Start();
        var worker = rig.Ids[0];
        await using var client = new DurableDoor(rig.Host);
        var answer = rig.Client.GetAsync("/api/Hold");
        await Letters().SendMessageAsync("stopped");
        await client.Durable.ScheduleNewOrchestrationInstanceAsync("Labouring", new StartOrchestrationOptions("long"));
        string[] begun = ["hold GET", "labour long", "letter stopped"];
        foreach (string line in begun)
            await rig.Noted(line);

        await rig.Stop();

        Assert.Equal(
            begun.Concat(begun.Select(line => "cancelled " + line)).Order(), rig.Diary.Order());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        Assert.False(HostRig.IsAlive(worker));
        // Nothing is lost: the message is there again.
        await Until.Holds(async () => (await Letters().ReceiveMessageAsync()).Value?.Body.ToString() == "stopped");
    }

    [Fact]
    public async Task A_stop_lets_a_process_finish_what_it_is_at()
    {
        await using var rig = await new HostRig().Start();
        var worker = rig.Ids[0];
        var answer = rig.Client.GetStringAsync("/api/Hold");
        await rig.Noted("hold GET");

        var stop = rig.Stop();
        Assert.False(stop.IsCompleted);
        rig.Go();

        Assert.Equal("held", await answer);
        await stop;
        Assert.False(HostRig.IsAlive(worker));
    }

    private QueueClient Letters() => new(
        account.ConnectionString, "letters", new() { MessageEncoding = QueueMessageEncoding.Base64 });
}

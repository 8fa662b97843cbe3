#region test
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class ReminderTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Postbox postbox = new();

    [Fact]
    public async Task Who_does_not_answer_is_reminded_after_three_days()
    {
        await using var host = await FunctionsTestHost.Start(ReminderProgram.Run, Configure);

        using var answer = await host.Client.PutAsync("/api/reminders/7?to=ada@example.com", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await host.WhenIdle();
        Assert.Empty(postbox.Letters);

        clock.Advance(TimeSpan.FromDays(3));
        await host.WhenIdle();

        Assert.Equal(["ada@example.com"], postbox.Letters);
        var ended = await host.Durable.WaitForInstanceCompletionAsync("7", getInputsAndOutputs: true);
        Assert.Equal("reminded", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Who_answers_is_left_alone()
    {
        await using var host = await FunctionsTestHost.Start(ReminderProgram.Run, Configure);
        using var answer = await host.Client.PutAsync("/api/reminders/8?to=ada@example.com", null);

        await host.Durable.RaiseEventAsync("8", "Answer", "thanks");
        await host.WhenIdle();
        clock.Advance(TimeSpan.FromDays(30));
        await host.WhenIdle();

        Assert.Empty(postbox.Letters);
    }

    private void Configure(TestHostOptions options)
    {
        options.Time = clock;
        options.Services = services => services.AddSingleton<IPostbox>(postbox);
        options.Functions = type => type.Name.StartsWith("Reminder", StringComparison.Ordinal);
    }

    private sealed class Postbox : IPostbox
    {
        public List<string> Letters { get; } = [];

        public void Put(string address) => Letters.Add(address);
    }
}
#endregion

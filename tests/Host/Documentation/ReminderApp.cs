#region app
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Serverless.Tests.Runtime;

public static class ReminderProgram
{
    public static void Run(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton<IPostbox, NoPostbox>();
        builder.Build().Run();
    }
}

public static class ReminderFunctions
{
    [Function("StartReminder")]
    public static async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "reminders/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id)
    {
        var address = request.Query["to"].ToString();
        await client.ScheduleNewOrchestrationInstanceAsync("Remind", address, new StartOrchestrationOptions(id));
        return Results.Accepted();
    }

    [Function("Remind")]
    public static async Task<string> Remind([OrchestrationTrigger] TaskOrchestrationContext context, string address)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("Answer", TimeSpan.FromDays(3));
        }
        catch (TaskCanceledException)
        {
            await context.CallActivityAsync("SendReminder", address);
            return "reminded";
        }
    }
}

public sealed class ReminderActivities(IPostbox postbox)
{
    [Function("SendReminder")]
    public void Send([ActivityTrigger] string address) => postbox.Put(address);
}
#endregion

/// <summary>Where the example's reminders go.</summary>
public interface IPostbox
{
    void Put(string address);
}

/// <summary>A postbox that is not there: the example's test brings its own.</summary>
internal sealed class NoPostbox : IPostbox
{
    public void Put(string address) => throw new InvalidOperationException("There is no postbox.");
}

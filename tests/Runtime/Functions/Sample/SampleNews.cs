using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Serverless.Tests.Runtime;

public static class SampleNews
{
    [Function("Listening")]
    public static async Task<string> Listen([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string heard = await context.WaitForExternalEvent<string>("News");
        if (context.InstanceId == "mine")
            context.SendEvent("other", "News", heard);
        return await context.CallActivityAsync<string>("Repeat", heard);
    }

    [Function("Repeat")]
    public static string Repeat([ActivityTrigger] string news) => news;
}

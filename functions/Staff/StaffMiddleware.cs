using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>Around every staff route: the door, the audit trail, and in whose name what follows is done.</summary>
public sealed class StaffMiddleware(StaffDoor door, Audit audit) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var request = context.GetHttpContext()?.Request;
        var (function, stop) = (context.FunctionDefinition.Name, context.CancellationToken);
        bool isStaffs = request?.Path.StartsWithSegments("/api/staff", StringComparison.OrdinalIgnoreCase) == true;
        if (request is null || (!isStaffs && !(StaffRoutes.IsShared(function) && StaffDoor.Knocks(request))))
        {
            await next(context);
            return;
        }

        if (await door.Stop(request, function, stop) is { } refusal)
        {
            context.GetInvocationResult().Value = Answers.Problem(refusal);
            return;
        }

        var actor = StaffDoor.Of(request)?.Actor;
        var deed = actor is null ? null : await audit.Begin(request, actor, function, stop);
        using (Acting.As(actor, deed)) await next(context);
        if (deed is not null) await audit.End(deed, context.GetInvocationResult().Value, stop);
    }
}

using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Serverless.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// Orchestrators are left alone: they are replayed, and nothing may wait around them.
builder.UseWhen<CallScopeMiddleware>(context => !context.Has("orchestrationTrigger"));
builder.UseWhen<GateMiddleware>(context => !context.Has("orchestrationTrigger") && !context.Has("activityTrigger"));
builder.UseWhen<MessageTraceMiddleware>(context => context.Has("queueTrigger"));
builder.UseWhen<ProblemMiddleware>(context => context.Has("httpTrigger"));
builder.UseWhen<PolicyMiddleware>(context => !context.Has("orchestrationTrigger"));
builder.UseWhen<StaffMiddleware>(context => context.Has("httpTrigger"));

builder.Services
    .AddShop(builder.Configuration)
    .AddStorage(builder.Configuration)
    .AddGateways(builder.Configuration)
    .AddAzure(builder.Configuration);

builder.Build().Run();

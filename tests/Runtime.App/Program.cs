using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.Tests.Trouble;

var builder = FunctionsApplication.CreateBuilder(args);
if (builder.Configuration["Trouble:AtStart"] is { } reason)
    throw new InvalidOperationException(reason);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton<Diary>();
// Its server would wait half a minute for a request that never ends.
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
if (builder.Configuration["Trouble:Background"] is not null)
    builder.Services.AddHostedService<Faulty>();
builder.Build().Run();

using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class MiddlewareTests
{
    private readonly Notebook notebook = new();

    [Fact]
    public async Task Middleware_wraps_in_the_order_in_which_it_was_added()
    {
        await using var host = await Start(builder => builder.ConfigureFunctionsWebApplication()
            .UseMiddleware(Named("outer"))
            .UseWhen(context => context.FunctionDefinition.Name == "LatestThing", Named("chosen"))
            .UseWhen(context => context.FunctionDefinition.Name == "Page", Named("other"))
            .UseMiddleware(Named("inner")));

        await host.Client.GetStringAsync("/api/things/latest");

        Assert.Equal(
            ["outer in", "chosen in", "inner in", "inner out", "chosen out", "outer out"], notebook.Lines);
    }

    [Fact]
    public async Task Middleware_can_put_another_result_in_the_place_of_the_functions()
    {
        await using var host = await Start(builder => builder.ConfigureFunctionsWebApplication()
            .UseMiddleware(InsteadOfExceptions));

        var answer = await host.Client.GetAsync("/api/Broken");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Middleware_before_the_web_application_comes_too_late_to_answer()
    {
        await using var host = await Start(builder =>
        {
            builder.UseMiddleware(InsteadOfExceptions);
            builder.ConfigureFunctionsWebApplication();
        });

        var answer = await host.Client.GetAsync("/api/Broken");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_before_the_web_application_leaves_the_function_its_request()
    {
        await using var host = await Start(builder =>
        {
            builder.UseMiddleware((context, next) =>
            {
                context.Items["early"] = context.GetHttpContext() is null;
                return next();
            });
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(async (context, next) =>
            {
                await next();
                notebook.Write($"{context.Items["early"]} {context.GetHttpContext()?.Request.Path}");
            });
        });

        await host.Client.GetStringAsync("/api/things/latest");

        Assert.Equal(["True /api/things/latest"], notebook.Lines);
    }

    [Fact]
    public async Task Middleware_can_answer_without_the_function()
    {
        await using var host = await Start(builder => builder.ConfigureFunctionsWebApplication()
            .UseMiddleware((context, _) =>
            {
                context.GetInvocationResult().Value = Results.StatusCode(402);
                return Task.CompletedTask;
            }));

        Assert.Equal(HttpStatusCode.PaymentRequired, (await host.Client.GetAsync("/api/Broken")).StatusCode);
    }

    [Fact]
    public async Task A_failed_invocation_is_one_line_with_its_exception()
    {
        using var logs = new LogList();
        await using var host = await Start(
            builder => builder.ConfigureFunctionsWebApplication(),
            options => options.Logging = logging => logging.AddProvider(logs));

        await host.Client.GetAsync("/api/Broken");
        await host.Client.PutAsync(
            "/api/things/0f8fad5b-d9cb-469f-a165-70867728950e", new StringContent("nobody else's business"));

        var line = Assert.Single(logs.Lines, line => line.Category == "Function");
        Assert.StartsWith("Function Broken failed, invocation ", line.Text, StringComparison.Ordinal);
        Assert.EndsWith(": secret GET", line.Text, StringComparison.Ordinal);
        // Where it was thrown, the worker says itself, as text.
        var thrown = Assert.Single(logs.Lines, line => line.Level == LogLevel.Error && line.Category != "Function");
        Assert.Contains("System.InvalidOperationException: secret GET", thrown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(logs.Lines, each => each.Text.Contains("business", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_open_a_function_or_all_of_them()
    {
        await using var host = await SampleApp.Start(
            options =>
            {
                options.Settings["Keys:Host:default"] = "for-all";
                options.Settings["Keys:Functions:Locked:partner"] = "for-one";
                options.Settings["Keys:Functions:Other:partner"] = "for-another";
                options.Settings["Keys:System:events"] = "for-events";
            },
            typeof(SampleHttp));

        Assert.Equal("open GET", await host.Client.GetStringAsync("/api/Locked?code=for-all"));
        Assert.Equal("open GET", await host.Client.GetStringAsync("/api/Locked?code=for-one"));
        foreach (var other in new[] { "for-another", "for-events" })
        {
            var answer = await host.Client.GetAsync("/api/Locked?code=" + other);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Http_functions_without_the_web_application_are_told_at_start()
    {
        var exception = await Assert.ThrowsAsync<Serverless.Runtime.StartException>(() => Start(_ => { }));

        Assert.Contains("ConfigureFunctionsWebApplication", exception.Message, StringComparison.Ordinal);
    }

    private static async Task InsteadOfExceptions(FunctionContext context, Func<Task> next)
    {
        try
        {
            await next();
        }
        catch (InvalidOperationException)
        {
            context.GetInvocationResult().Value = Results.StatusCode(503);
        }
    }

    private Func<FunctionContext, Func<Task>, Task> Named(string name) => async (_, next) =>
    {
        notebook.Write(name + " in");
        await next();
        notebook.Write(name + " out");
    };

    private static Task<FunctionsTestHost> Start(
        Action<FunctionsApplicationBuilder> compose, Action<TestHostOptions>? configure = null) =>
        FunctionsTestHost.Start(
            args =>
            {
                var builder = FunctionsApplication.CreateBuilder(args);
                builder.Services.AddSingleton<Notebook>();
                builder.Services.AddScoped<Visit>();
                compose(builder);
                builder.Build().Run();
            },
            options =>
            {
                options.Functions = type => type == typeof(SampleHttp);
                configure?.Invoke(options);
            });
}

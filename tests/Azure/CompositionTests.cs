using global::Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>The app as its program puts it together.</summary>
public sealed class CompositionTests
{
    private static readonly Dictionary<string, string?> Bus = new()
    {
        ["ServiceBus:fullyQualifiedNamespace"] = "shop.servicebus.windows.net",
    };

    [Fact]
    public async Task The_app_sends_over_Service_Bus_where_there_is_one_and_closes_it_with_itself()
    {
        var app = Compose(Bus);
        Assert.IsType<ServiceBusMessages>(app.GetRequiredService<IMessages>());
        var client = app.GetRequiredService<ServiceBusClient>();
        Assert.Equal("shop.servicebus.windows.net", client.FullyQualifiedNamespace);
        await app.DisposeAsync();
        Assert.True(client.IsClosed);
    }

    [Fact]
    public void The_app_sends_over_Storage_Queues_everywhere_else()
    {
        using var app = Compose([]);
        Assert.IsType<QueueMessages>(app.GetRequiredService<IMessages>());
        Assert.Null(app.GetService<ServiceBusClient>());
    }

    [Fact]
    public void Telemetry_goes_to_Azure_Monitor_where_a_setting_names_it_and_nowhere_else()
    {
        using var silent = Compose([]);
        Assert.Null(silent.GetService<TracerProvider>());
        using var told = Compose(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.Empty}",
        });
        Assert.NotNull(told.GetService<TracerProvider>());
    }

    [Fact]
    public async Task The_bus_triggers_find_the_bodies_that_they_call()
    {
        await using var app = Compose(Bus);
        using var call = app.CreateScope();
        var triggers = Trigger.Bus.Select(one => one.Trigger.Parameter.Member.DeclaringType!).Distinct().ToList();
        Assert.NotEmpty(triggers);
        Assert.All(triggers, one => Assert.NotNull(ActivatorUtilities.CreateInstance(call.ServiceProvider, one)));
    }

    [Fact]
    public void The_rest_of_the_app_does_not_notice_what_carries_its_messages()
    {
        var knowing = Checkout.Code("commerce", "orchestrations", "functions", "adapters")
            .Where(file => !file.StartsWith("functions/Azure/", StringComparison.Ordinal))
            .Where(file => !file.StartsWith("adapters/Messages/ServiceBus", StringComparison.Ordinal))
            .Where(file => Checkout.Read(file).Contains("ServiceBus", StringComparison.Ordinal));
        Assert.Empty(knowing);
    }

    [Fact]
    public void Every_setting_of_the_example_is_read_by_somebody()
    {
        string code = string.Concat(Checkout.Code("functions", "adapters").Select(Checkout.Read));
        string[] platform = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsDisableHomepage"];
        var unread = SettingFiles.Local.Keys
            .Where(name => !name.StartsWith("AzureWebJobs.", StringComparison.Ordinal) && !platform.Contains(name))
            .Select(name => name.Replace("__", ":", StringComparison.Ordinal))
            // Of issuers there are as many as somebody names.
            .Select(name => name.Replace("Oidc:sandbox:", "Oidc:{id}:", StringComparison.Ordinal))
            .Where(name => !code.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Empty(unread);
    }

    [Fact]
    public void What_lives_as_long_as_the_app_keeps_no_version_of_the_settings_and_what_serves_one_call_keeps_one()
    {
        using var app = Compose([]);
        using var call = app.CreateScope();
        var policy = call.ServiceProvider.GetRequiredService<ShopPolicy>();
        Assert.Same(policy, call.ServiceProvider.GetRequiredService<ShopPolicy>());
        // Validated with its scopes: a lasting part that were given one would throw, here or when it is composed.
        Assert.Throws<InvalidOperationException>(() => app.GetRequiredService<ShopPolicy>());
    }

    [Fact]
    public void Every_way_of_delivery_that_is_sold_is_one_that_the_carrier_books()
    {
        using var app = Compose([]);
        var booked = app.GetRequiredService<ICarrier>().Methods;
        var sold = DemoShop.Policy.DeliveryMethods.Select(one => one.Method).Distinct();
        Assert.Equal(["standard", "express"], sold);
        Assert.Empty(sold.Except(booked));
    }

    // With the example as it is handed out: what the app needs and does not find would throw here.
    private static ServiceProvider Compose(Dictionary<string, string?> more)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(SettingFiles.Local.ToDictionary(
                one => one.Key.Replace("__", ":", StringComparison.Ordinal), one => (string?)one.Value))
            .AddInMemoryCollection(more).Build();
        return new ServiceCollection().AddLogging()
            .AddShop(configuration).AddStorage(configuration).AddGateways(configuration).AddAzure(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }
}

using global::Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>The app as its program puts it together, in both builds.</summary>
public sealed class CompositionTests
{
    private static readonly Dictionary<string, string?> Bus = new()
    {
        ["ServiceBus:fullyQualifiedNamespace"] = "shop.servicebus.windows.net",
    };

    [Fact]
    public void The_embedded_build_sends_over_Storage_Queues()
    {
        using var app = Compose(azure: false, Bus);
        Assert.IsType<QueueMessages>(app.GetRequiredService<IMessages>());
    }

    [Fact]
    public void The_Azure_build_sends_over_Service_Bus_where_there_is_one()
    {
        using var app = Compose(azure: true, Bus);
        Assert.IsType<ServiceBusMessages>(app.GetRequiredService<IMessages>());
        Assert.Equal(
            "shop.servicebus.windows.net", app.GetRequiredService<ServiceBusClient>().FullyQualifiedNamespace);
    }

    [Fact]
    public void The_Azure_build_sends_over_Storage_Queues_under_func_start()
    {
        using var app = Compose(azure: true, []);
        Assert.IsType<QueueMessages>(app.GetRequiredService<IMessages>());
    }

    [Fact]
    public void The_bus_triggers_find_the_bodies_that_they_call()
    {
        using var app = Compose(azure: true, Bus);
        Assert.NotNull(ActivatorUtilities.CreateInstance<BusFunctions>(app));
        Assert.NotNull(ActivatorUtilities.CreateInstance<CustomerBusFunctions>(app));
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
        string[] platform = ["FUNCTIONS_WORKER_RUNTIME"];
        var unread = SettingFiles.Local.Keys
            .Where(name => !name.StartsWith("AzureWebJobs.", StringComparison.Ordinal) && !platform.Contains(name))
            .Select(name => name.Replace("__", ":", StringComparison.Ordinal))
            .Where(name => !code.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Empty(unread);
    }

    [Fact]
    public void A_shop_that_is_not_told_who_sells_does_not_start_and_says_all_that_it_wants_to_know()
    {
        var nobody = Assert.Throws<InvalidOperationException>(() => Compose(azure: true, new()
        {
            ["Seller:Name"] = null,
            ["Seller:TaxNumber"] = "000-000-000-00000",
            ["Seller:Ioss"] = "12",
        }));
        Assert.Contains("Seller__Name: ", nobody.Message, StringComparison.Ordinal);
        Assert.Contains("Seller__TaxNumber: ", nobody.Message, StringComparison.Ordinal);
        Assert.Contains("Seller__Ioss: ", nobody.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Seller__Code", nobody.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_sells_is_what_the_settings_say_and_a_number_that_is_empty_is_none()
    {
        using var app = Compose(azure: true, new() { ["Seller:Eori"] = "", ["Seller:Arn"] = "300012345678" });
        var seller = app.GetRequiredService<ShopPolicy>().Seller;
        Assert.Equal(("Likha Crafts, Inc.", null, "300012345678"), (seller.Name, seller.Eori, seller.Arn));
    }

    // With the example as it is handed out: what the app needs and does not find would throw here.
    private static ServiceProvider Compose(bool azure, Dictionary<string, string?> more)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(SettingFiles.Local.ToDictionary(
                one => one.Key.Replace("__", ":", StringComparison.Ordinal), one => (string?)one.Value))
            .AddInMemoryCollection(more).Build();
        var services = new ServiceCollection().AddLogging()
            .AddShop(configuration).AddStorage(configuration).AddGateways(configuration);
        if (azure) services.AddAzure(configuration);
        return services.BuildServiceProvider();
    }
}

using Microsoft.Extensions.Configuration;
using Serverless.Runtime;
using Serverless.Runtime.Rpc;

namespace Serverless.Tests.Runtime;

/// <summary>What a worker may announce, and what is refused.</summary>
public sealed class FunctionCatalogTests
{
    [Fact]
    public void Two_functions_of_one_name_are_refused_whatever_the_case_of_their_letters() => Assert.Equal(
        "Two functions are named 'Twin': Fakes.Twin.Run and Fakes.twin.Run.",
        Refusal(FakeFunction.Http("twin"), FakeFunction.Http("Twin"), FakeFunction.Http("Other")));

    [Fact]
    public void A_trigger_that_is_not_known_is_refused_with_what_can_be_done() => Assert.Equal(
        "Function 'Odd': this host does not know moonTrigger; switch it off with AzureWebJobs.Odd.Disabled, or run "
        + "the app under another host.",
        Refusal(FakeFunction.Of("Odd", """{"type":"moonTrigger","name":"moon"}""")));

    [Fact]
    public void A_function_without_a_trigger_is_refused() => Assert.Equal(
        "Function 'Idle' has no trigger.",
        Refusal(FakeFunction.Of("Idle", """{"type":"durableClient","name":"client"}""")));

    [Fact]
    public void What_is_switched_off_may_be_unknown()
    {
        var settings = Settings(("AzureWebJobs.Odd.Disabled", "true"), ("AzureWebJobs_Even_Disabled", "1"));

        var catalog = FunctionCatalog.Of(
            [
                FakeFunction.Of("Odd", """{"type":"moonTrigger","name":"moon"}"""), FakeFunction.Http("Even"),
                FakeFunction.Http("Rest"),
            ],
            settings);

        Assert.Equal(["Rest"], catalog.Functions.Select(function => function.Name));
    }

    [Fact]
    public void Every_mistake_is_told_at_once() => Assert.Equal(
        3,
        Refusal(
            FakeFunction.Of("Odd", """{"type":"moonTrigger","name":"moon"}"""),
            FakeFunction.Of("Even", """{"type":"sunTrigger","name":"sun"}"""),
            FakeFunction.Http("Twin"), FakeFunction.Http("Twin")).Split(Environment.NewLine).Length);

    [Fact]
    public void An_activity_has_the_name_of_its_trigger_or_that_of_its_function()
    {
        var catalog = FunctionCatalog.Of(
            [
                FakeFunction.Activity("Plain"),
                FakeFunction.Of("Method", """{"type":"activityTrigger","name":"input","activity":"Named"}"""),
            ],
            Settings());

        Assert.Equal(["Named", "Plain"], catalog.ByName("activity", "activity").Keys.Order());
    }

    private static string Refusal(params RpcFunctionMetadata[] functions) =>
        Assert.Throws<StartException>(() => FunctionCatalog.Of(functions, Settings())).Message;

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(
            setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build();
}

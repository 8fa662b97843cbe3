using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Tests.Runtime;

public sealed class HttpTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private HttpClient Client => sample.Host.Client;

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_function_without_methods_answers_all_of_them_at_its_name(string method)
    {
        var answer = await Send(method, "/api/Hello");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal($$"""{"greeting":"hello","method":"{{method}}"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_route_value_becomes_a_typed_argument()
    {
        var answer = await Client.GetFromJsonAsync<JsonElement>($"/api/things/{Id}");

        Assert.Equal(Id, answer.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_function_reads_the_body_from_the_request()
    {
        var answer = await Client.PutAsync($"/api/things/{Id}", new StringContent("blue"));

        Assert.Equal(Id + "=blue", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_literal_route_goes_before_one_with_a_parameter()
    {
        Assert.Equal("latest?a=b", await Client.GetStringAsync("/api/things/latest?a=b"));
    }

    [Theory]
    [InlineData("/api/pages/3", "GET 3 default")]
    [InlineData("/api/pages/3/50", "GET 3 50")]
    [InlineData("/api/files/a/b%20c.txt", "GET a/b c.txt")]
    public async Task Optional_and_catch_all_route_values_are_bound(string path, string expected)
    {
        Assert.Equal(expected, await Client.GetStringAsync(path));
    }

    [Fact]
    public async Task A_route_value_of_the_wrong_form_can_be_answered_by_middleware()
    {
        var answer = await Client.GetAsync("/api/pages/three");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        // The worker's message repeats the value: what must not reach the caller, middleware leaves out.
        Assert.Contains("three", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/Hello")]
    [InlineData("GET", "/api/things/not-a-guid")]
    [InlineData("POST", "/api/things/latest")]
    [InlineData("HEAD", "/api/things/latest")]
    [InlineData("OPTIONS", "/api/things/latest")]
    public async Task What_has_no_function_for_its_route_and_method_is_not_found(string method, string path)
    {
        var answer = await Send(method, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength ?? 0);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task HEAD_and_OPTIONS_are_answered_by_a_function_that_names_them(string method)
    {
        var answer = await Send(method, "/api/probe");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(method, Assert.Single(answer.Headers.GetValues("X-Probe")));
        Assert.Equal(HttpStatusCode.NotFound, (await Send("GET", "/api/probe")).StatusCode);
    }

    [Fact]
    public async Task What_a_function_has_written_is_there_before_the_function_ends()
    {
        using var answer = await Client.GetAsync("/api/Stream", HttpCompletionOption.ResponseHeadersRead);
        using var body = await answer.Content.ReadAsStreamAsync();
        var first = new byte[6];
        await body.ReadExactlyAsync(first);

        sample.Host.Services.GetRequiredService<SampleGate>().Open();

        Assert.Equal("first ", Encoding.UTF8.GetString(first));
        Assert.Equal("second", await new StreamReader(body).ReadToEndAsync());
    }

    [Fact]
    public async Task A_plain_result_is_not_written()
    {
        var answer = await Client.GetAsync("/api/Plain");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unhandled_exception_is_a_500_that_says_nothing()
    {
        var answer = await Client.GetAsync("/api/Broken");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Half_an_answer_does_not_look_like_a_whole_one()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client.GetStringAsync("/api/BrokenInTheMiddle"));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("the-master-key", HttpStatusCode.OK)]
    public async Task A_function_at_function_level_wants_a_key(string? key, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/Locked");
        if (key is not null)
            request.Headers.Add("x-functions-key", key);

        Assert.Equal(expected, (await Client.SendAsync(request)).StatusCode);
        Assert.Equal(expected, (await Client.GetAsync($"/api/Locked?code={key}")).StatusCode);
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_of_its_own()
    {
        var first = await Client.GetFromJsonAsync<Dictionary<string, Guid>>("/api/VisitIds");
        var second = await Client.GetFromJsonAsync<Dictionary<string, Guid>>("/api/VisitIds");

        Assert.Single(first!.Values.Distinct());
        Assert.Single(second!.Values.Distinct());
        Assert.NotEqual(first["injected"], second["injected"]);
    }

    [Fact]
    public async Task A_function_learns_that_its_caller_is_gone()
    {
        using var patience = new CancellationTokenSource();
        var call = Client.GetAsync("/api/Slow", patience.Token);
        var notebook = sample.Host.Services.GetRequiredService<Notebook>();
        await Until.Holds(() => notebook.Lines.Contains("slow begins GET"));

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Until.Holds(() => notebook.Lines.Contains("slow gives up"));
    }

    [Fact]
    public async Task A_function_knows_its_own_definition()
    {
        var answer = await Client.GetFromJsonAsync<JsonElement>("/api/Definition");

        Assert.Equal("Definition", answer.GetProperty("name").GetString());
        Assert.Equal("Serverless.Tests.Runtime.SampleHttp.Definition", answer.GetProperty("entryPoint").GetString());
        Assert.Equal("request httpTrigger", answer.GetProperty("bindings")[0].GetString());
        Assert.True(answer.GetProperty("same").GetBoolean());
        Assert.True(answer.GetProperty("hasId").GetBoolean());
    }

    private async Task<HttpResponseMessage> Send(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        return await Client.SendAsync(request);
    }
}

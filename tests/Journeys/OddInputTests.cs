using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Odd ids, texts and bodies at every route: the asker's fault, and nobody is alarmed.</summary>
public sealed partial class OddInputTests(OpenShop open) : IClassFixture<OpenShop>
{
    private const string HalfASign = """{"\ud800":1,"name":"\ud800","code":"\ud800","lines":["\udc00"]}""";
    private readonly TestShop shop = open.Shop;

    [Theory]
    [InlineData("%0a")]
    [InlineData("{id}%0a")]
    [InlineData("{id}%20")]
    [InlineData("{ID}")]
    [InlineData("%00")]
    [InlineData("%ED%A0%80")]
    [InlineData("..%2F..%5C%3F%23")]
    [InlineData("e%CC%81")]
    [InlineData("{long}")]
    public async Task No_route_takes_an_odd_id_for_a_fault_of_ours(string odd)
    {
        var id = Guid.NewGuid().ToString();
        var text = odd.Replace("{id}", id).Replace("{ID}", id.ToUpperInvariant()).Replace("{long}", new('a', 2000));
        await AreNoFaults(
            from route in Routes()
            where route.Route.Contains('{')
            select (route.Method, Parameter().Replace(route.Route, text), "{}"));
    }

    [Fact]
    public Task No_route_takes_half_a_sign_in_a_text_for_a_fault_of_ours() => AreNoFaults(
        from route in Routes()
        where route.Method is not "get"
        select (route.Method, Parameter().Replace(route.Route, _ => Guid.NewGuid().ToString()), HalfASign));

    [Fact]
    public async Task Half_a_sign_in_a_text_is_no_json()
    {
        var (status, answer) = await Send("put", $"carts/{Guid.NewGuid()}", """{"currency":"\ud800"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("request.not_json", answer);
    }

    [Theory]
    [InlineData("0198A3C0-4C1D-7B4E-8F00-ABCDEFABCDEF")]
    [InlineData("0198a3c0-4c1d-7b4e-8f00-abcdefabcdef%20")]
    [InlineData("%200198a3c0-4c1d-7b4e-8f00-abcdefabcdef")]
    [InlineData("0198a3c0-4c1d-7b4e-8f00-abcdefabcdef%0A")]
    public async Task An_id_that_is_not_written_as_it_is_kept_starts_nothing(string id)
    {
        var (status, answer) = await Send("put", $"carts/{id}", """{"currency":"PHP"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("request.id", answer);
    }

    [Fact]
    public async Task A_return_asked_for_under_an_id_in_capitals_starts_no_process_that_nobody_could_steer()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var id = Guid.NewGuid().ToString();
        foreach (var spelt in new[] { id.ToUpperInvariant(), $"{id}%20" })
        {
            var (status, answer) = await shop.Send(
                HttpMethod.Put, $"/api/returns/{spelt}", shopper.OrderToken, shopper.Back("BOWL"));
            Assert.Equal((HttpStatusCode.BadRequest, "request.id"), (status, answer!["code"]!.GetValue<string>()));
            Assert.Null(await shop.Host.Durable.GetInstanceAsync(Uri.UnescapeDataString(spelt)));
        }

        Assert.Null(await shop.Host.Durable.GetInstanceAsync(id));
        var again = await shop.Send(HttpMethod.Put, $"/api/returns/{id}", shopper.OrderToken, shopper.Back("BOWL"));
        Assert.Equal(HttpStatusCode.Accepted, again.Status);
    }

    [Fact]
    public async Task A_body_sent_too_slowly_is_its_senders_fault()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(shop.Client.BaseAddress!.Host, shop.Client.BaseAddress.Port);
        var line = slow.GetStream();
        var head = $"PUT /api/carts/{Guid.NewGuid()} HTTP/1.1\r\nHost: shop\r\nContent-Length: 5000\r\n\r\n{{";
        await line.WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(line);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
        Assert.DoesNotContain(shop.Log.Lines, line => line.Contains("BadHttpRequest") && line[0] is 'E');
    }

    private async Task AreNoFaults(IEnumerable<(string Method, string Path, string Body)> requests)
    {
        int before = shop.Log.Lines.Count();
        List<string> faults = [];
        foreach (var (method, path, body) in requests)
        {
            var (status, answer) = await Send(method, path, method is "get" ? null : body);
            if ((int)status >= 500) faults.Add($"{method} {path}: {(int)status} {answer}");
        }

        Assert.Empty(faults);
        Assert.DoesNotContain(shop.Log.Lines.Skip(before), line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private async Task<(HttpStatusCode Status, string Answer)> Send(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri($"/api/{path}", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", TestShop.StaffKey);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await shop.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Every route of the app but the webhooks, which look at a signature first.</summary>
    private static IEnumerable<(string Method, string Route)> Routes() =>
        from type in typeof(CartFunctions).Assembly.GetExportedTypes()
        from function in type.GetMethods()
        from parameter in function.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger?.Route is not null && !trigger.Route.StartsWith("webhooks", StringComparison.Ordinal)
        from method in trigger.Methods!
        select (method, trigger.Route);

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();
}

#!/usr/bin/env bash
# YARP 2.3.0 (Yarp.ReverseProxy) on .NET 10: IHttpForwarder sends one request up to four times.
#
# A destination takes a request and closes the connection without an answer, as a process does that is killed in the
# middle. .NET's HttpClient, on which the forwarder stands, takes that for a connection that was not used yet and sends
# the request again, three times more, if it has no content: GET and DELETE, whose repetition HTTP allows, and a POST
# without Content-Length as well, which it does not allow. One POST from the caller can so be carried out four times by
# the destination. With a content, be it one of no bytes, a request is sent once.
#
# Seen:
#   GET                             4 times
#   DELETE                          4 times
#   POST without Content-Length     4 times
#   POST, a content of no bytes     1 times
#
# What helps: a handler between the forwarder and the network that gives every request without content one of no bytes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >probe.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Yarp.ReverseProxy" Version="[2.3.0]" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System.Net;
using System.Net.Sockets;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

var arrived = 0;
var destination = new TcpListener(IPAddress.Loopback, 0);
destination.Start();
_ = Task.Run(async () =>
{
    while (true)
    {
        using var one = await destination.AcceptTcpClientAsync();
        var bytes = new byte[4096];
        var text = "";
        while (!text.Contains("\r\n\r\n"))
            text += Encoding.ASCII.GetString(bytes, 0, await one.GetStream().ReadAsync(bytes));
        Interlocked.Increment(ref arrived);
    }
});

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.Services.AddHttpForwarder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var front = builder.Build();
var to = $"http://127.0.0.1:{((IPEndPoint)destination.LocalEndpoint).Port}";
var plain = new HttpMessageInvoker(new SocketsHttpHandler());
var withContent = new HttpMessageInvoker(new NoBytes { InnerHandler = new SocketsHttpHandler() });
front.Map("/plain", (HttpContext http, IHttpForwarder forwarder) => forwarder.SendAsync(http, to, plain));
front.Map("/content", (HttpContext http, IHttpForwarder forwarder) => forwarder.SendAsync(http, to, withContent));
await front.StartAsync();
var port = new Uri(front.Urls.First()).Port;

await Ask("GET", "GET", "/plain");
await Ask("DELETE", "DELETE", "/plain");
await Ask("POST without Content-Length", "POST", "/plain");
await Ask("POST, a content of no bytes", "POST", "/content");

// By hand, since HttpClient would add a length.
async Task Ask(string what, string method, string path)
{
    Interlocked.Exchange(ref arrived, 0);
    using var caller = new TcpClient();
    await caller.ConnectAsync(IPAddress.Loopback, port);
    await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    await new StreamReader(caller.GetStream()).ReadToEndAsync();
    Console.WriteLine($"{what,-31} {arrived} times");
}

sealed class NoBytes : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        request.Content ??= new ByteArrayContent([]);
        return base.SendAsync(request, stop);
    }
}
CS
expected='GET                             4 times
DELETE                          4 times
POST without Content-Length     4 times
POST, a content of no bytes     1 times'
seen=$(dotnet run --project probe.csproj 2>&1)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  echo "Something else than was seen on 2026-11-30." >&2
  exit 1
fi

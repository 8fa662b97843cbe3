using System.CommandLine;

namespace Serverless.Dev;

/// <summary>Where the parts listen, as options.</summary>
internal sealed class PortOptions
{
    private readonly Option<int?> _base = new("--port-base")
    {
        Description = "First of seven ports in a row, for a second copy; single ones can still be set.",
    };

    private readonly Option<int?> _azurite = Single("azurite", "the first of Azurite's three ports", 10000);
    private readonly Option<int?> _sandbox = Single("sandbox", "the sandbox's port", 7090);
    private readonly Option<int?> _smtp = Single("smtp", "the port that takes mail", 7025);
    private readonly Option<int?> _functions = Single("functions", "the function app's port", 7071);
    private readonly Option<int?> _site = Single("site", "the site's port", 8080);

    public IReadOnlyList<Option> All => [_base, _azurite, _sandbox, _smtp, _functions, _site];

    public Ports Read(ParseResult parsed)
    {
        var ports = parsed.GetValue(_base) is { } start ? Ports.From(start) : Ports.Usual;
        var blob = parsed.GetValue(_azurite) ?? ports.Blob;
        ports = new(blob, blob + 1, blob + 2,
            parsed.GetValue(_sandbox) ?? ports.Sandbox,
            parsed.GetValue(_smtp) ?? ports.Smtp,
            parsed.GetValue(_functions) ?? ports.Functions,
            parsed.GetValue(_site) ?? ports.Site);
        if (ports.All().Any(port => port is < 1 or > 65535))
            throw new Trouble("A port is a number from 1 to 65535.");
        if (ports.All().Distinct().Count() < ports.All().Count)
            throw new Trouble($"Each part needs a port of its own; these are {string.Join(", ", ports.All())}.");
        return ports;
    }

    private static Option<int?> Single(string part, string what, int usual) =>
        new($"--{part}-port") { Description = $"Change {what} (else {usual})." };
}

using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serverless.Tests.Tidy;

/// <summary>Who may know whom.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["commerce"] = [],
        ["runtime"] = [],
        ["sandbox"] = [],
        ["tools"] = [],
        ["tools/backup"] = ["functions", "adapters"],
        ["tools/bench"] = ["adapters", "runtime", "tests"],
        ["tools/host"] = ["functions", "runtime"],
        ["adapters"] = ["commerce"],
        ["orchestrations"] = ["commerce"],
        ["functions"] = ["commerce", "orchestrations", "adapters"],
    };

    [Fact]
    public void References_point_downwards()
    {
        var findings = new Findings(
            "functions knows orchestrations and adapters, these know commerce, commerce knows nobody; "
            + "runtime and sandbox are known by tools and tests alone. Move the code or turn the call round.");
        foreach (string project in Sources.With(".csproj").Where(project => !project.StartsWith("tests/", Plain)))
        {
            string folder = MayKnow.Keys.Where(known => project.StartsWith(known + "/", Plain))
                .MaxBy(known => known.Length) ?? project.Split('/')[0];
            if (!MayKnow.TryGetValue(folder, out string[]? allowed))
            {
                findings.Add(project, $"nothing is said about the folder {folder}: add it to {nameof(MayKnow)}");
                continue;
            }
            foreach (string known in ReferencesOf(project).Where(known => known != folder && !allowed.Contains(known)))
                findings.Add(project, $"{folder} references {known}");
        }
        findings.AssertNone();
    }

    [Fact]
    public void The_runtime_and_the_sandbox_know_nothing_of_the_shop()
    {
        var findings = new Findings("What the runtime or the sandbox needs of the shop comes in over HTTP or by name.");
        foreach (var file in Sources.CSharp.Where(file => file.Path.Split('/')[0] is "runtime" or "sandbox"))
        {
            foreach (var use in file.All<UsingDirectiveSyntax>().Where(use => IsOfTheShop($"{use.NamespaceOrType}")))
                findings.Add(file.Place(use), $"{use.NamespaceOrType}");
        }
        findings.AssertNone();
    }

    private const StringComparison Plain = StringComparison.Ordinal;

    private static bool IsOfTheShop(string name) => name
        is "Serverless.Commerce" or "Serverless.Orchestrations" or "Serverless.Adapters" or "Serverless.Functions";

    private static IEnumerable<string> ReferencesOf(string project)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Sources.Root, project))!;
        return XDocument.Parse(Sources.Read(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(folder, (string)reference.Attribute("Include")!)))
            .Select(path => Path.GetRelativePath(Sources.Root, path).Replace('\\', '/').Split('/')[0]);
    }
}

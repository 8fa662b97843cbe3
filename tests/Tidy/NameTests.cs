using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serverless.Tests.Tidy;

/// <summary>Names that say what a thing is.</summary>
public sealed partial class NameTests
{
    private static readonly HashSet<string> SaysNothing =
    [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Service", "Services", "Handler",
        "Processor", "Dto", "Impl", "Base", "Info",
    ];

    [Fact]
    public void A_type_says_what_it_is()
    {
        var findings = new Findings("Name it after what it is in the shop or what it does; these words fit anything.");
        foreach (var file in Sources.CSharp)
        {
            foreach (var type in file.All<BaseTypeDeclarationSyntax>())
            {
                string name = type.Identifier.Text;
                // Service Bus is what the thing is called by those who make it.
                string ours = name.Replace("ServiceBus", "Bus", Plain);
                if (Words().Matches(ours).FirstOrDefault(word => SaysNothing.Contains(word.Value)) is { } word)
                    findings.Add(file.Place(type), $"{name} holds the word {word.Value}");
            }
        }
        findings.AssertNone();
    }

    [Fact]
    public void A_project_has_one_namespace()
    {
        var findings = new Findings("One namespace per project keeps the usings short; the folder is for people.");
        foreach (string project in Sources.With(".csproj").Where(project => !project.StartsWith("runtime/", Plain)))
        {
            string folder = project[..(project.LastIndexOf('/') + 1)];
            string wanted = NamespaceOf(project);
            foreach (var file in Sources.CSharp.Where(file => file.Path.StartsWith(folder, Plain)))
            {
                foreach (var space in file.All<BaseNamespaceDeclarationSyntax>())
                {
                    if (space.Name.ToString() != wanted)
                        findings.Add(file.Place(space), $"{space.Name} instead of {wanted}");
                }
            }
        }
        findings.AssertNone();
    }

    [Fact]
    public void Nothing_is_declared_under_the_names_of_others()
    {
        var findings = new Findings("What Microsoft declares comes from Microsoft's packages; ours is Serverless.");
        foreach (var file in Sources.CSharp)
        {
            foreach (var space in file.All<BaseNamespaceDeclarationSyntax>().Where(one => IsGenuine($"{one.Name}")))
                findings.Add(file.Place(space), $"{space.Name}");
        }
        findings.AssertNone();
    }

    private const StringComparison Plain = StringComparison.Ordinal;

    private static string NamespaceOf(string project) =>
        XDocument.Parse(Sources.Read(project)).Descendants("RootNamespace").FirstOrDefault()?.Value
        ?? Path.GetFileNameWithoutExtension(project);

    private static bool IsGenuine(string space) =>
        space.StartsWith("Microsoft.", Plain) || space.StartsWith("Azure.", Plain);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")]
    private static partial Regex Words();
}

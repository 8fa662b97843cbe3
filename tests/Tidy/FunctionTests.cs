using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serverless.Tests.Tidy;

/// <summary>What the worker takes without a word and never runs, or runs too early.</summary>
public sealed class FunctionTests
{
    private const StringComparison Plain = StringComparison.Ordinal;

    private static readonly CSharpFile[] App =
        [.. Sources.CSharp.Where(file => file.Path.Split('/')[0] is "functions" or "orchestrations")];

    [Fact]
    public void Every_function_can_be_loaded()
    {
        var findings = new Findings(
            "The worker announces it and cannot load it: a function stands in a public class, not in another one, and "
            + "no other public method of that class has its name.");
        foreach (var file in App)
        {
            foreach (var method in file.All<MethodDeclarationSyntax>().Where(IsFunction))
            {
                var type = (TypeDeclarationSyntax)method.Parent!;
                if (type.Parent is TypeDeclarationSyntax)
                    findings.Add(file.Place(method), $"{method.Identifier.Text} is in a nested class");
                if (!type.Modifiers.Any(SyntaxKind.PublicKeyword) || !method.Modifiers.Any(SyntaxKind.PublicKeyword))
                    findings.Add(file.Place(method), $"{method.Identifier.Text} is not public");
                if (SameName(type, method) > 1)
                    findings.Add(file.Place(method), $"{method.Identifier.Text} has an overload");
            }
        }
        findings.AssertNone();
    }

    [Fact]
    public void No_function_relies_on_a_hosted_service_having_started()
    {
        var findings = new Findings(
            "The worker runs functions before the app's hosted services have started: make it when it is asked for.");
        foreach (var file in Sources.CSharp.Where(file => file.Path.Split('/')[0] is "functions" or "adapters"))
        {
            foreach (var name in file.All<SimpleNameSyntax>().Where(IsHosted))
                findings.Add(file.Place(name), name.Identifier.Text);
        }
        findings.AssertNone();
    }

    private static bool IsHosted(SimpleNameSyntax name) =>
        name.Identifier.Text is "IHostedService" or "IHostedLifecycleService" or "BackgroundService"
            or "AddHostedService";

    private static bool IsFunction(MethodDeclarationSyntax method) => method.AttributeLists
        .SelectMany(list => list.Attributes).Any(attribute => $"{attribute.Name}" is "Function" or "FunctionAttribute");

    // Parts of one class may stand in several files.
    private static int SameName(TypeDeclarationSyntax type, MethodDeclarationSyntax method) => App
        .SelectMany(file => file.All<TypeDeclarationSyntax>())
        .Where(part => part.Identifier.Text == type.Identifier.Text)
        .SelectMany(part => part.Members.OfType<MethodDeclarationSyntax>())
        .Where(other => other.Modifiers.Any(SyntaxKind.PublicKeyword))
        .Count(other => other.Identifier.Text.Equals(method.Identifier.Text, Plain));
}

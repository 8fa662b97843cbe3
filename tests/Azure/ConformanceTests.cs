using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serverless.Tests.Azure;

/// <summary>The runtime's conformance tests, which must be able to run on Microsoft's own engine.</summary>
/// <remarks>They are the cases that say which documented behaviour they follow.</remarks>
public sealed class ConformanceTests
{
    private const string Folder = "tests/Runtime/DurableTask";

    // Our own engine, and what the fixture shows of it.
    private static readonly string[] Ours = ["Engine", "File", "Crashes", "SqliteConnection"];

    [Fact]
    public void Conformance_cases_speak_the_public_API_and_the_fixture_alone()
    {
        Assert.NotEmpty(Cases());
        var found =
            from one in Cases()
            from name in one.Method.DescendantNodes().OfType<SimpleNameSyntax>()
            where Ours.Contains(name.Identifier.Text) || IsOfTheEngine(name.Identifier.Text)
            select $"{one.File}: {one.Method.Identifier.Text} uses {name.Identifier.Text}";
        Assert.True(!found.Any(), string.Join('\n', found));
    }

    [Fact]
    public void Files_with_conformance_cases_alone_do_not_import_the_engine()
    {
        var pure =
            from file in Checkout.Code(Folder)
            let tests = Methods(file).Where(Has("Fact", "Theory")).ToList()
            where tests.Count > 0 && tests.TrueForAll(test => Has("Follows")(test))
            select file;
        Assert.DoesNotContain(
            pure, file => Checkout.Read(file).Contains("using Serverless.", StringComparison.Ordinal));
    }

    private static bool IsOfTheEngine(string name) => name.StartsWith("DurableEngine", StringComparison.Ordinal);

    private static IEnumerable<(string File, MethodDeclarationSyntax Method)> Cases() =>
        from file in Checkout.Code(Folder)
        from method in Methods(file).Where(Has("Follows"))
        select (file, method);

    private static Func<MethodDeclarationSyntax, bool> Has(params string[] attributes) => method =>
        method.AttributeLists.SelectMany(list => list.Attributes).Any(one => attributes.Contains($"{one.Name}"));

    private static IEnumerable<MethodDeclarationSyntax> Methods(string file) =>
        CSharpSyntaxTree.ParseText(Checkout.Read(file)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>();
}

using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serverless.Tests.Azure;

/// <summary>The bus triggers, compiled here against all that they need but their attribute's own package.</summary>
/// <remarks>Only what is published for the cloud holds them; a text beside this stands in for the attribute.</remarks>
internal static class BusBuild
{
    private const string ImplicitUsings =
        "global using System; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpCompilation Code = Compile();

    public static Assembly Assembly { get; } = Load();

    public static Type Functions { get; } = Assembly.GetType("Serverless.Functions.BusFunctions", throwOnError: true)!;

    /// <summary>How long a message rests that failed.</summary>
    public static TimeSpan Rest { get; } = (TimeSpan)Functions.GetField("Rest")!.GetValue(null)!;

    /// <summary>Which functions of the app each bus function calls, by their names.</summary>
    public static IReadOnlyList<(string Function, string Calls)> Calls { get; } =
    [
        .. from tree in Code.SyntaxTrees
           let model = Code.GetSemanticModel(tree)
           from method in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
           let function = NameOf(model.GetDeclaredSymbol(method))
           where function is not null
           from call in method.DescendantNodes().OfType<InvocationExpressionSyntax>()
           let called = NameOf(model.GetSymbolInfo(call).Symbol)
           where called is not null
           select (function, called),
    ];

    private static string? NameOf(ISymbol? method) => method?.GetAttributes()
        .FirstOrDefault(one => one.AttributeClass?.Name == "FunctionAttribute")?
        .ConstructorArguments[0].Value as string;

    private static CSharpCompilation Compile()
    {
        var files = Checkout.Code("functions/Azure")
            .Where(file => file.EndsWith("BusFunctions.cs", StringComparison.Ordinal)).Select(Checkout.Read);
        var loaded = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation.Create(
            "Serverless.Functions.Bus",
            files.Append(Checkout.Read("tests/Azure/ServiceBusTriggerAttribute.txt")).Append(ImplicitUsings)
                .Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest))),
            loaded.Select(file => MetadataReference.CreateFromFile(file)),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static Assembly Load()
    {
        using var stream = new MemoryStream();
        var emitted = Code.Emit(stream);
        var complaints = emitted.Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning);
        Assert.True(emitted.Success && !complaints.Any(), string.Join('\n', complaints));
        return Assembly.Load(stream.ToArray());
    }
}

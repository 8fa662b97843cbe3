using Microsoft.Extensions.DependencyInjection;
using Serverless.Runtime;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Gives HTTP functions the types of ASP.NET Core.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// Lets HTTP functions take <c>HttpRequest</c> and return <c>IActionResult</c> and <c>IResult</c>. Middleware that
    /// replaces results is added after it: what is added before runs when the response has been written.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMvcCore();
        builder.Use(HttpResults.Write);
        builder.Composition.AnswersHttp = true;
        return builder;
    }
}

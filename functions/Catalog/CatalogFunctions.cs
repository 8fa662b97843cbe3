using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What the shop shows; answered from memory.</summary>
public sealed class CatalogFunctions(
    CatalogBlobs catalog, SkuBlob<Availability> availability, CatalogAnswers answers, Estimates estimates,
    ShopPolicy policy, TimeProvider clock)
{
    [Function("GetProducts")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "products")] HttpRequest request,
        CancellationToken stop)
    {
        var read = CatalogQueries.Read(request, policy);
        if (read.IsRefused(out var refusal, out var question)) return Answers.Problem(refusal);
        var view = await Look(question.Currency, stop);
        return answers.Page(view, question) is { } page
            ? Answers.Tagged(request, view.Tag, page)
            : Answers.Problem(EdgeRefusals.Cursor);
    }

    [Function("GetProduct")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "products/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var read = CatalogQueries.Currency(request, policy);
        if (read.IsRefused(out var bad, out var currency)) return Answers.Problem(bad);
        if (CatalogQueries.Country(request, policy).IsRefused(out var nowhere, out var country))
            return Answers.Problem(nowhere);
        var view = await Look(currency, stop);
        if (view.Of(new(id)).IsRefused(out var refusal, out var product)) return Answers.Problem(refusal);
        var estimate = await estimates.Of(view.Find(product.Id), currency, clock.GetUtcNow(), country, stop);
        var promise = policy.Returns.PromiseOf(
            product.Category, product.Id.Value, product.HsCode, country ?? policy.Home);
        return Answers.Tagged(
            request, $"{view.Tag}{Version(estimate)}", product with { Landed = estimate, Returns = promise });
    }

    private static string Version(EstimateView? estimate) => estimate is null
        ? ""
        : $"-{estimate.Country}-{estimate.Landed?.Rules}-{estimate.Landed?.Sheet}";

    private async Task<CatalogView> Look(Currency currency, CancellationToken stop) => new(
        await catalog.Current(stop), await availability.Current(stop), currency, clock.GetUtcNow());
}

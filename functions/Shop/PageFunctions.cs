using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The pages that a merchant wrote: terms of sale, delivery, about us.</summary>
public sealed class PageFunctions(ShopPolicy policy)
{
    // The page's title is the heading above all of its own.
    private const int UnderTitle = 1;

    [Function("GetShopPages")]
    public IResult List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "shop/pages")] HttpRequest request) =>
        Answers.Ok(new { Items = policy.Texts.Pages.Select(page => new { page.Slug, page.Title }) });

    [Function("GetShopPage")]
    public IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "shop/pages/{slug}")] HttpRequest request,
        string slug) =>
        policy.Texts.Find(slug) is { } page ? Answers.Ok(ViewOf(page)) : Answers.Problem(PageRefusals.Unknown);

    /// <summary>A page as everybody may see it.</summary>
    public static object ViewOf(ShopPage page) =>
        new { page.Slug, page.Title, Html = PlainMarkdown.Read(page.Text).ToHtml(UnderTitle) };
}

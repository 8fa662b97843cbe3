using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What the shop tells people of what it keeps of them.</summary>
public sealed class PrivacyFunctions(ShopPolicy policy)
{
    [Function("GetPrivacy")]
    public IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "privacy")] HttpRequest request) =>
        Answers.Ok(new
        {
            Controller = new { policy.Seller.Name, policy.Seller.Address, policy.Seller.Email, policy.Seller.Phone },
            // What the merchant says herself stands before the facts, and never in their place.
            Page = policy.Texts.Find(ShopPage.Privacy) is { } page ? PageFunctions.ViewOf(page) : null,
            Parts = PrivacyNotice.Of(policy.Retention),
            Consents = ConsentText.All.Select(text => new
            {
                text.Purpose,
                text.Version,
                text.Text,
                text.UnlessObjected,
            }),
            ObjectTo = Objection.To.Select(purpose => new
            {
                Purpose = purpose,
                Words = PrivacyNotice.WordsOf(purpose),
            }),
        });
}

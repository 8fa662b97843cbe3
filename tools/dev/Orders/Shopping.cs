namespace Serverless.Dev;

/// <summary>Where the shop is.</summary>
/// <param name="Sandbox">Where cards are tokenised; null asks the shop.</param>
/// <param name="StaffKey">For approving returns.</param>
/// <param name="Pace">How often each shopper looks at her order.</param>
internal sealed record Shopping(Uri Site, Uri? Sandbox, string? StaffKey, TimeSpan Pace);

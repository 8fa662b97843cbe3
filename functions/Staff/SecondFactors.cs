using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What somebody types after she has shown who she is.</summary>
public static class SecondFactors
{
    /// <summary>The six digits of her authenticator, or one of her recovery codes; null when it is neither.</summary>
    public static SecondFactor? Of(StaffAccess access, string code, DateTimeOffset now)
    {
        if (access.Totp is { } totp && code.Length == 6 && code.All(char.IsAsciiDigit))
            return OneTimeCodes.StepOf(totp.Secret, code, now) is { } step ? new(step, null) : null;
        var hash = OneTimeCodes.HashOf(access.Id.Value, code);
        return access.Codes.Contains(new(hash)) ? new(null, hash) : null;
    }
}

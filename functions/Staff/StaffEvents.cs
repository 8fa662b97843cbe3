using Microsoft.Extensions.Logging;

namespace Serverless.Functions;

/// <summary>What is logged of who comes in: by name, so that alerts find it; never with anything private.</summary>
public static class StaffEvents
{
    public static readonly EventId TokenRefused = new(4101, "StaffTokenRefused");
    public static readonly EventId RoleRefused = new(4102, "StaffRoleRefused");
    public static readonly EventId KeyUsed = new(4103, "StaffKeyUsed");
    public static readonly EventId SetupRefused = new(4104, "StaffSetupRefused");
    public static readonly EventId SignInRefused = new(4106, "StaffSignInRefused");
    public static readonly EventId Braked = new(4107, "StaffBraked");
    public static readonly EventId TokenReused = new(4108, "StaffTokenReused");
    public static readonly EventId SignedIn = new(4109, "StaffSignedIn");
    public static readonly EventId Joined = new(4110, "StaffJoined");
    public static readonly EventId OwnChanged = new(4111, "StaffOwnChanged");
    public static readonly EventId FactorMissing = new(4112, "StaffFactorMissing");
    public static readonly EventId PasskeyRefused = new(4120, "StaffPasskeyRefused");
    public static readonly EventId PasskeyCopied = new(4121, "StaffPasskeyCopied");
    public static readonly EventId SetUp = new(4105, "StaffSetUp");
}

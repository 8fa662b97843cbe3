using System.Collections.Frozen;
using Serverless.Commerce;
using static Serverless.Commerce.StaffRole;

namespace Serverless.Functions;

/// <summary>What a staff route asks of whoever comes; see <see cref="StaffRoutes"/>.</summary>
/// <param name="Roles">Any one of these opens it; an owner may always. Empty: owners alone.</param>
/// <param name="IsOpen">Whether nobody is asked who she is.</param>
/// <param name="IsOwn">Whether it is about the asker alone: any role, with or without a second factor.</param>
public sealed record StaffNeed(StaffRole[] Roles, bool IsOpen = false, bool IsOwn = false)
{
    /// <summary>Whether only owners may: then nobody does without a second factor, grace or not.</summary>
    public bool IsOwners => Roles.Length == 0 && !IsOpen;

    public bool Allows(IReadOnlyCollection<StaffRole> roles) => roles.Contains(Owner) || Roles.Any(roles.Contains);
}

/// <summary>
/// What each staff route needs, in one place, by the name of its function. A route under <c>/api/staff</c> that does
/// not stand here is closed to everybody, and fails a test.
/// </summary>
public static class StaffRoutes
{
    private static readonly StaffNeed Anybody = new(Enum.GetValues<StaffRole>());
    private static readonly StaffNeed Owners = new([]);
    private static readonly StaffNeed Open = new([], IsOpen: true);
    private static readonly StaffNeed Own = new(Enum.GetValues<StaffRole>(), IsOwn: true);

    private static readonly FrozenDictionary<string, StaffNeed> Needs = new Dictionary<string, StaffNeed>
    {
        ["GetStaffSummary"] = Anybody,

        ["GetSettings"] = Anybody,
        ["PutSettings"] = Owners,
        ["GetSettingsVersions"] = Anybody,
        ["GetSettingsVersion"] = Anybody,

        ["GetStaffOrders"] = new([Orders, Warehouse, Support]),
        ["GetStaffOrder"] = new([Orders, Warehouse, Support]),
        ["PostOrderSearch"] = new([Orders, Warehouse, Support]),
        ["PutOrderResumption"] = new([Orders]),
        ["PutOrderEnding"] = new([Orders]),
        ["PutCorrection"] = new([Orders, Support]),
        ["PutStaffCancellation"] = new([Orders, Support]),
        ["PutCorrectionQuote"] = new([Orders, Support]),
        ["PutOrderRefund"] = new([Orders]),
        ["PutPaymentRequest"] = new([Orders, Support]),

        ["PutPicking"] = new([Warehouse]),
        ["PutPacking"] = new([Warehouse]),
        ["PutCollection"] = new([Warehouse]),
        ["GetShipmentPaper"] = new([Warehouse, Orders]),
        ["GetShipmentWaybill"] = new([Warehouse, Orders]),
        ["PutShipmentWaybill"] = new([Warehouse, Orders]),
        ["GetStaffReturnWaybill"] = new([Orders, Warehouse, Support]),
        ["PutReturnWaybill"] = new([Orders, Warehouse, Support]),
        ["GetPackingSlip"] = new([Warehouse, Orders]),
        ["PostPickList"] = new([Warehouse, Orders]),
        ["GetStaffClearances"] = new([Orders, Warehouse]),
        ["GetStaffClearance"] = new([Orders, Warehouse]),
        ["GetClearanceDocument"] = new([Orders, Warehouse]),
        ["PutClearanceDocument"] = new([Orders, Warehouse]),

        ["GetStaffReturns"] = new([Orders, Warehouse, Support]),
        ["GetStaffReturn"] = new([Orders, Warehouse, Support]),
        ["GetReturnPhoto"] = new([Orders, Warehouse, Support]),
        ["PutReturnApproval"] = new([Orders, Support]),
        ["PutReturnRefusal"] = new([Orders, Support]),
        ["PutReturnReceipt"] = new([Warehouse]),
        ["PutReturnInspection"] = new([Warehouse]),
        ["PutReturnNote"] = new([Orders, Warehouse, Support]),
        ["PutReturnResumption"] = new([Orders]),

        ["PutProduct"] = new([Catalog]),
        ["PutPublication"] = new([Catalog]),
        ["GetCoupons"] = new([Catalog, Support]),
        ["GetCoupon"] = new([Catalog, Support]),
        ["PutCoupon"] = new([Catalog]),

        ["GetStock"] = new([Warehouse, Catalog, Orders, Support]),
        ["PutBackorder"] = new([Catalog]),
        ["PutSafety"] = new([Catalog, Warehouse]),
        ["PutReceipt"] = new([Warehouse]),
        ["PutAdjustment"] = new([Warehouse]),
        ["GetDrifts"] = new([Warehouse, StaffRole.Books]),
        ["GetDrift"] = new([Warehouse, StaffRole.Books]),
        ["PutRepair"] = new([Warehouse]),

        ["GetSuppliers"] = new([Catalog, Warehouse, StaffRole.Books]),
        ["GetSupplier"] = new([Catalog, Warehouse, StaffRole.Books]),
        ["PutSupplier"] = new([Catalog]),
        ["GetReorderPoints"] = new([Catalog, Warehouse]),
        ["GetPurchaseOrders"] = new([Catalog, Warehouse, StaffRole.Books]),
        ["GetPurchaseOrder"] = new([Catalog, Warehouse, StaffRole.Books]),
        ["PutPurchaseOrder"] = new([Catalog]),
        ["PutPurchaseLine"] = new([Catalog]),
        ["PutPurchaseApproval"] = new([Catalog]),
        ["PutPurchaseConfirmation"] = new([Catalog]),
        ["PutPurchaseCancellation"] = new([Catalog]),
        ["PutPurchaseClosure"] = new([Catalog]),
        ["PutPurchaseReceipt"] = new([Warehouse]),
        ["PutPurchaseResumption"] = new([Catalog, Orders]),

        ["GetTrialBalance"] = new([StaffRole.Books]),

        ["PostCustomerSearch"] = new([Support]),
        ["GetStaffCustomer"] = new([Support]),
        ["PutCustomerNote"] = new([Support]),
        ["PutStaffFactorRemoval"] = new([Support]),
        ["GetStaffCustomerExport"] = new([Support]),
        ["PutStaffErasure"] = new([Support]),
        ["GetStaffCustomerRequests"] = new([Support]),
        ["PutStaffRectification"] = new([Support]),
        ["PutStaffObjection"] = new([Support]),
        ["GetBreaches"] = Owners,
        ["GetBreach"] = Owners,
        ["PutBreach"] = Owners,
        ["PutBreachStory"] = Owners,
        ["PutBreachScope"] = Owners,
        ["GetBreachPeople"] = Owners,
        ["GetBreachNotice"] = Owners,
        ["GetBreachLetter"] = Owners,
        ["PutBreachLetters"] = Owners,
        ["PutBreachAnswer"] = Owners,
        ["PutBreachClosing"] = Owners,

        ["PutLogo"] = Owners,
        ["GetRetention"] = Owners,
        ["GetBackups"] = Owners,
        ["GetBackup"] = Owners,
        ["PutBackup"] = Owners,
        ["GetSealing"] = Owners,
        ["PutSealing"] = Owners,
        ["GetPoison"] = new([Orders]),
        ["PutPoisonReplay"] = new([Orders]),
        ["DeletePoison"] = Owners,

        ["PutSetupKey"] = Open,
        ["PutSetupOwner"] = Open,
        ["PutStaffSession"] = Open,
        ["PutStaffSessionRenewal"] = Open,
        ["PutStaffPasskeyCeremony"] = Open,
        ["PutStaffPasskeySession"] = Open,
        ["GetStaffIssuers"] = Open,
        ["PutStaffLogin"] = Open,
        ["GetStaffLoginAnswer"] = Open,
        ["PutStaffLoginSession"] = Open,
        ["PostInvitationLook"] = Open,
        ["PutInvitationAcceptance"] = Open,

        ["GetOwnAccount"] = Own,
        ["PutOwnTotp"] = Own,
        ["PutOwnTotpConfirmation"] = Own,
        ["PutOwnRecoveryCodes"] = Own,
        ["PutOwnPasskey"] = Own,
        ["PutOwnPasskeyConfirmation"] = Own,
        ["PutOwnPasskeyRemoval"] = Own,
        ["PutOwnPassword"] = Own,
        ["PutOwnSessionEnding"] = Own,
        ["PutOwnSignOut"] = Own,
        ["PutOwnLogin"] = Own,
        ["PutOwnLoginRemoval"] = Own,

        ["GetStaffPeople"] = Owners,
        ["PutStaffMember"] = Owners,
        ["PutStaffInvitation"] = Owners,
        ["PutStaffWithdrawal"] = Owners,
        ["PutStaffRoles"] = Owners,
        ["PutStaffDeparture"] = Owners,
        ["PutStaffSignOut"] = Owners,
        ["PutStaffForgetting"] = Owners,
        ["GetAudit"] = Owners,
        ["GetApiKeys"] = Owners,
        ["PutApiKey"] = Owners,
        ["PutApiKeyRevocation"] = Owners,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Routes of customers by which staff, too, follow what they have asked for them.</summary>
    private static readonly FrozenDictionary<string, StaffNeed> Shared = new Dictionary<string, StaffNeed>
    {
        ["GetErasure"] = new([Support]),
        ["GetRectification"] = new([Support]),
        ["GetObjection"] = new([Support]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the route of a function needs; null where nobody has said.</summary>
    public static StaffNeed? Of(string function) =>
        Needs.GetValueOrDefault(function) ?? Shared.GetValueOrDefault(function);

    /// <summary>Whether it is a customer's route that staff use as well.</summary>
    public static bool IsShared(string function) => Shared.ContainsKey(function);

    /// <summary>All functions that stand here.</summary>
    public static IReadOnlyCollection<string> Functions => Needs.Keys;
}

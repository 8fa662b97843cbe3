namespace Serverless.Commerce;

/// <summary>What the law gives a consumer whatever the shop's own rules say; they may only be better.</summary>
public static class ReturnLaw
{
    /// <summary>Days for a consumer in the EU to withdraw without a reason (Directive 2011/83/EU art. 9).</summary>
    public const int WithdrawalDays = 14;

    /// <summary>Days in which a seller in the EU answers for faults (Directive (EU) 2019/771 art. 10).</summary>
    public const int EuropeanFaultDays = 730;

    /// <summary>The least an implied warranty lasts in the Philippines (Consumer Act, RA 7394 art. 68 e).</summary>
    public const int PhilippineFaultDays = 60;

    /// <summary>The shop is at fault: no fee, no limit to an exchange, all is paid back, the way back too.</summary>
    /// <remarks>RA 7394 art. 68 and 100; Directive 2019/771 art. 13 and 14.</remarks>
    internal static ReturnTerms ForFault(ReturnTerms agreed, string country, DateTimeOffset delivered)
    {
        int days = EuropeanUnion.Has(country) ? EuropeanFaultDays : PhilippineFaultDays;
        return new("fault", ReturnKind.Free, Later(agreed.Until, delivered.AddDays(days)), 0, Payer.Shop,
            ShippingBack.Whole, ImportBack: true);
    }

    /// <summary>
    /// The consumer changed her mind: in the EU, for fourteen days, that costs her at most the way back, and all that
    /// she had paid to the shop is paid back (Directive 2011/83/EU art. 13 and 14), but for exempt goods (art. 16).
    /// </summary>
    internal static ReturnTerms ForWithdrawal(
        ReturnTerms agreed, Exemption? exemption, string country, DateTimeOffset delivered, DateTimeOffset now)
    {
        var until = delivered.AddDays(WithdrawalDays);
        if (!EuropeanUnion.Has(country) || exemption is not null || now > until) return agreed;
        if (agreed.Kind == ReturnKind.Free) until = Later(agreed.Until, until);
        return new("withdrawal", ReturnKind.Free, until, 0, agreed.WayBack, ShippingBack.Standard,
            ImportBack: true);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

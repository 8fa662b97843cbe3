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

    /// <summary>Days in which the shop answers for faults; where no law says less than ours, ours.</summary>
    internal static int FaultDaysIn(string country) =>
        EuropeanUnion.Has(country) ? EuropeanFaultDays : PhilippineFaultDays;

    /// <summary>Days to withdraw without a reason; null where the law gives none.</summary>
    internal static int? WithdrawalDaysIn(string country, Exemption? exemption) =>
        EuropeanUnion.Has(country) && exemption is null ? WithdrawalDays : null;

    /// <summary>The shop is at fault: no fee, no limit to an exchange, all is paid back, the way back too.</summary>
    /// <remarks>RA 7394 art. 68 and 100; Directive 2019/771 art. 13 and 14.</remarks>
    internal static ReturnTerms ForFault(ReturnTerms agreed, Address to, DateTimeOffset delivered) => new(
        "fault", ReturnKind.Free, Later(agreed.Until, EndOf(to, delivered, FaultDaysIn(to.Country))), 0, Payer.Shop,
        ShippingBack.Whole, ImportBack: true);

    /// <summary>
    /// The consumer changed her mind: in the EU, for fourteen days, that costs her at most the way back, and all that
    /// she had paid to the shop is paid back (Directive 2011/83/EU art. 13 and 14), but for exempt goods (art. 16).
    /// </summary>
    internal static ReturnTerms ForWithdrawal(
        ReturnTerms agreed, Exemption? exemption, Address to, DateTimeOffset delivered, DateTimeOffset now)
    {
        if (WithdrawalDaysIn(to.Country, exemption) is not { } days) return agreed;
        var until = EndOf(to, delivered, days);
        if (now > until) return agreed;
        if (agreed.Kind == ReturnKind.Free) until = Later(agreed.Until, until);
        return new("withdrawal", ReturnKind.Free, until, 0, agreed.WayBack, ShippingBack.Standard,
            ImportBack: true);
    }

    // The day of delivery is not counted, and the last day is whole (Regulation 1182/71 art. 3).
    private static DateTimeOffset EndOf(Address to, DateTimeOffset delivered, int days) =>
        CalendarBook.Of(to.Country).LegalEndOf(delivered, days, to.Province);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

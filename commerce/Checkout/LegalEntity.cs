using System.Text.RegularExpressions;

namespace Serverless.Commerce;

/// <summary>Who sells, as the law knows it: named on credit notes, invoices and customs declarations.</summary>
/// <param name="Code">Short and stable; numbers of documents are counted under it.</param>
/// <param name="TaxNumber">Taxpayer identification number of the Bureau of Internal Revenue.</param>
public sealed partial record LegalEntity(string Code, string Name, string TaxNumber, string Address)
{
    /// <summary>Nobody: a shop says in its settings who sells.</summary>
    public static readonly LegalEntity Nobody = new("", "", "", "");

    public string Phone { get; init; } = "";

    public string Email { get; init; } = "";

    /// <summary>Where it keeps its books, by IANA name: by the clocks there its days begin and end.</summary>
    public string Zone { get; init; } = "Asia/Manila";

    /// <summary>How customs of the EU know it (Regulation (EU) 952/2013 art. 9); null without one.</summary>
    public string? Eori { get; init; }

    /// <summary>Of the import one-stop shop (Directive 2006/112/EC art. 369l to 369x); null without one.</summary>
    public string? Ioss { get; init; }

    /// <summary>Of the Australian tax office, for GST on goods of low value; null without one.</summary>
    public string? Arn { get; init; }

    /// <summary>Its numbers that customs of a country ask for, by the names that papers give them.</summary>
    /// <param name="isVatRegistered">Whether it was when it sold the goods.</param>
    public IEnumerable<string> NumbersFor(string country, bool isVatRegistered = true)
    {
        if (TaxNumber.Length > 0) yield return TaxNumberFor(isVatRegistered);
        if (EuropeanUnion.Has(country) && Eori is not null) yield return $"EORI {Eori}";
        if (EuropeanUnion.Has(country) && Ioss is not null) yield return $"IOSS {Ioss}";
        if (country == "AU" && Arn is not null) yield return $"ARN {Arn}";
    }

    /// <summary>The taxpayer's number as a paper has to call it (Philippine NIRC section 237, RR 7-2024).</summary>
    public string TaxNumberFor(bool isVatRegistered) =>
        isVatRegistered ? $"TIN {TaxNumber}" : $"NON-VAT Reg. TIN {TaxNumber}";

    /// <summary>The day of the books of a moment: on papers, in the journal, in what left each day.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => WallClock.Of(Zone).DayOf(moment);

    /// <summary>The first moment of a day of the books.</summary>
    public DateTimeOffset StartOf(DateOnly day) => WallClock.Of(Zone).StartOf(day);

    /// <summary>The last moment of a day of the books.</summary>
    public DateTimeOffset LastOf(DateOnly day) => WallClock.Of(Zone).LastOf(day);

    /// <summary>What is missing or cannot be right, field by field; empty when it may stand on papers.</summary>
    /// <param name="vat">Who is registered for the tax has a number; who is not may have yet to get one.</param>
    public IEnumerable<BadField> Faults(VatStatus vat = VatStatus.Registered)
    {
        bool needsNumber = vat == VatStatus.Registered || TaxNumber.Length > 0;
        (string Field, bool Good, string Message)[] asked =
        [
            ("Code", CodeForm().IsMatch(Code), "From 2 to 12 capital letters and digits: LIKHA."),
            ("Name", Says(Name, 100), "The registered name, at most 100 characters."),
            // A number of nothing but zeros stands for one that somebody has yet to fill in.
            ("TaxNumber", !needsNumber || TaxForm().IsMatch(TaxNumber),
                "The TIN, 9 to 14 digits in groups: 123-456-789-00000."),
            ("Address", Says(Address, 200), "The registered address in one line, at most 200 characters."),
            ("Email", EmailForm().IsMatch(Email), "An e-mail address: customs@likha.example."),
            ("Eori", Eori is null || EoriForm().IsMatch(Eori), "Two letters and up to 15 letters and digits."),
            ("Ioss", Ioss is null || IossForm().IsMatch(Ioss), "IM and ten digits."),
            ("Arn", Arn is null || ArnForm().IsMatch(Arn), "Twelve digits."),
            ("Zone", WallClock.Knows(Zone), "A time zone by its IANA name: Asia/Manila."),
        ];
        return asked.Where(one => !one.Good).Select(one => new BadField(one.Field, one.Message));
    }

    private static bool Says(string text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest;

    [GeneratedRegex(@"\A[A-Z0-9]{2,12}\z")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"\A(?=.*[1-9])(?=(-?[0-9]){9,14}\z)[0-9-]+\z")]
    private static partial Regex TaxForm();

    [GeneratedRegex(@"\A[^@\s]{1,64}@[^@\s]{1,190}\z")]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"\A[A-Z]{2}[A-Z0-9]{1,15}\z")]
    private static partial Regex EoriForm();

    [GeneratedRegex(@"\AIM[0-9]{10}\z")]
    private static partial Regex IossForm();

    [GeneratedRegex(@"\A[0-9]{12}\z")]
    private static partial Regex ArnForm();
}

using System.Globalization;

namespace Serverless.Commerce;

/// <summary>The numbers of one kind of document of one legal entity: consecutive, without a gap.</summary>
/// <remarks>
/// Whoever takes a number names the cause, and for one cause there is one number however often it is asked for: so a
/// number belongs to a document that exists or will (VAT Directive 2006/112/EC art. 226 (2); in the Philippines,
/// NIRC section 237).
/// </remarks>
public sealed record NumberSeries(Id<NumberSeries> Id, long Last)
{
    /// <summary>The credit notes of a legal entity.</summary>
    public static Id<NumberSeries> CreditNotesOf(string entity) => new($"credit-notes-{entity}");

    /// <summary>Takes the next number; the first opens the series.</summary>
    public static Result<NumberSeries> Next(NumberSeries? series, Id<NumberSeries> id) =>
        new NumberSeries(id, (series?.Last ?? 0) + 1);

    /// <summary>A credit note's number as it is written: <c>CN-LIKHA-000042</c>.</summary>
    public static string CreditNote(string entity, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"CN-{entity.ToUpperInvariant()}-{number:D6}");
}

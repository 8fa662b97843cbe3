using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Credit notes, one per return; what was printed once stays as it was.</summary>
public sealed class CreditNotes(PrivateFiles files)
{
    private readonly SealedBlobs blobs = files.In(PrivateFiles.CreditNotesContainer);

    /// <summary>The note as PDF, on A4.</summary>
    public static BinaryData Print(CreditNote note) => CreditNotePage.Print(note);

    /// <summary>Prints a note, unless its return has one.</summary>
    public Task Keep(CreditNote note, CancellationToken stop) => blobs.Add(Name(note.Return!.Value), Print(note), stop);

    /// <summary>Prints a note anew in which somebody was forgotten; number, day and sums are as they were.</summary>
    public Task Replace(CreditNote note, CancellationToken stop) =>
        blobs.Supersede(Name(note.Return!.Value), Print(note), stop);

    /// <summary>The paper of a return; null while there is none.</summary>
    public async Task<BinaryData?> Find(Id<Return> back, CancellationToken stop) =>
        await blobs.Find(Name(back), stop) is { } found ? BinaryData.FromBytes(found.Content) : null;

    private static string Name(Id<Return> back) => $"{back}.pdf";
}

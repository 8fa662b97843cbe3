using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>Parts a row from what opens it, and puts them together again.</summary>
/// <remarks>
/// What is left is a row that can be read without what was taken: its texts say that they were erased. So a backup
/// whose keys are gone still restores the books.
/// </remarks>
internal static class BackupRow
{
    /// <summary>A record's row, and what goes apart from it: its key, or all that it keeps where it is open.</summary>
    public static (TableEntity Row, RowLine? Apart) Parted(IRecordKind kind, TableEntity row)
    {
        if (RecordSeal.HasKey(row))
        {
            var without = new TableEntity(row);
            without.Remove(RecordSeal.Key);
            return (without, RowLine.Of(row, name => name == RecordSeal.Key));
        }

        return kind.IsPersonal || kind.HoldsSealed
            ? (RecordRow.Rewritten(row, new(kind.Bare(Content.ReadFrom(row)))), RowLine.Of(row, Content.IsColumn))
            : (row, null);
    }

    /// <summary>The same of a timeline row: one that is sealed opens only with its record's key.</summary>
    public static (TableEntity Row, RowLine? Apart) PartedFact(IRecordKind kind, TableEntity fact) =>
        !kind.IsPersonal || RecordSeal.IsSealed(fact) || kind.BareFact(Content.ReadFrom(fact)) is not { } bare
            ? (fact, null)
            : (RecordRow.Rewritten(fact, new(bare)), RowLine.Of(fact, Content.IsColumn));

    /// <summary>The row as it was.</summary>
    public static TableEntity Joined(TableEntity row, RowLine? apart)
    {
        if (apart is null) return row;
        if (apart.Columns.Keys.Any(Content.IsColumn))
            foreach (string name in row.Keys.Where(Content.IsColumn).ToList()) row.Remove(name);
        apart.WriteTo(row);
        return row;
    }

    /// <summary>A record's row of which nothing personal is left, under a new key.</summary>
    public static TableEntity Forgotten(IRecordKind kind, TableEntity row, RecordSeal seal, bool asked)
    {
        string owner = RecordRow.Owner(kind.Table, row.PartitionKey);
        byte[] json = RecordSeal.ReadForgotten(row);
        if (kind.HoldsSealed) return RecordRow.Rewritten(row, new(asked ? kind.Forgotten(json) : kind.Bare(json)));
        var key = seal.NewKey(owner);
        var next = RecordRow.Rewritten(row, kind.Keep(json, key, owner));
        RecordSeal.Write(next, key.Wrapped);
        return next;
    }

    /// <summary>A timeline row that nothing opens any more, as what it says without.</summary>
    public static TableEntity ForgottenFact(TableEntity fact) => RecordSeal.IsSealed(fact)
        ? RecordRow.Rewritten(fact, new(RecordSeal.ReadForgotten(fact)))
        : fact;
}

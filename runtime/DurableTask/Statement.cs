using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Serverless.Runtime.DurableTask;

/// <summary>One SQL statement, prepared once; its parameters are ?1, ?2 and so on.</summary>
/// <remarks>
/// It speaks to SQLite itself: a command of Microsoft.Data.Sqlite looks up each parameter by its name and makes a
/// reader at every run, which takes longer than what most of these statements do.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private byte[] utf8 = new byte[1024];

    public Statement(sqlite3 connection, string sql)
    {
        this.connection = connection;
        Check(raw.sqlite3_prepare_v2(connection, sql, out statement));
    }

    /// <summary>Runs it; what it gives is left unread.</summary>
    public void Run(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        try
        {
            while (Step())
                continue;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Runs it and tells whether it changed a row.</summary>
    public bool Changes(params ReadOnlySpan<SqlValue> values)
    {
        Run(values);
        return raw.sqlite3_changes(connection) > 0;
    }

    /// <summary>The first row; the default of its type where there is none.</summary>
    public T? First<T>(Func<Row, T> read, params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        try
        {
            return Step() ? read(new(statement)) : default;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    public List<T> Rows<T>(Func<Row, T> read, params ReadOnlySpan<SqlValue> values)
    {
        List<T> rows = [];
        Bind(values);
        try
        {
            while (Step())
                rows.Add(read(new(statement)));
            return rows;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => statement.Dispose();

    private bool Step()
    {
        var outcome = raw.sqlite3_step(statement);
        if (outcome is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            Check(outcome);
        return outcome == raw.SQLITE_ROW;
    }

    private void Bind(ReadOnlySpan<SqlValue> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            ref readonly var value = ref values[index];
            Check(value switch
            {
                { Number: { } number } => raw.sqlite3_bind_int64(statement, index + 1, number),
                { Text: { } text } => raw.sqlite3_bind_text(statement, index + 1, Utf8(text)),
                { Bytes: { } bytes } => raw.sqlite3_bind_blob(statement, index + 1, bytes),
                _ => raw.sqlite3_bind_null(statement, index + 1),
            });
        }
    }

    private ReadOnlySpan<byte> Utf8(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (utf8.Length < most)
            utf8 = new byte[most];
        return utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8));
    }

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, connection);
}

/// <summary>What a parameter is set to: a number, text, bytes, or nothing.</summary>
internal readonly record struct SqlValue(long? Number, string? Text, byte[]? Bytes)
{
    public static SqlValue Null => default;

    public static implicit operator SqlValue(long? number) => new(number, null, null);

    public static implicit operator SqlValue(string? text) => new(null, text, null);

    public static implicit operator SqlValue(byte[]? bytes) => new(null, null, bytes);
}

internal static class ConnectionExtensions
{
    /// <summary>Runs statements that give nothing.</summary>
    public static void Do(this sqlite3 connection, string sql) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection, sql), connection);
}

/// <summary>The row that a statement has come to; its columns count from 0.</summary>
internal readonly struct Row(sqlite3_stmt statement)
{
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int(int column) => raw.sqlite3_column_int(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column);

    public DateTime Time(int column) => new(Long(column), DateTimeKind.Utc);
}

using Microsoft.Data.Sqlite;

namespace Serverless.Runtime.DurableTask;

/// <summary>One SQL statement, prepared once; its parameters are $1, $2 and so on.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${number}" });
        command.Prepare();
    }

    /// <summary>Runs it and gives the number of changed rows.</summary>
    public int Run(params ReadOnlySpan<object?> values) => With(values).ExecuteNonQuery();

    public object? Scalar(params ReadOnlySpan<object?> values) => With(values).ExecuteScalar();

    public List<T> Rows<T>(Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        List<T> rows = [];
        using var reader = With(values).ExecuteReader();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public void Dispose() => command.Dispose();

    private SqliteCommand With(ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        return command;
    }
}

internal static class RowExtensions
{
    public static string? Text(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTime Time(this SqliteDataReader row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);
}

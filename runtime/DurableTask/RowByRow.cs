using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Serverless.Runtime.DurableTask;

/// <summary>Reads each row by itself where they cannot be read together, since a page of one is damaged.</summary>
internal sealed class RowByRow(sqlite3 connection)
{
    public List<Letter> Inbox()
    {
        using var all = new Statement(connection, """
            SELECT i.id, m.place, m.run FROM inbox AS m JOIN instances AS i ON i.born = m.instance ORDER BY m.place
            """);
        using var one = new Statement(connection, "SELECT event FROM inbox WHERE place = ?1");
        using var trace = new Statement(connection, "SELECT trace FROM inbox WHERE place = ?1");
        return all.Rows(row =>
        {
            var place = row.Long(1);
            return new Letter(
                row.Text(0), place, row.IsNull(2) ? null : row.Long(2), Read(one, found => found.Bytes(0), place),
                Read(trace, found => found.TextOrNull(0), place));
        });
    }

    /// <summary>The activities that are to be run, and the runs of instances of which one cannot be read.</summary>
    public List<Work> Activities(List<(string Instance, long Run)> damaged)
    {
        using var all = new Statement(connection, """
            SELECT i.id, a.place, a.name, a.instance FROM activities AS a JOIN instances AS i ON i.born = a.instance
            """);
        using var input = new Statement(connection, "SELECT coalesce(input, '') FROM activities WHERE place = ?1");
        using var trace = new Statement(connection, "SELECT coalesce(trace, '') FROM instances WHERE born = ?1");
        List<Work> whole = [];
        foreach (var (instance, place, name, born) in all.Rows(row =>
            (row.Text(0), row.Long(1), row.Text(2), row.Long(3))))
        {
            var (run, step) = (Places.Number(place), Places.Part(place));
            // Without its input it cannot be run, without its trace it can.
            if (Text(input, place) is { } text)
                whole.Add(new(instance, run, step, name, OrNull(text), OrNull(Text(trace, born) ?? "")));
            else
                damaged.Add((instance, run));
        }

        return whole;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string? Text(Statement statement, long place) => Read(statement, row => row.Text(0), place);

    private static T? Read<T>(Statement statement, Func<Row, T> read, long place)
        where T : class?
    {
        try
        {
            return statement.First(read, place);
        }
        catch (SqliteException damaged) when (damaged.IsDamage())
        {
            return null;
        }
    }
}

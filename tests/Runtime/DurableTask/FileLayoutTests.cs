using Microsoft.Data.Sqlite;

namespace Serverless.Tests.Runtime;

/// <summary>Files that an earlier release has left, whose histories the worker does not read.</summary>
public class FileLayoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_file_of_an_earlier_layout_is_refused_with_what_to_do_and_left_alone(int layout)
    {
        await using var rig = await Rig.Start(_ => { });
        await rig.Stop();
        Sql(rig, $"PRAGMA user_version = {layout}");
        var before = await File.ReadAllBytesAsync(rig.File);

        var refused = await Assert.ThrowsAsync<IOException>(rig.Reopen);

        Assert.Equal(
            $"The orchestrations' file {rig.File} has layout {layout}, whose orchestrations cannot go on in this "
            + "release, which knows layout 5: begin anew with ./dev reset, or move the file away.",
            refused.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(rig.File));
        Sql(rig, "PRAGMA user_version = 5");
        await rig.Reopen();
    }

    private static void Sql(Rig rig, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={rig.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

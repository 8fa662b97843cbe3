using Grpc.Core;
using Microsoft.Data.Sqlite;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>Files that the engine cannot use: it says so in one sentence, with what to do, and harms nothing.</summary>
public class FileTroubleTests
{
    [Fact]
    public async Task A_second_engine_on_one_file_is_told_so_in_one_sentence()
    {
        await using var rig = await Listening();

        Assert.Equal(
            $"The orchestrations' file {rig.File} is in use by another process: end that one, or name another file.",
            await Refusal(rig));
    }

    [Fact]
    public async Task A_file_that_another_program_locks_is_told_at_the_start()
    {
        await using var rig = await Listening();
        await rig.Stop();
        using (var other = Open(rig))
        {
            Run(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");

            Assert.Equal(
                $"The orchestrations' file {rig.File} cannot be used: "
                + "another program has locked it; end that program.",
                await Refusal(rig));
        }

        await rig.Reopen();
        Assert.Equal(1, await rig.Client.GetAllInstancesAsync().CountAsync());
    }

    [Fact]
    public async Task A_file_that_another_program_locks_refuses_changes_and_takes_them_again_later()
    {
        await using var rig = await Listening();

        using (var other = Open(rig))
        {
            using var locked = other.BeginTransaction(deferred: false);
            var told = Enumerable.Range(0, 3).Select(_ => rig.Client.RaiseEventAsync("one", "End", "lost"));
            foreach (var refused in told.ToList())
            {
                Assert.Equal(
                    "The orchestrations' file could not be written: another program has locked it; end that program.",
                    await Rig.Refused(StatusCode.Internal, () => refused));
            }
        }

        await rig.Client.RaiseEventAsync("one", "End", "heard");
        Assert.Equal("heard", (await rig.End("one")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("no file of SQLite at all, and longer than its header is, which has a hundred bytes to tell by .....")]
    [InlineData("SQLite format 3\0 and then nothing that could be believed ............................")]
    public async Task A_file_that_is_damaged_is_told_at_the_start_and_left_alone(string content)
    {
        await using var rig = await Listening();
        await rig.Stop();
        await File.WriteAllTextAsync(rig.File, content);

        Assert.Equal(
            $"The orchestrations' file {rig.File} cannot be used: it is damaged or no file of this engine; "
            + "put a copy of it back, or move it away to begin with none.",
            await Refusal(rig));
        Assert.Equal(content, await File.ReadAllTextAsync(rig.File));
    }

    [Fact]
    public async Task A_file_of_a_later_release_is_told_at_the_start()
    {
        await using var rig = await Listening();
        await rig.Stop();
        Sql(rig, "PRAGMA user_version = 99");

        Assert.Contains("has layout 99", await Refusal(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_program_is_refused_and_left_alone()
    {
        await using var rig = await Listening();
        await rig.Stop();
        File.Delete(rig.File);
        Sql(rig, "CREATE TABLE orders(id TEXT)");

        Assert.Equal(
            $"The file {rig.File} belongs to another program: name another for the orchestrations.",
            await Refusal(rig));
        using var file = Open(rig);
        Assert.Equal(1L, Run(file, "SELECT COUNT(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_told_at_the_start()
    {
        await using var rig = await Listening();
        await rig.Stop();
        File.Delete(rig.File);
        Directory.CreateDirectory(rig.File);

        Assert.Contains("cannot be used: it may not be written or is no file", await Refusal(rig));
    }

    [Fact]
    public async Task A_file_where_no_folder_can_be_is_told_at_the_start()
    {
        await using var rig = await Listening();
        var inside = Path.Combine(rig.File, "more", "orchestrations.db");
        await using var engine = new DurableEngine(new DurableEngineOptions { File = inside }, rig.Code);

        var refused = await Assert.ThrowsAsync<IOException>(() => engine.StartAsync(CancellationToken.None));

        Assert.StartsWith($"The orchestrations' file {inside} cannot be opened: ", refused.Message);
    }

    private static async Task<Rig> Listening()
    {
        var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<string>("End")));
        await rig.Schedule("Listen", id: "one");
        await rig.Idle();
        return rig;
    }

    private static async Task<string> Refusal(Rig rig) =>
        (await Assert.ThrowsAsync<IOException>(rig.Reopen)).Message;

    private static SqliteConnection Open(Rig rig)
    {
        var connection = new SqliteConnection($"Data Source={rig.File};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Sql(Rig rig, string sql)
    {
        using var connection = Open(rig);
        Run(connection, sql);
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

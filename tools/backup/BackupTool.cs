using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Functions;

namespace Serverless.Backup;

/// <summary>What an operator does with backups; the settings come from the environment, as the app's do.</summary>
internal static class BackupTool
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static async Task<int> List(CancellationToken stop)
    {
        await using var parts = Open();
        var found = await parts.GetRequiredService<Backups>().List(stop);
        foreach (var one in found)
        {
            bool hasKeys = one.BeganAt > DateTimeOffset.UtcNow - BackupRetention.Keys;
            Console.WriteLine(string.Create(
                Plain, $"{one.Folder}  {one.Rows,9} rows and files{(hasKeys ? "" : "  without persons")}"));
        }

        Console.WriteLine(found.Count == 0 ? "The vault holds none." : $"{found.Count} backups, the latest first.");
        return 0;
    }

    public static async Task<int> Check(string? id, bool withoutPersons, CancellationToken stop)
    {
        await using var parts = Open();
        var manifest = await Find(parts, id, stop);
        await parts.GetRequiredService<Restore>().Check(manifest, withoutPersons, stop);
        Console.WriteLine($"{manifest.Folder} is whole and could be restored here: {manifest.Rows} rows and files.");
        return 0;
    }

    public static async Task<int> Restore(string? id, bool emptyFirst, bool withoutPersons, CancellationToken stop)
    {
        await using var parts = Open();
        var restore = parts.GetRequiredService<Restore>();
        var manifest = await Find(parts, id, stop);
        if (emptyFirst)
        {
            // Nothing is deleted for a backup that could not take its place.
            await restore.CheckParts(manifest, withoutPersons, stop);
            await restore.Empty(stop);
        }

        var mark = await restore.Run(
            manifest, withoutPersons, part => Console.WriteLine($"{part.Place}: {part.Rows}"), stop);
        Console.WriteLine(
            $"Restored {mark.Backup}: {manifest.Rows} rows and files; {mark.Forgotten} of them had been erased since "
            + $"and stay forgotten{(mark.WithoutPersons ? "; the books came back without persons" : "")}.");
        if (mark.Unopened > 0) Console.WriteLine($"{mark.Unopened} private files stayed away: nothing opens them.");
        if (mark.Moved > 0)
            Console.WriteLine($"{mark.Moved} records changed while the backup ran; orders among them want a look.");
        Console.WriteLine("Now start the app: it starts what was under way, reckons, and then serves.");
        return 0;
    }

    private static async Task<Manifest> Find(ServiceProvider parts, string? id, CancellationToken stop)
    {
        var found = await parts.GetRequiredService<Backups>().List(stop);
        return found.FirstOrDefault(one => id is null || one.Folder.EndsWith(id, StringComparison.Ordinal))
            ?? throw new RestoreException(
                $"There is no {(id is null ? "backup" : $"whole backup '{id}'")} in the vault that Backups names. "
                + "'list' shows those that there are.");
    }

    private static ServiceProvider Open()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddStorage(configuration).BuildServiceProvider();
    }
}

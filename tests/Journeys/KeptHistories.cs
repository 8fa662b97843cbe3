using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Protobuf;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Journeys;

/// <summary>
/// Keeps what the processes of a test shop went through, where <c>SERVERLESS_HISTORIES</c> names a folder: one of each
/// course that a process took, for tests/Orchestrations to replay against the code of later releases.
/// </summary>
internal static class KeptHistories
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SERVERLESS_HISTORIES");

    public static void Keep(FunctionsTestHost host)
    {
        if (Folder is null) return;
        Directory.CreateDirectory(Folder);
        foreach (var history in host.Histories())
        {
            var events = OrchestratorRequest.Parser.ParseFrom(history.Events).PastEvents;
            if (events.Count == 0) continue;
            var file = Path.Combine(Folder, $"{history.Orchestrator}-{Course(events)}.history.gz");
            if (File.Exists(file)) continue;
            var part = Path.Combine(Folder, $"{Guid.NewGuid()}.part");
            using (var packed = new GZipStream(File.Create(part), CompressionLevel.SmallestSize))
                packed.Write(history.Events);
            File.Move(part, file, overwrite: true);
        }
    }

    // Which steps were taken in which order, and what was heard between them: two orders of one course differ in their
    // ids and amounts alone.
    private static string Course(IEnumerable<HistoryEvent> events)
    {
        var course = string.Join('|', events.Select(one =>
            $"{one.EventTypeCase}{one.TaskScheduled?.Name}{one.EventRaised?.Name}"
            + one.SubOrchestrationInstanceCreated?.Name));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(course)))[..12];
    }
}

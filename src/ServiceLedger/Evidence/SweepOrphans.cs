using Marten;
using ServiceLedger.Hosting;

namespace ServiceLedger.Evidence;

/// <summary>Sets aside content that no event names: of uploads that were refused, or never recorded because the service died.</summary>
public sealed class SweepOrphans(EvidenceFolder folder, IDocumentStore store, TimeProvider time, ILogger<SweepOrphans> log) : BackgroundService
{
    /// <summary>Younger files are left alone: their event may be on its way.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>What was set aside is deleted after this long, so that a service pointed at the wrong database loses nothing at once.</summary>
    public static readonly TimeSpan Quarantine = TimeSpan.FromDays(30);

    const int Batch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Age, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or Marten.Exceptions.MartenCommandException or IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Orphaned content was not swept: {Fault}. It is tried again tomorrow.", e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Sweeps once; returns how many files it set aside.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        if (!Directory.Exists(folder.Root))
            return 0;
        foreach (var file in OlderThan(folder.Incoming, Age))
            File.Delete(file);
        await TakeBackAsync(ct);

        var setAside = 0;
        foreach (var files in Directory.EnumerateDirectories(folder.Root, "??").SelectMany(d => OlderThan(d, Age)).Chunk(Batch))
        {
            var named = await NamedAsync(files, ct);
            foreach (var orphan in files.Where(f => !named.Contains(Path.GetFileName(f))))
            {
                DurableFiles.MakeFolder(folder.Orphans);
                var aside = Path.Combine(folder.Orphans, Path.GetFileName(orphan));
                File.Move(orphan, aside, overwrite: true);
                // The quarantine counts from now.
                File.SetLastWriteTimeUtc(aside, time.GetUtcNow().UtcDateTime);
                setAside++;
            }
        }

        if (setAside > 0)
            log.LogWarning("{Files} files of content that no event names were set aside in {Folder}.", setAside, folder.Orphans);
        return setAside;
    }

    /// <summary>What was set aside and is named after all goes back to its place; the rest is deleted when its time is over.</summary>
    async Task TakeBackAsync(CancellationToken ct)
    {
        foreach (var files in OlderThan(folder.Orphans, TimeSpan.Zero).Chunk(Batch))
        {
            var named = await NamedAsync(files, ct);
            foreach (var file in files)
            {
                if (named.Contains(Path.GetFileName(file)))
                {
                    DurableFiles.Name(file, folder.FileOf(Path.GetFileName(file)));
                    log.LogWarning("Content that had been set aside is named by an event and is back in its place.");
                }
                else if (IsOlder(file, Quarantine))
                    File.Delete(file);
            }
        }
    }

    async Task<HashSet<string>> NamedAsync(IEnumerable<string> files, CancellationToken ct)
    {
        var digests = files.Select(f => Path.GetFileName(f)).ToArray();
        await using var session = store.QuerySession();
        return [.. await session.Query<HeldEvidence>().Where(e => e.Content.Digest.In(digests)).Select(e => e.Content.Digest).ToListAsync(ct)];
    }

    IEnumerable<string> OlderThan(string place, TimeSpan age) => Directory.Exists(place) ? Directory.EnumerateFiles(place).Where(f => IsOlder(f, age)) : [];

    bool IsOlder(string file, TimeSpan age) => File.GetLastWriteTimeUtc(file) <= (time.GetUtcNow() - age).UtcDateTime;
}

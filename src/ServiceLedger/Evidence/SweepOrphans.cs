using Marten;

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
            catch (Exception e) when (e is Npgsql.NpgsqlException or Marten.Exceptions.MartenCommandException or IOException)
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
        foreach (var (place, age) in new[] { (folder.Incoming, Age), (folder.Orphans, Quarantine) })
            foreach (var file in OlderThan(place, age))
                File.Delete(file);

        var setAside = 0;
        foreach (var files in Directory.EnumerateDirectories(folder.Root, "??").SelectMany(d => OlderThan(d, Age)).Chunk(Batch))
        {
            var digests = files.Select(f => Path.GetFileName(f)).ToArray();
            await using var session = store.QuerySession();
            var named = (await session.Query<HeldEvidence>().Where(e => e.Content.Digest.In(digests)).Select(e => e.Content.Digest).ToListAsync(ct)).ToHashSet();
            foreach (var orphan in files.Where(f => !named.Contains(Path.GetFileName(f))))
            {
                Directory.CreateDirectory(folder.Orphans);
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

    IEnumerable<string> OlderThan(string place, TimeSpan age) =>
        Directory.Exists(place) ? Directory.EnumerateFiles(place).Where(f => File.GetLastWriteTimeUtc(f) < (time.GetUtcNow() - age).UtcDateTime) : [];
}

using Marten;
using Npgsql;
using ServiceLedger.Citizens;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Interchange;
using ServiceLedger.Privacy;

namespace ServiceLedger.Destruction;

/// <summary>
/// Destroys what stands on approved lists, one record after the other. Of each, first the record says that the keys are destroyed, and whatever leads to the citizen goes
/// with that; then they are, then the content goes with the tombstone. Cut off anywhere, it goes on from there when it is run again: each step finds out whether it is done.
/// </summary>
public sealed class DestroysRecords(IDocumentStore store, Vault vault, EvidenceFolder folder, NpgsqlDataSource database, TimeProvider time, ILogger<DestroysRecords> log)
{
    /// <summary>Executes every list that is approved; returns how many.</summary>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        await using var session = store.QuerySession();
        var approved = await session.Query<DestructionList>().Where(l => l.Status == DestructionListStatus.Approved).OrderBy(l => l.Id).ToListAsync(ct);
        foreach (var list in approved)
            await ExecuteAsync(list, ct);
        return approved.Count;
    }

    async Task ExecuteAsync(DestructionList list, CancellationToken ct)
    {
        var left = 0;
        foreach (var record in list.Records)
            try
            {
                if (await RecordDestructionAsync(list, record.CitizenId, ct))
                    await EraseAsync(list, record.CitizenId, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The others are not kept waiting; the list is executed once this one is done too.
                left++;
                log.LogError("Citizen {Citizen} of list {List} was not erased to the end: {Fault}. It is tried again.", record.CitizenId, list.Number, e.GetType().Name);
            }

        if (left > 0)
            return;
        await using var session = Session(list);
        var stream = await session.Events.FetchForExclusiveWriting<DestructionList>(list.Id, ct);
        if (stream.Aggregate is not { Status: DestructionListStatus.Approved })
            return;
        stream.AppendOne(await SummedUpAsync(list, session, ct));
        await session.SaveChangesAsync(ct);
    }

    /// <summary>Says on record that the keys are destroyed, unless it stands there or something demands the record again; whether they are to be destroyed under this list.</summary>
    public async Task<bool> RecordDestructionAsync(DestructionList list, Guid citizenId, CancellationToken ct = default)
    {
        await using var session = Session(list);
        await session.EraseAloneAsync(citizenId, ct);
        var stream = await session.Events.FetchForExclusiveWriting<Protection>(ProtectionStream.Of(citizenId), ct);
        if (stream.Aggregate?.Erased is { } erased)
            return erased is { Done: false } && erased.ListId == list.Id;
        if (await RecordRetention.LoadAsync([citizenId], session, time.Today(), ct) is not [{ Due: true }])
            return false;
        stream.AppendOne(new SubjectKeyDestroyed(citizenId, list.Id, list.Number, await KeysAsync(citizenId, ct)));
        // From now on nobody finds the citizen.
        session.DeleteWhere<CitizenByIdNumber>(c => c.CitizenId == citizenId);
        session.DeleteWhere<CitizenByReference>(c => c.CitizenId == citizenId);
        session.Delete<CitizenByName>(citizenId);
        await session.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Destroys keys and content, and says so with the tombstone.</summary>
    async Task EraseAsync(DestructionList list, Guid citizenId, CancellationToken ct)
    {
        await vault.DestroyAsync(citizenId, list.Number, ct);
        await using var session = Session(list);
        var documents = await session.Query<HeldEvidence>().Where(e => e.CitizenId == citizenId).ToListAsync(ct);
        foreach (var document in documents)
            folder.Delete(document.Content);
        var file = await session.LoadAsync<CitizenFile>(citizenId, ct) ?? CitizenFile.Empty(citizenId);
        var stream = await session.Events.FetchForExclusiveWriting<Protection>(ProtectionStream.Of(citizenId), ct);
        if (stream.Aggregate?.Erased is not { Done: false })
            return;
        stream.AppendOne(new PayloadErased(
            citizenId, ErasureScope.IdentityAndMatters, await KeysAsync(citizenId, ct), await CommitmentsAsync(file, ct), documents.Count, list.Law, list.Approvers[^1], list.Id, list.Number));
        await session.SaveChangesAsync(ct);
    }

    static async Task<DestructionListExecuted> SummedUpAsync(DestructionList list, IQuerySession session, CancellationToken ct)
    {
        Guid[] citizens = [.. list.Records.Select(r => r.CitizenId)];
        var erased = (await session.LoadManyAsync<Protection>(ct, [.. citizens.Select(ProtectionStream.Of)])).Where(p => p.Erased?.ListId == list.Id).ToArray();
        var files = await session.LoadManyAsync<CitizenFile>(ct, [.. erased.Select(p => p.CitizenId)]);
        return new(
            list.Number, erased.Length, [.. citizens.Except(erased.Select(p => p.CitizenId))], erased.Sum(p => p.Erased!.Commitments), erased.Sum(p => p.Erased!.Documents),
            [.. files.SelectMany(f => f.Applications).GroupBy(a => a.ItemCode).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new DestroyedMatters(g.Key, g.Count()))]);
    }

    /// <summary>How many sealed values the events of the file hold.</summary>
    async Task<long> CommitmentsAsync(CitizenFile file, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select coalesce(sum((select count(*) from jsonb_path_query(data, 'strict $.**.ciphertext'))), 0)::bigint from {Store.Schema}.mt_events where stream_id = any($1)");
        command.Parameters.Add(new() { Value = file.Streams().ToArray() });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    async Task<string[]> KeysAsync(Guid citizenId, CancellationToken ct)
    {
        var keys = new List<string>();
        foreach (var purpose in Enum.GetValues<PurposeClass>())
            if (await vault.FindKey(citizenId, purpose, ct) is { } key)
                keys.Add(key.KeyId);
        return [.. keys];
    }

    IDocumentSession Session(DestructionList list)
    {
        var session = store.LightweightSession();
        session.Record(new Act(ActorKind.System, "destruction", Channel.SystemInterface, Purpose: "RecordManagement", LegalBasis: list.Law));
        return session;
    }
}

/// <summary>Executes approved lists as they come, and at the start what was cut off.</summary>
public sealed class DestroysApproved(DestroysRecords destroys, TimeProvider time, ILogger<DestroysApproved> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
            try
            {
                await destroys.RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError("An approved list was not destroyed to its end: {Fault}. It goes on in a minute.", e.GetType().Name);
            }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

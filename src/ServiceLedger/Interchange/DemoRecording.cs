using System.Diagnostics;
using Marten;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Interchange;

/// <summary>The demo is not for this database; nothing was recorded.</summary>
public sealed class NoPlaceForDemo(string reason) : Exception(reason);

/// <summary>What the demo recorded.</summary>
public sealed class DemoReport
{
    public int Citizens { get; internal set; }

    /// <summary>People who were on record already, with all their matters.</summary>
    public int AlreadyOnRecord { get; internal set; }
    public int Applications { get; internal set; }
    public int DataRequests { get; internal set; }
    public int Decisions { get; internal set; }

    /// <summary>Events of people and of sharing agreements; the catalogue's are not among them.</summary>
    public int Events { get; internal set; }
    public TimeSpan Took { get; internal set; }
    public double EventsPerSecond => Took > TimeSpan.Zero ? Events / Took.TotalSeconds : 0;

    /// <summary>What of all people is done, 0 to 1.</summary>
    public double Done => (double)(Citizens + AlreadyOnRecord) / DemoCity.People;
}

/// <summary>
/// Records the demo's city: the catalogue, the sharing agreements, then person after person, each with all their matters in one
/// transaction. What is on record is not recorded again, so an interrupted demo goes on when it is run again.
/// </summary>
public sealed class DemoRecording(IDocumentStore store, Vault vault, EvidenceFolder evidence, CaseNumbers numbers, TimeProvider time)
{
    const int Batch = 4, Writers = 3;

    /// <summary>Runs the demo; throws <see cref="NoPlaceForDemo"/> where it would mix with applications of others, or come before its own time.</summary>
    public async Task<DemoReport> RunAsync(ulong seed = 1, Action<DemoReport>? progress = null, CancellationToken ct = default)
    {
        var clock = Stopwatch.StartNew();
        var index = await vault.BlindIndex(ct);
        var catalogue = DemoCatalogue.Read();
        var persons = DemoCity.PeopleOf(seed);
        var report = new DemoReport();
        var known = await KnownAsync(persons, index, ct);
        report.AlreadyOnRecord = known.Count;
        if (known.Count == persons.Count)
            return report;
        await RefuseAsync(known.Count, ct);

        var city = await PrepareAsync(seed, catalogue, ct);
        var agreements = await AgreementsAsync(city, report, ct);
        var hands = DemoStories.Deal(seed);
        var ids = persons.Where(p => !known.Contains(p.IdNumber)).ToDictionary(p => p, _ => LedgerId.New());
        await vault.MakeKeysFor(ids.Values, ct);
        var free = new Queue<long>(await numbers.Take(ids.Keys.Sum(p => DemoLife.NumbersFor(hands[p.Index])), ct));

        var lives = System.Threading.Channels.Channel.CreateBounded<List<DemoLife>>(Writers);
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            try
            {
                await foreach (var batch in lives.Reader.ReadAllAsync(failing.Token))
                {
                    await WriteAsync(batch, index);
                    lock (report)
                    {
                        Count(report, batch);
                        report.Took = clock.Elapsed;
                        progress?.Invoke(report);
                    }
                }
            }
            catch
            {
                await failing.CancelAsync();
                throw;
            }
        }, CancellationToken.None)).ToArray();

        try
        {
            foreach (var batch in ids.Keys.Chunk(Batch))
            {
                var told = new List<DemoLife>();
                foreach (var person in batch)
                {
                    var keys = new DemoKeys(await vault.KeyOf(ids[person], PurposeClass.Identity, ct), await vault.KeyOf(ids[person], PurposeClass.Matters, ct));
                    var documents = await DemoDocument.KeepAsync(evidence, keys.Matters, DemoLife.DocumentsFor(hands[person.Index]), ct);
                    told.Add(DemoLife.Of(city, person, ids[person], keys, index, time, free, documents, agreements, hands[person.Index]));
                }

                await lives.Writer.WriteAsync(told, failing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Interrupted, or a writer failed: what is begun is finished first, then it is said below.
        }
        finally
        {
            lives.Writer.Complete();
        }

        await Task.WhenAll(writers);
        ct.ThrowIfCancellationRequested();
        report.Took = clock.Elapsed;
        return report;
    }

    /// <summary>Somebody of the demo to look at: the person with the most decisions, and one of their applications.</summary>
    public async Task<(Guid Citizen, Application Application)?> ExampleAsync(CancellationToken ct = default)
    {
        await using var session = store.QuerySession();
        var decided = await session.Query<Application>().Where(a => a.DecisionId != null).ToListAsync(ct);
        return decided.GroupBy(a => a.CitizenId).MaxBy(a => a.Count()) is { } most ? (most.Key, most.MaxBy(a => a.Version)!) : null;
    }

    /// <summary>ID numbers of the demo's people who are on record.</summary>
    async Task<HashSet<string>> KnownAsync(IReadOnlyList<DemoPerson> persons, BlindIndex index, CancellationToken ct)
    {
        var byIndex = persons.ToDictionary(p => index.OfIdNumber(p.IdNumber), p => p.IdNumber);
        await using var session = store.QuerySession();
        return [.. (await session.LoadManyAsync<CitizenByIdNumber>(ct, byIndex.Keys.ToArray())).Select(c => byIndex[c.Id])];
    }

    async Task RefuseAsync(int known, CancellationToken ct)
    {
        if (time.Today() <= DemoDays.Last)
            throw new NoPlaceForDemo($"The demo tells of the time up to {DemoDays.Last:yyyy-MM-dd}, which has not come yet by this clock.");
        await using var session = store.QuerySession();
        if (known == 0 && await session.Query<Application>().AnyAsync(ct))
            throw new NoPlaceForDemo("There are applications on record that are not the demo's. It is for an empty database; nothing was recorded.");
    }

    /// <summary>The catalogue and the calendars, recorded where they are missing.</summary>
    async Task<DemoCity> PrepareAsync(ulong seed, DemoCatalogue catalogue, CancellationToken ct)
    {
        var reference = new ReferenceImport(store);
        await reference.DemoCatalogueAsync(ct);
        await reference.ShippedCalendarsAsync(ct);
        await using var session = store.QuerySession();
        var codes = catalogue.Items.Select(i => i.Code).ToArray();
        var items = await session.Query<ServiceItem>().Where(i => i.Code.In(codes)).ToListAsync(ct);
        return new DemoCity(seed, catalogue.Departments, items, await WorkingDays.Load(session, ct));
    }

    async Task<IReadOnlyList<DemoStream<SharingAgreement>>> AgreementsAsync(DemoCity city, DemoReport report, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        if (await session.Query<SharingAgreement>().Where(a => a.AgreementNumber.StartsWith(DemoAgreements.Prefix)).OrderBy(a => a.AgreementNumber).ToListAsync(ct) is { Count: > 0 } signed)
            return [.. signed.Select(a => new DemoStream<SharingAgreement>(a.Id, a))];
        var agreements = DemoAgreements.Of(city, time);
        Append(session, agreements);
        await session.SaveChangesAsync(ct);
        report.Events += agreements.Sum(a => a.Events.Count);
        return agreements;
    }

    // What is begun is finished, whoever interrupts: it takes a moment.
    async Task WriteAsync(List<DemoLife> lives, BlindIndex index)
    {
        await using var session = store.LightweightSession();
        foreach (var life in lives)
        {
            session.Insert(new CitizenByIdNumber(index.OfIdNumber(life.Person.IdNumber), life.Id));
            session.Insert(new CitizenByName(life.Id, index.OfNameAndBirthDate(life.Person.Name, life.Person.Born)));
            Append(session, life.Streams);
        }

        await session.SaveChangesAsync(CancellationToken.None);
    }

    static void Append(IDocumentSession session, IEnumerable<DemoStream> streams)
    {
        foreach (var stream in streams)
        {
            // The store dates the record; a time that stands in an event already would be taken for it.
            foreach (var e in stream.Events)
                e.Timestamp = default;
            session.Events.StartStream(stream.State, stream.Id, stream.Events);
        }
    }

    static void Count(DemoReport report, List<DemoLife> lives)
    {
        report.Citizens += lives.Count;
        report.Applications += lives.Sum(l => l.Of<Application>().Count());
        report.DataRequests += lives.Sum(l => l.Of<DataRequest>().Count());
        report.Decisions += lives.Sum(l => l.Of<Decision>().Count());
        report.Events += lives.Sum(l => l.Streams.Sum(s => s.Events.Count));
    }
}

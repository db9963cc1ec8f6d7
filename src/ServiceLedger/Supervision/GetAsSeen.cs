using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Supervision;

/// <summary>
/// A decision as its officer saw things when deciding: what the manifest of the decision names, at the versions it names, and what the record of looks says was opened before.
/// Nothing recorded later is shown as content; each thing says of itself under <c>since</c> that it changed. Everything else stays the same for ever.
/// </summary>
/// <param name="By">Who decided, as far as the reader may know.</param>
/// <param name="ManifestGiven">Whether the decision says what was opened for it; where not, only the looks tell.</param>
/// <param name="Streams">What the manifest names, at its version.</param>
/// <param name="Documents">The documents that the manifest names.</param>
/// <param name="Data">What other departments gave that was opened or relied on, with the values as they stood.</param>
/// <param name="Opened">What the officer opened and what not; absent for whoever may not read looks.</param>
/// <param name="Since">What happened to the decision itself afterwards.</param>
public sealed record AsSeenView(
    Guid DecisionId, Guid ApplicationId, Guid CitizenId, string DecisionNumber, DateTimeOffset DecidedAt, HistoryActor? By, bool ManifestGiven, IReadOnlyList<StreamAsSeen> Streams,
    IReadOnlyList<DocumentAsSeen> Documents, IReadOnlyList<DataAsSeen> Data, ItemAsSeen Item, OpenedBefore? Opened, DecisionSince Since);

/// <summary>A stream at the version that was seen.</summary>
/// <param name="Hidden">Whether the policy keeps it from this reader; then nothing of it is shown.</param>
/// <param name="Application">The matter as it stood, where it is one.</param>
/// <param name="Decision">The decision as it stood, where it is one.</param>
/// <param name="Events">Everything up to that version, oldest first.</param>
public sealed record StreamAsSeen(
    Guid Id, FileSection Section, long Version, DateTimeOffset? LastOpenedAt, bool Hidden, ApplicationRow? Application, DecisionRow? Decision, IReadOnlyList<HistoryLine> Events, ChangedSince Since);

/// <param name="Changed">Whether anything was added to it after what was seen.</param>
public sealed record ChangedSince(bool Changed);

/// <summary>A document that was seen.</summary>
/// <param name="Document">What it was then.</param>
/// <param name="ContentHash">base64url SHA-256 of the content that was seen.</param>
/// <param name="ReliedOn">Whether a fact of the decision rests on it.</param>
public sealed record DocumentAsSeen(Guid Id, bool Hidden, EvidenceRow? Document, string? ContentHash, DateTimeOffset? LastOpenedAt, bool ReliedOn, DocumentSince Since);

/// <param name="SameContent">Whether the content on record is the one that was seen.</param>
/// <param name="Status">Where it stands today: held, superseded or invalidated.</param>
public sealed record DocumentSince(bool? SameContent, EvidenceStatus? Status);

/// <summary>Data of another department as they stood when they were last opened, or when the decision relied on them.</summary>
public sealed record DataAsSeen(Guid Id, bool Hidden, DataRequestRow? Request, DateTimeOffset? LastOpenedAt, bool ReliedOn, IReadOnlyList<ValueAsSeen> Fields, DataSince Since);

/// <param name="Value">Absent where the policy does not show values to the reader.</param>
/// <param name="Prevails">Whose word on it counted then.</param>
public sealed record ValueAsSeen(string Name, string? Value, FactSource Prevails);

/// <param name="Corrected">The fields that their source has corrected since.</param>
public sealed record DataSince(bool Changed, IReadOnlyList<string> Corrected);

/// <summary>The version of the catalogue that was decided under.</summary>
public sealed record ItemAsSeen(string Code, int Version, ItemTerms? Terms, ItemSince Since);

/// <param name="Replaced">Whether another version is in force today.</param>
public sealed record ItemSince(bool Replaced);

/// <summary>What the deciding officer opened before deciding, and what not. Silence is a fact.</summary>
/// <param name="Anything">Whether anything of the person's record was opened since the matter began.</param>
/// <param name="File">Whether the one file of the person was.</param>
/// <param name="InWords">The same in words, in the language asked for.</param>
/// <param name="Looks">The looks, oldest first.</param>
/// <param name="NeverOpened">What of the matter was on record, could be read by the officer, and was not opened.</param>
public sealed record OpenedBefore(bool Anything, bool File, string InWords, IReadOnlyList<LookBefore> Looks, IReadOnlyList<NeverOpened> NeverOpened);

/// <summary>One look before the decision.</summary>
/// <param name="StreamId">The one thing shown, where it was one.</param>
public sealed record LookBefore(Guid AccessId, DateTimeOffset At, AccessKind Kind, IReadOnlyList<FileSection> Sections, string? Screen, Guid? StreamId, string? Purpose, Guid? MatterId);

/// <param name="ReliedOn">Whether the decision rests on it all the same.</param>
public sealed record NeverOpened(Guid Id, FileSection Section, bool ReliedOn);

/// <param name="Changed">Whether anything was recorded of the decision after it was made.</param>
/// <param name="OpenedByPersonAt">When the person, or somebody for them, first opened it; absent where they never did, or the reader may not know.</param>
/// <param name="NeverOpenedByPerson">Whether it was delivered and never opened; absent where the reader may not know.</param>
public sealed record DecisionSince(bool Changed, DateTimeOffset? DeliveredAt, DateTimeOffset? OpenedByPersonAt, bool? NeverOpenedByPerson);

/// <summary>
/// For whoever judges a decision without hindsight: the person, the deciding department, the one above it, supervision. Who else reviews it stands to it as
/// <see cref="Decision.RelationTo"/> says, and reads it here by that.
/// </summary>
public static class GetAsSeenEndpoint
{
    const string Screen = "/api/decisions/{decisionId}/as-seen", Address = $"GET {Screen}";
    static readonly string[] FileScreens = ["/api/citizens/{citizenId}/file", "/api/citizens/{citizenId}/file/history"];

    public static ProblemDetails Validate(Act act, Decision decision) =>
        !act.May(PolicyAction.Read, FileSection.Decisions, decision.RelationTo(act), FieldClass.Texts) ? Problems.NotFound()
        : act.Protection is { Of.Erased: not null } ? act.RefuseOpening(decision.CitizenId) ?? WolverineContinue.NoProblems
        : WolverineContinue.NoProblems;

    [WolverineGet("/api/decisions/{decisionId:guid}/as-seen")]
    public static async Task<AsSeenView> Get(
        [ReadModel] Decision decision, Act act, HttpContext context, IQuerySession session, NpgsqlDataSource database, Vault vault, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct)
    {
        var record = await DecidedRecord.LoadAsync(decision, session, ct);
        var (made, reading) = (record.Made, await FileReading.LoadAsync(decision.CitizenId, act, Address, session, items, blocks, time, ct));
        var view = act.View(PolicyAction.Read, decision.RelationTo(act));
        var seesLooks = view.Shows(FileSection.Accesses) && (!act.IsOfNoOffice || act.SpeaksFor(decision.CitizenId, Power.SeeLooks));

        var scope = (await AccessLines.ScopeAsync(decision.CitizenId, act, session, time, ct))!;
        await using var connection = await database.OpenConnectionAsync(ct);
        var looks = record.Officer is { } officer ? await LooksAsync(connection, scope, officer, record, ct) : [];
        var opened = looks.Select(l => (l.At, l.Position, Stream: Shown(l.What).Stream)).Where(l => l.Stream is not null).ToLookup(l => l.Stream!.Value);
        // What a reader may not know of looks does not tell by the values either.
        DateTimeOffset? LastOpened(Guid id) => seesLooks && opened[id].Any() ? opened[id].Max(l => l.At) : null;

        var manifest = made.SeenManifest?.Streams.ToDictionary(s => s.Id, s => s.Version) ?? [];
        var relied = record.ReliedOn;
        bool WasSeen(IEvent e) =>
            manifest.TryGetValue(e.StreamId, out var version) ? e.Version <= version
            : e.Sequence < (record.Requests.ContainsKey(e.StreamId) && opened[e.StreamId].Any() ? opened[e.StreamId].Max(l => l.Position) : record.Cut);
        var then = record.Folded(WasSeen);
        var visible = reading.Visible(then);
        var shown = reading.Streams(visible).ToHashSet();
        var key = await vault.KeyFor(act, decision.CitizenId, PurposeClass.Matters, ct);

        // Each value is closed where its own stream is.
        SubjectKey KeyOf(Guid stream) => key.ClosedFor(act.ClosureOf(decision.CitizenId, stream));

        var streams = new List<StreamAsSeen>();
        foreach (var seen in made.SeenManifest?.Streams ?? [])
        {
            var events = record.Of(seen.Id).Where(WasSeen).ToArray();
            var page = shown.Contains(seen.Id) ? await HistoryPage.Of(events, decision.CitizenId, act, view, FileSection.History, vault, int.MaxValue, e => e.Version, ct, _ => true) : null;
            var (application, ruled) = (visible.Applications.FirstOrDefault(a => a.Id == seen.Id), visible.Decisions.FirstOrDefault(d => d.Id == seen.Id));
            streams.Add(new(
                seen.Id, seen.Id == decision.CitizenId ? FileSection.Identity : then.Decisions.Any(d => d.Id == seen.Id) ? FileSection.Decisions : FileSection.Applications,
                seen.Version, LastOpened(seen.Id), page is null, application, ruled, page?.Events ?? [],
                new(page is not null && record.Of(seen.Id).Any(e => e.Version > seen.Version && !record.IsTheDeciding(e)))));
        }

        var documents = (made.SeenManifest?.Evidence ?? []).Select(seen =>
        {
            var row = visible.Evidence.FirstOrDefault(e => e.Id == seen.Id);
            var content = record.Of(seen.Id).Select(e => e.Data).OfType<EvidenceReceived>().FirstOrDefault()?.Content.ContentHash;
            var hash = row is null ? null : KeyOf(seen.Id).Open(seen.Digest ?? content);
            return new DocumentAsSeen(seen.Id, row is null, row, hash, LastOpened(seen.Id), relied.Contains(seen.Id), new(row is null || KeyOf(seen.Id).IsClosed ? null : hash == key.Open(content), row is null ? null : StatusToday(record.Of(seen.Id))));
        }).ToArray();

        var data = record.Requests.Values.Where(r => relied.Contains(r.Id) || opened[r.Id].Any()).Select(request =>
        {
            var row = visible.DataRequests.FirstOrDefault(r => r.Id == request.Id);
            var (before, after) = (record.Of(request.Id).Where(WasSeen).ToArray(), record.Of(request.Id).Where(e => !WasSeen(e)).ToArray());
            var opens = row is not null && request.OpensValuesTo(act);
            return new DataAsSeen(
                request.Id, row is null, row, LastOpened(request.Id), relied.Contains(request.Id),
                row is null ? [] : [.. Values(before).Select(v => new ValueAsSeen(v.Key, opens ? KeyOf(request.Id).Open(v.Value) : null, row.Contested.Contains(v.Key) ? FactSource.Person : FactSource.Provider))],
                new(row is not null && after.Any(e => e.Data is not DataUsedInDecision), row is null ? [] : [.. after.Select(e => e.Data).OfType<CorrectionPropagated>().Select(c => c.Field).Distinct()]));
        }).Where(d => relied.Contains(d.Id) || seesLooks).OrderBy(d => d.Id).ToArray();

        var item = await items.Find(made.ItemCode, made.ItemVersion, ct);
        var seenNow = context.Features.GetRequiredFeature<Seen>();
        (seenNow.Results, seenNow.Fields) = (streams.Sum(s => s.Events.Count) + documents.Length + data.Length, view.Of([FileSection.Decisions, FileSection.History]));
        return new(
            decision.Id, made.ApplicationId, decision.CitizenId, made.DecisionNumber, record.At,
            record.By is { } by ? new(by.Kind, by.Role, by.Department, by.Channel, view.Shows(FileSection.Decisions, FieldClass.Officers) ? by.ActorId : null, by.OnBehalfOf) : null,
            made.SeenManifest is not null, streams, documents, data, new(made.ItemCode, made.ItemVersion, item?.Terms(made.ItemVersion), new(item?.InForce > made.ItemVersion)),
            seesLooks && record.Officer is not null ? Opened(looks, AccessLines.ReaderOf(act), await ReadableThenAsync(record, session, items, ct), manifest, made, relied) : null,
            await SinceAsync(decision, record, act, scope, connection, seesLooks, ct));
    }

    /// <summary>The officer's looks at this person since the matter began, before the decision, the oldest first.</summary>
    static async Task<RecordedLook[]> LooksAsync(NpgsqlConnection connection, LookScope scope, Act officer, DecidedRecord record, CancellationToken ct)
    {
        var looks = await RecordedLooks.PageAsync(connection, scope with { By = officer.ActorId, Upto = Text.DateOf(record.At) }, new(From: Text.DateOf(record.Began), Before: record.Cut, Own: true, Size: int.MaxValue), ct);
        return [.. looks.Where(l => l.By.IsOfficer && l.At >= record.Began && l.What is FileViewed or Exported).OrderBy(l => l.Position)];
    }

    static OpenedBefore Opened(RecordedLook[] looks, LineReader reader, CitizenFile readable, Dictionary<Guid, long> manifest, DecisionMade made, HashSet<Guid> relied)
    {
        var opened = looks.Select(l => Shown(l.What).Stream).OfType<Guid>().Concat(manifest.Keys).Concat((made.SeenManifest?.Evidence ?? []).Select(e => e.Id)).ToHashSet();
        var file = looks.Any(l => FileScreens.Contains(Shown(l.What).Screen));
        (Guid Id, FileSection Section)[] there =
        [
            .. readable.Applications.Where(a => a.Id == made.ApplicationId).Select(a => (a.Id, FileSection.Applications)),
            .. readable.Commitments.Where(c => c.ApplicationId == made.ApplicationId).Select(c => (c.Id, FileSection.Commitments)),
            .. readable.DataRequests.Where(r => r.ApplicationId == made.ApplicationId).Select(r => (r.Id, FileSection.DataRequests)),
            .. readable.Decisions.Where(d => d.ApplicationId == made.ApplicationId).Select(d => (d.Id, FileSection.Decisions)),
            .. readable.Evidence.Select(e => (e.Id, FileSection.EvidenceContent))
        ];
        return new(
            looks.Length > 0, file, InWords(looks.Length > 0, file),
            [.. looks.Select(l => new LookBefore(l.Id, l.At, RecordedLooks.KindOf(l.What), Shown(l.What).Sections, Shown(l.What).Screen, Shown(l.What).Stream, l.By.Purpose, AccessWords.Names(l, reader) ? l.By.MatterId : null))],
            [.. there.Where(t => !opened.Contains(t.Id)).OrderBy(t => t.Id).Select(t => new NeverOpened(t.Id, t.Section, relied.Contains(t.Id)))]);
    }

    /// <summary>What of the person's record the officer could read for the matter at that instant, under the rules of that instant.</summary>
    static async Task<CitizenFile> ReadableThenAsync(DecidedRecord record, IQuerySession session, ItemCatalogue items, CancellationToken ct)
    {
        var (made, officer) = (record.Made, record.Officer!);
        var version = record.Of(made.ApplicationId).Where(e => e.Sequence < record.Cut).Select(e => e.Version).DefaultIfEmpty(0).Max();
        var matter = version == 0 ? null : await session.Events.AggregateStreamAsync<Application>(made.ApplicationId, version, token: ct);
        var rules = officer.PolicyVersion is { } number && await session.LoadAsync<PolicyBook>(PolicyBook.Stream, ct) is { } book && number <= book.InForce ? new Policy(number, book.Versions[number - 1]) : Policy.Shipped;
        var asked = ActorsMatter.EvidenceTypes((await items.Find(made.ItemCode, made.ItemVersion, ct))?.Terms(made.ItemVersion));
        return new FileReading(record.CitizenId, officer with { Policy = rules }, matter, asked).Visible(record.Folded(e => e.Sequence < record.Cut));
    }

    static async Task<DecisionSince> SinceAsync(Decision decision, DecidedRecord record, Act act, LookScope scope, NpgsqlConnection connection, bool seesLooks, CancellationToken ct)
    {
        var delivered = record.Of(decision.Id).LastOrDefault(e => e.Data is DecisionDelivered)?.EffectiveAt();
        if (!seesLooks || !(act.IsOfNoOffice || act.Supervises()))
            return new(decision.Version > 1, delivered, null, null);
        var looks = await RecordedLooks.PageAsync(connection, scope, new(Kind: AccessKind.Viewed, Section: FileSection.Decisions, From: Text.DateOf(record.At), Own: true, Size: int.MaxValue), ct);
        // This page shows what was seen for the decision, and not what was decided.
        var read = looks.Where(l => Shown(l.What) is var (_, screen, stream) && stream == decision.Id && screen != Screen && (l.By.IsCitizen(decision.CitizenId) || (l.By.IsOfNoOffice && l.By.OnBehalfOf is not null))).ToArray();
        DateTimeOffset? first = read.Length == 0 ? null : read.Min(l => l.At);
        return new(decision.Version > 1, delivered, first, delivered is not null && first is null);
    }

    static (IReadOnlyList<FileSection> Sections, string? Screen, Guid? Stream) Shown(object look) => look switch
    {
        FileViewed d => (d.Sections, d.Screen, d.StreamId),
        Exported d => (d.Sections, d.Screen, null),
        _ => ([], null, null)
    };

    static SortedDictionary<string, Sealed<string>> Values(IEnumerable<IEvent> events)
    {
        var values = new SortedDictionary<string, Sealed<string>>(StringComparer.Ordinal);
        foreach (var e in events)
            foreach (var (name, value) in e.Data switch
            {
                DataProvided d => d.Fields.Select(f => (f.Name, f.Value)),
                DataPartlyProvided d => d.Fields.Select(f => (f.Name, f.Value)),
                CorrectionPropagated d => [(d.Field, d.Value)],
                _ => []
            })
                values[name] = value;
        return values;
    }

    static EvidenceStatus StatusToday(IEnumerable<IEvent> events) => events.Select(e => HeldEvidence.StatusAfter(e.Data)).LastOrDefault(s => s is not null) ?? EvidenceStatus.Held;

    static string InWords(bool anything, bool file) => (anything, file) switch
    {
        (false, _) => Problems.InChinese ? "作出决定的人员在决定前未查阅该人的任何记录。" : "The deciding officer opened nothing of this person's record before deciding.",
        (_, false) => Problems.InChinese ? "作出决定的人员在决定前查阅过记录，但从未打开该人的档案。" : "The deciding officer opened something of the record, and never the person's file, before deciding.",
        _ => Problems.InChinese ? "作出决定的人员在决定前打开过该人的档案。" : "The deciding officer opened the person's file before deciding."
    };
}

/// <summary>A decision, its matter, and every event of what belongs to the matter or was seen for it.</summary>
/// <param name="Cut">The sequence of the first event of the act of deciding: what is before it was on record.</param>
/// <param name="Began">When the matter began.</param>
/// <param name="Requests">The data requests for the matter, as they are today.</param>
sealed record DecidedRecord(Guid CitizenId, Guid DecisionId, DecisionMade Made, DateTimeOffset At, Act? By, long Cut, DateTimeOffset Began, IReadOnlyDictionary<Guid, DataRequest> Requests, ILookup<Guid, IEvent> Events, IReadOnlyList<IEvent> InOrder)
{
    /// <summary>The officer who decided; null where a machine or an import did.</summary>
    public Act? Officer => By is { IsOfficer: true } ? By : null;

    public HashSet<Guid> ReliedOn { get; } = [.. (Made.Facts ?? []).SelectMany(f => f.EvidenceIds.Concat(f.DataRequestIds))];

    /// <summary>The events of a stream, oldest first.</summary>
    public IEnumerable<IEvent> Of(Guid stream) => Events[stream];

    /// <summary>Whether an event says of the matter that this is its decision.</summary>
    public bool IsTheDeciding(IEvent e) => e.Data is ApplicationDecided d && d.DecisionId == DecisionId;

    /// <summary>The file that these events make.</summary>
    public CitizenFile Folded(Func<IEvent, bool> which) => InOrder.Where(which).Aggregate(CitizenFile.Empty(CitizenId), (file, e) => CitizenFile.Fold(file, CitizenId, e));

    public static async Task<DecidedRecord> LoadAsync(Decision decision, IQuerySession session, CancellationToken ct)
    {
        var first = await session.Events.Known().Where(e => e.StreamId == decision.Id && e.Version == 1).SingleAsync(ct);
        var made = (DecisionMade)first.Data;
        var requests = await session.Query<DataRequest>().Where(r => r.CitizenId == decision.CitizenId && r.ApplicationId == made.ApplicationId).ToListAsync(ct);
        var commitments = await session.Query<Commitment>().Where(c => c.CitizenId == decision.CitizenId && c.ApplicationId == made.ApplicationId).ToListAsync(ct);
        var decisions = await session.Query<Decision>().Where(d => d.CitizenId == decision.CitizenId && d.ApplicationId == made.ApplicationId).ToListAsync(ct);
        var evidence = await session.Query<HeldEvidence>().Where(e => e.CitizenId == decision.CitizenId).ToListAsync(ct);
        Guid[] ids =
        [
            .. new[] { decision.CitizenId, decision.Id, made.ApplicationId }.Concat(made.SeenManifest?.Streams.Select(s => s.Id) ?? []).Concat(made.SeenManifest?.Evidence.Select(e => e.Id) ?? [])
                .Concat(requests.Select(r => r.Id)).Concat(commitments.Select(c => c.Id)).Concat(decisions.Select(d => d.Id)).Concat(evidence.Select(e => e.Id)).Distinct()
        ];
        var events = await session.Events.Known().Where(e => e.StreamId.In(ids)).OrderBy(e => e.Sequence).ToListAsync(ct);
        var decided = events.FirstOrDefault(e => e.Data is ApplicationDecided d && d.DecisionId == decision.Id);
        return new(
            decision.CitizenId, decision.Id, made, first.Timestamp, first.Act(), Math.Min(first.Sequence, decided?.Sequence ?? first.Sequence), events.FirstOrDefault(e => e.StreamId == made.ApplicationId)?.Timestamp ?? first.Timestamp,
            requests.ToDictionary(r => r.Id), events.ToLookup(e => e.StreamId), events);
    }
}

using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Decisions;

/// <summary>A fact as it comes in.</summary>
public sealed record FactTold(string Statement, EvidenceGrade Grade, IReadOnlyList<Guid>? EvidenceIds = null, IReadOnlyList<Guid>? DataRequestIds = null);

/// <summary>The use of discretion as it comes in.</summary>
public sealed record DiscretionTold(string Range, string Chosen, string Why);

/// <summary>How far a machine decided, as it comes in.</summary>
public sealed record AutomationTold(AutomationLevel Level, string? Tool = null, string? ToolVersion = null, string? HumanReviewer = null, bool ExplanationRightTold = false);

/// <summary>Whether it is public, as it comes in.</summary>
public sealed record PublicationTold(bool Publish, SecrecyGround? Ground = null, string? Article = null);

/// <summary>What the officer had opened, as it comes in.</summary>
public sealed record ManifestTold(IReadOnlyList<SeenStream> Streams, int ItemVersion, IReadOnlyList<EvidenceTold>? Evidence = null);

/// <param name="Digest">base64url SHA-256 of the content, 43 characters.</param>
public sealed record EvidenceTold(Guid Id, string? Digest = null);

/// <summary>What a decision rests on, as it comes in: refused where it lacks something, sealed where it is personal.</summary>
public sealed record FindingsTold(
    IReadOnlyList<FactTold>? Facts = null, DiscretionTold? Discretion = null, AutomationTold? Automation = null, PublicationTold? Publication = null, ManifestTold? SeenManifest = null)
{
    const int MostFacts = 100;
    const int MostIds = 100;

    public ProblemDetails? Refuse(RulingKind kind) => RefuseFacts() ?? RefuseDiscretion() ?? RefuseAutomation() ?? RefusePublication(kind);

    public FactFound[]? FactsSealed(SubjectKey key) =>
        Facts is null ? null : [.. Facts.Select(f => new FactFound(key.Seal(f.Statement), [.. f.EvidenceIds ?? []], [.. f.DataRequestIds ?? []], f.Grade))];

    public Discretion? DiscretionSealed(SubjectKey key) => Discretion is { } d ? new(d.Range, d.Chosen, key.Seal(d.Why)) : null;

    public Automation? AutomationStated() => Automation is { } a ? new(a.Level, a.Tool, a.ToolVersion, a.HumanReviewer, a.ExplanationRightTold) : null;

    public Publication? PublicationStated() => Publication is { } p ? new(p.Publish, p.Ground, p.Article) : null;

    public SeenManifest? ManifestSealed(SubjectKey key) => SeenManifest is { } m
        ? new([.. m.Streams], [.. (m.Evidence ?? []).Select(e => new SeenEvidence(e.Id, key.Seal(e.Digest)))], m.ItemVersion)
        : null;

    ProblemDetails? RefuseFacts()
    {
        if (Facts is null)
            return null;
        if (Facts.Count is 0 or > MostFacts)
            return Problems.Invalid("$.facts", $"Name 1 to {MostFacts} facts.", $"请列明 1 至 {MostFacts} 项事实。");
        for (var i = 0; i < Facts.Count; i++)
        {
            if (Facts[i] is not { } fact)
                return Problems.Invalid($"$.facts[{i}]", "Null is not allowed here.", "此处不允许为空。");
            if (Text.Fault(fact.Statement, 4000, lines: true) is { } statement)
                return Problems.Invalid($"$.facts[{i}].statement", statement.En, statement.Zh);
            if ((RefuseIds($"$.facts[{i}].evidenceIds", fact.EvidenceIds) ?? RefuseIds($"$.facts[{i}].dataRequestIds", fact.DataRequestIds)) is { } ids)
                return ids;
        }

        return null;
    }

    ProblemDetails? RefuseDiscretion() =>
        Discretion is not { } d ? null
        : Text.Fault(d.Range, 500) is { } range ? Problems.Invalid("$.discretion.range", range.En, range.Zh)
        : Text.Fault(d.Chosen, 500) is { } chosen ? Problems.Invalid("$.discretion.chosen", chosen.En, chosen.Zh)
        : Text.Fault(d.Why, 4000, lines: true) is { } why ? Problems.Invalid("$.discretion.why", why.En, why.Zh)
        : null;

    ProblemDetails? RefuseAutomation()
    {
        if (Automation is not { } a)
            return null;
        if (a.Level is AutomationLevel.None)
            return a with { Level = default } == new AutomationTold(default) ? null : Problems.Invalid("$.automation", "Where no machine took part there is no tool to name.", "未使用自动化工具的，不填写工具信息。");
        if (Text.Fault(a.Tool, 200) is { } tool)
            return Problems.Invalid("$.automation.tool", tool.En, tool.Zh);
        if (Text.Fault(a.ToolVersion, 100) is { } version)
            return Problems.Invalid("$.automation.toolVersion", version.En, version.Zh);
        if (a.Level is AutomationLevel.Assisted)
            return Text.Fault(a.HumanReviewer, 100) is { } reviewer
                ? Problems.Invalid("$.automation.humanReviewer", "Name the person who looked at it. " + reviewer.En, "请写明复核人员。" + reviewer.Zh)
                : null;
        return a.HumanReviewer is not null ? Problems.Invalid("$.automation.humanReviewer", "What a person looked at is not fully automated.", "经人工复核的不属于全自动决定。")
            : !a.ExplanationRightTold ? Problems.Invalid("$.automation.explanationRightTold", "Who is decided on by a machine alone is told of the right to an explanation (PIPL art. 24).", "完全自动化决定须告知要求说明的权利（个保法第二十四条）。")
            : null;
    }

    ProblemDetails? RefusePublication(RulingKind kind) =>
        Publication is not { } p ? null
        : p.Publish ? !kind.Grants() ? Problems.Invalid("$.publication.publish", "What is granted is public, not what is refused (LIC art. 40).", "公开的是准予决定，不是不予决定（许可法第四十条）。")
            : p.Ground is not null ? Problems.Invalid("$.publication.ground", "What is public has no ground for secrecy.", "公开的决定不填写不公开理由。")
            : p.Article is not null ? Problems.Invalid("$.publication.article", "What is public has no ground for secrecy.", "公开的决定不填写不公开理由。")
            : null
        : p.Ground is null ? Problems.Invalid("$.publication.ground", "Name the ground on which it is not public.", "请写明不公开的理由。")
        : Text.Fault(p.Article, 300) is { } article ? Problems.Invalid("$.publication.article", article.En, article.Zh)
        : null;

    internal static ProblemDetails? RefuseIds(string field, IReadOnlyList<Guid>? ids, bool required = false)
    {
        if (ids is null or { Count: 0 })
            return required ? Problems.Invalid(field, $"Name 1 to {MostIds}.", $"请列明 1 至 {MostIds} 项。") : null;
        if (ids.Count > MostIds)
            return Problems.Invalid(field, $"At most {MostIds}.", $"最多 {MostIds} 项。");
        for (var i = 0; i < ids.Count; i++)
            if (RefuseId($"{field}[{i}]", ids[i]) is { } id)
                return id;
        return ids.Distinct().Count() == ids.Count ? null : Problems.Invalid(field, "One of them stands there twice.", "有重复项。");
    }

    /// <summary>Whether an id of evidence or of a data request can be one.</summary>
    internal static ProblemDetails? RefuseId(string field, Guid id) => id == Guid.Empty ? Problems.Invalid(field, "An id is not all zeros.", "编号不能全为零。") : null;
}

/// <summary>The documents and data requests that findings name, as far as the officer may read them for the matter and rely on them.</summary>
/// <param name="Seen">What may have been opened: each with the hash of its content.</param>
/// <param name="Documents">What facts may rest on: good on the day of the decision, each with its grade.</param>
/// <param name="DataRequests">Requests for this matter whose data were given, are still permitted and not all contested.</param>
public sealed record ReadableSources(IReadOnlyDictionary<Guid, string> Seen, IReadOnlyDictionary<Guid, EvidenceGrade> Documents, IReadOnlySet<Guid> DataRequests)
{
    public static readonly ReadableSources None = new(new Dictionary<Guid, string>(), new Dictionary<Guid, EvidenceGrade>(), new HashSet<Guid>());

    /// <summary>Nothing is read where the findings name none.</summary>
    public static async Task<ReadableSources> Of(FindingsTold findings, Application matter, Act act, SubjectKey key, DateOnly day, IQuerySession session, ItemCatalogue items, CancellationToken ct)
    {
        var facts = (findings.Facts ?? []).Where(f => f is not null).ToArray();
        Guid[] evidence = [.. facts.SelectMany(f => f.EvidenceIds ?? []).Concat((findings.SeenManifest?.Evidence ?? []).Where(e => e is not null).Select(e => e.Id)).Distinct()];
        Guid[] requests = [.. facts.SelectMany(f => f.DataRequestIds ?? []).Distinct()];
        if (evidence.Length + requests.Length is 0 or > 2 * ReadableStreams.Most)
            return None;
        var own = await ActorsMatter.Of(matter, session, items, ct);
        var documents = (await session.LoadManyAsync<HeldEvidence>(ct, evidence)).Where(e => e.CitizenId == matter.CitizenId && e.IsVisibleTo(act, own)).ToArray();
        return new(
            documents.ToDictionary(e => e.Id, e => key.Open(e.Content.ContentHash)), documents.Where(e => e.IsGood(day)).ToDictionary(e => e.Id, e => e.Grade),
            (await session.LoadManyAsync<DataRequest>(ct, requests)).Where(r => IsSound(r, matter, act, day)).Select(r => r.Id).ToHashSet());
    }

    /// <summary>Whether a decision may rest on what a request brought: for this matter and department, while it is permitted, and not against the person's own word (Order 809, art. 25; Zhejiang 2018, art. 7).</summary>
    public static bool IsSound(DataRequest request, Application matter, Act act, DateOnly day) =>
        request.ApplicationId == matter.Id && request.RequestingDepartment == act.Department && request.IsInUse && !(request.ValidUntil < day) && request.Provided.Any(f => request.Prevails(f) is FactSource.Provider);

    /// <summary>Refuses findings that rest on what the officer could not have read or may not rely on, and facts told to be surer than their best source.</summary>
    public ProblemDetails? Refuse(FindingsTold findings)
    {
        for (var i = 0; i < (findings.Facts?.Count ?? 0); i++)
        {
            var fact = findings.Facts![i];
            if ((Unusable($"$.facts[{i}].evidenceIds", fact.EvidenceIds, Documents.ContainsKey) ?? Unusable($"$.facts[{i}].dataRequestIds", fact.DataRequestIds, DataRequests.Contains)) is { } source)
                return source;
            if (fact is { EvidenceIds.Count: > 0, DataRequestIds: null or { Count: 0 } } && fact.EvidenceIds.Min(id => Documents[id]) is var best && fact.Grade < best)
                return Problems.Invalid($"$.facts[{i}].grade", $"Its best source has grade {best}.", $"其最可信来源为 {best} 级。");
        }

        var seen = findings.SeenManifest?.Evidence ?? [];
        for (var i = 0; i < seen.Count; i++)
        {
            if (!Seen.TryGetValue(seen[i].Id, out var hash))
                return Unusable($"$.seenManifest.evidence[{i}].id");
            if (seen[i].Digest is { } digest && digest != hash)
                return Problems.Invalid($"$.seenManifest.evidence[{i}].digest", "It is not that of the document.", "与该材料不符。");
        }

        return null;
    }

    static ProblemDetails? Unusable(string field, IReadOnlyList<Guid>? ids, Func<Guid, bool> usable) =>
        (ids ?? []).Select((id, i) => usable(id) ? null : Unusable($"{field}[{i}]")).FirstOrDefault(fault => fault is not null);

    static ProblemDetails Unusable(string field) =>
        Problems.Invalid(field, "There is no such thing about this citizen that you may read for this matter and rely on.", "没有您可为本办件查阅并采信的该公民的此项内容。");
}

/// <summary>The streams of one citizen that one officer may read for a matter, each with its present version.</summary>
public sealed record ReadableStreams(IReadOnlyDictionary<Guid, long> Versions)
{
    internal const int Most = 200;

    public static readonly ReadableStreams None = new(new Dictionary<Guid, long>());

    /// <summary>Of the streams a manifest names, those the officer may read: the citizen's own, the matter decided, and what is visible to the department.</summary>
    public static async Task<ReadableStreams> Of(ManifestTold? manifest, Application matter, Act act, IQuerySession session, CancellationToken ct)
    {
        if (manifest is not { Streams.Count: > 0 and <= Most })
            return None;
        var ids = manifest.Streams.Where(s => s is not null).Select(s => s.Id).Distinct().ToArray();
        var versions = new Dictionary<Guid, long>();
        foreach (var application in await session.LoadManyAsync<Application>(ct, ids))
            if (application.CitizenId == matter.CitizenId && application.IsVisibleTo(act))
                versions[application.Id] = application.Version;
        foreach (var decision in await session.LoadManyAsync<Decision>(ct, ids))
            if (decision.CitizenId == matter.CitizenId && decision.IsVisibleTo(act))
                versions[decision.Id] = decision.Version;
        if (ids.Contains(matter.CitizenId) && await session.Events.FetchStreamStateAsync(matter.CitizenId, ct) is { } citizen)
            versions[matter.CitizenId] = citizen.Version;
        versions[matter.Id] = matter.Version;
        return new(versions);
    }

    /// <summary>Refuses a manifest that leaves the matter out, or that names what the officer could not have read.</summary>
    public ProblemDetails? Refuse(ManifestTold manifest, Application matter)
    {
        if (manifest.Streams.Count is 0 or > Most)
            return Problems.Invalid("$.seenManifest.streams", $"Name 1 to {Most} streams.", $"请列明 1 至 {Most} 个记录流。");
        for (var i = 0; i < manifest.Streams.Count; i++)
        {
            if (manifest.Streams[i] is not { } seen)
                return Problems.Invalid($"$.seenManifest.streams[{i}]", "Null is not allowed here.", "此处不允许为空。");
            if (!Versions.TryGetValue(seen.Id, out var present))
                return Problems.Invalid($"$.seenManifest.streams[{i}].id", "There is no such stream of this citizen that you may read.", "没有您可查阅的该公民的此记录流。");
            if (seen.Version < 1 || seen.Version > present)
                return Problems.Invalid($"$.seenManifest.streams[{i}].version", "The stream has no such version.", "该记录流没有此版本。");
        }

        if (manifest.Streams.DistinctBy(s => s.Id).Count() != manifest.Streams.Count)
            return Problems.Invalid("$.seenManifest.streams", "One of them stands there twice.", "有重复项。");
        if (manifest.Streams.All(s => s.Id != matter.Id))
            return Problems.Invalid("$.seenManifest.streams", "The application decided upon is missing.", "缺少所决定的申请。");
        if (manifest.Streams.First(s => s.Id == matter.Id).Version != matter.Version)
            return Problems.Invalid("$.seenManifest.streams", "The application is decided upon in the version that was read last.", "须以最后读取的版本作出决定。");
        if (manifest.ItemVersion != matter.ItemVersion)
            return Problems.Invalid("$.seenManifest.itemVersion", $"The application is for version {matter.ItemVersion} of the item.", $"该申请适用事项第 {matter.ItemVersion} 版。");
        return RefuseEvidence(manifest.Evidence ?? []);
    }

    static ProblemDetails? RefuseEvidence(IReadOnlyList<EvidenceTold> evidence)
    {
        if (evidence.Count > Most)
            return Problems.Invalid("$.seenManifest.evidence", $"At most {Most}.", $"最多 {Most} 项。");
        for (var i = 0; i < evidence.Count; i++)
        {
            if (evidence[i] is not { } seen)
                return Problems.Invalid($"$.seenManifest.evidence[{i}]", "Null is not allowed here.", "此处不允许为空。");
            if (FindingsTold.RefuseId($"$.seenManifest.evidence[{i}].id", seen.Id) is { } id)
                return id;
            if (seen.Digest is not null && !Text.IsSha256(seen.Digest))
                return Problems.Invalid($"$.seenManifest.evidence[{i}].digest", Text.Sha256.En, Text.Sha256.Zh);
        }

        return evidence.DistinctBy(e => e.Id).Count() == evidence.Count ? null : Problems.Invalid("$.seenManifest.evidence", "One of them stands there twice.", "有重复项。");
    }
}

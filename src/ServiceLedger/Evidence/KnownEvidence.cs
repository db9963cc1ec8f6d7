using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Evidence;

/// <summary>The documents that a request names, as far as they are there; nothing is read where it names none.</summary>
public sealed record KnownEvidence(IReadOnlyList<HeldEvidence> Found)
{
    public static readonly KnownEvidence None = new([]);

    public static async Task<KnownEvidence> Load(IQuerySession session, IEnumerable<Guid?> ids, CancellationToken ct) =>
        ids.OfType<Guid>().Distinct().ToArray() is { Length: > 0 } named ? new(await session.LoadManyAsync<HeldEvidence>(ct, named)) : None;

    public static Task<KnownEvidence> Load(IQuerySession session, IEnumerable<SubmittedMaterial?>? materials, CancellationToken ct) =>
        Load(session, (materials ?? []).Select(m => m?.EvidenceId), ct);

    /// <summary>Refuses a document that is not this citizen's, not the actor's to show, or no longer good.</summary>
    public ProblemDetails? RefuseOwn(string field, Guid id, Guid citizenId, Act act, DateOnly today) =>
        Found.FirstOrDefault(e => e.Id == id && e.CitizenId == citizenId && e.MayBeHandedInBy(act, null)) is not { } evidence ? Unknown(field)
        : evidence.IsGood(today) ? null : NotGood(field);

    /// <summary>Refuses documents that are not this citizen's, not held by the actor's department, no longer good, or named twice.</summary>
    public ProblemDetails? RefuseHeld(string field, IReadOnlyList<Guid> ids, Guid citizenId, Act act, DateOnly today) =>
        ids.Distinct().Count() != ids.Count ? Problems.Invalid(field, "One of them stands there twice.", "有重复项。")
        : ids.Select((id, i) => Found.FirstOrDefault(e => e.Id == id && e.CitizenId == citizenId && e.IsHeldBy(act)) is not { } evidence ? Unknown($"{field}[{i}]")
            : evidence.IsGood(today) ? null : NotGood($"{field}[{i}]")).FirstOrDefault(fault => fault is not null);

    /// <summary>Refuses a document that this actor may not hand in for the paper: it must be this citizen's, theirs to use, good today, and of the paper's type and the grade told.</summary>
    public ProblemDetails? Refuse(string field, Guid id, Guid citizenId, Act act, Application? application, string? evidenceType, EvidenceGrade grade, DateOnly today) =>
        Found.FirstOrDefault(e => e.Id == id && e.CitizenId == citizenId && e.MayBeHandedInBy(act, application, evidenceType)) is not { } evidence ? Unknown(field)
        : !evidence.IsGood(today) ? NotGood(field)
        : evidenceType is not null && evidence.EvidenceType != evidenceType ? Problems.Invalid(field, $"The paper is of the type {evidenceType}.", $"所需材料类型为 {evidenceType}。")
        : evidence.Grade != grade ? Problems.Invalid(field, $"It has grade {evidence.Grade}.", $"该材料等级为 {evidence.Grade}。")
        : null;

    static ProblemDetails NotGood(string field) => Problems.Invalid(field, "It is no longer good: out of date, replaced, or not to be relied on.", "该材料已过期、被替换或不可再用。");

    static ProblemDetails Unknown(string field) => Problems.Invalid(field, "There is no such document of this person that you may use.", "没有可供使用的该人此项材料。");
}

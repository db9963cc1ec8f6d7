using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>A citizen applies for an item, or an officer records the application of a citizen, on any channel.</summary>
/// <param name="ItemVersion">The version the applicant saw; absent: the one in force. An older one than that in force is refused.</param>
/// <param name="Situation">What the applicant says of their case; sealed.</param>
public sealed record SubmitApplication(
    Guid CitizenId, string ItemCode, int? ItemVersion = null, Channel? SubmittedBy = null, string? Situation = null,
    IReadOnlyList<SubmittedMaterial>? Materials = null, EarlierEffect? Effect = null);

/// <summary>A paper handed in.</summary>
/// <param name="ContentHash">base64url SHA-256 of the content, 43 characters.</param>
/// <param name="EvidenceId">The document held in the ledger that it is: uploaded for this, or handed in once before.</param>
public sealed record SubmittedMaterial(string PaperId, PaperForm Form, EvidenceGrade Grade, string? ContentHash = null, Guid? EvidenceId = null);

/// <summary>The answer: ids only; the receipt stands beside them.</summary>
public sealed record ApplicationAnswer(Guid ApplicationId, string CaseNumber);

public static class SubmitApplicationEndpoint
{
    internal const int MaxSituation = 4000;

    public static async Task<(ServiceItem?, SubjectKey?, KnownEvidence)> LoadAsync(SubmitApplication command, ItemCatalogue items, Vault vault, IQuerySession session, CancellationToken ct) => (
        await items.Find(command.ItemCode, command.ItemVersion ?? 1, ct), await vault.FindKey(command.CitizenId, PurposeClass.Matters, ct),
        await KnownEvidence.Load(session, command.Materials, ct));

    public static ProblemDetails Validate(SubmitApplication command, Act act, ServiceItem? item, SubjectKey? key, TimeProvider time, KnownEvidence? evidence = null) =>
        Refuse(command, act, item, time.GetUtcNow(), evidence)
        ?? (key is null ? Problems.Invalid("$.citizenId", "No citizen has this id.", "没有此人。") : WolverineContinue.NoProblems);

    [WolverinePost("/api/applications")]
    public static async Task<Acknowledged<ApplicationAnswer>> Post(
        SubmitApplication command, Act act, ServiceItem? item, SubjectKey? key, IdempotencyRecord record, IDocumentSession session, CaseNumbers numbers, TimeProvider time, CancellationToken ct)
    {
        var id = LedgerId.For(command.CitizenId);
        var number = await numbers.Next(act.DivisionCode ?? DefaultDivision, time.Today(), ct);
        session.Events.StartStream<Application>(id, Decide(command, item!, number, key!, act));
        return record.Acknowledges($"/api/applications/{id}", new ApplicationAnswer(id, number), receiptOf: id);
    }

    /// <summary>The city itself, where the request names no division.</summary>
    internal const string DefaultDivision = "500000";

    public static ProblemDetails? Refuse(SubmitApplication command, Act act, ServiceItem? item, DateTimeOffset now, KnownEvidence? evidence = null, Application? splitFrom = null)
    {
        if (act.IsOfNoOffice && !act.SpeaksFor(command.CitizenId, Power.Submit, command.ItemCode))
            return Problems.Forbidden("Citizens apply for themselves; for others a mandate is needed that covers the item.", "本人申请；代他人申请须有包含该事项的授权。");
        if (item?.Terms(command.ItemVersion ?? item.InForce) is null)
            return Problems.Invalid("$.itemCode", "The catalogue has no such item or version.", "事项目录中没有该事项或版本。");
        if (command.ItemVersion is { } seen && seen != item.InForce)
            return Problems.Invalid("$.itemVersion", $"Version {item.InForce} is in force.", $"现行版本为 {item.InForce}。");
        if (command.Situation is not null && Text.Fault(command.Situation, MaxSituation, lines: true) is { } text)
            return Problems.Invalid("$.situation", text.En, text.Zh);
        return Papers.Refuse(command.Materials ?? [], item.Versions[^1], required: false)
            ?? Papers.RefuseEvidence(command.Materials ?? [], item.Versions[^1], command.CitizenId, act, splitFrom, evidence, Text.DateOf(command.Effect?.At ?? now))
            ?? Effects.Refuse(act, command.Effect, DateTimeOffset.MinValue, now);
    }

    public static ApplicationSubmitted Decide(SubmitApplication command, ServiceItem item, string caseNumber, SubjectKey key, Act act) => new(
        command.CitizenId, caseNumber, item.Code, item.InForce, item.Versions[^1].DepartmentCode, command.SubmittedBy ?? act.Channel,
        key.Seal(command.Situation), Papers.Sealed(command.Materials ?? [], key), command.Effect);
}

static class Papers
{
    const int Most = 100;

    /// <summary>Refuses papers the item does not ask for (it may not keep what it has no use for, PIPL art. 6) and hashes that are none.</summary>
    public static ProblemDetails? Refuse(IReadOnlyList<SubmittedMaterial> materials, ItemTerms? terms, bool required)
    {
        if (materials.Count > Most || (required && materials.Count == 0))
            return Problems.Invalid("$.materials", $"Between {(required ? 1 : 0)} and {Most} papers.", $"材料数量应为 {(required ? 1 : 0)} 至 {Most}。");
        for (var i = 0; i < materials.Count; i++)
        {
            if (materials[i] is null)
                return Problems.Invalid($"$.materials[{i}]", "Null is not allowed here.", "此处不允许为空。");
            if (terms is not null && terms.Papers.All(p => p.Id != materials[i].PaperId))
                return Problems.Invalid($"$.materials[{i}].paperId", "The item does not ask for this paper.", "该事项不需要此材料。");
            if (materials[i].ContentHash is { } hash && RefuseHash($"$.materials[{i}].contentHash", hash) is { } fault)
                return fault;
        }

        return null;
    }

    /// <summary>Refuses papers that refer to a document held and may not.</summary>
    public static ProblemDetails? RefuseEvidence(
        IReadOnlyList<SubmittedMaterial> materials, ItemTerms? terms, Guid citizenId, Act act, Application? application, KnownEvidence? evidence, DateOnly day) =>
        materials.Select((m, i) => m.EvidenceId is not { } id ? null
            : m.ContentHash is not null ? Problems.Invalid($"$.materials[{i}].contentHash", "The document that is held has its own.", "在存材料自带哈希值。")
            : (evidence ?? KnownEvidence.None).Refuse(
            $"$.materials[{i}].evidenceId", id, citizenId, act, application, terms?.Papers.Single(p => p.Id == m.PaperId).EvidenceType, m.Grade, day)).FirstOrDefault(fault => fault is not null);

    /// <summary>Refuses what is no base64url SHA-256.</summary>
    public static ProblemDetails? RefuseHash(string field, string? hash) =>
        Text.IsSha256(hash) ? null : Problems.Invalid(field, Text.Sha256.En, Text.Sha256.Zh);

    public static Material[] Sealed(IEnumerable<SubmittedMaterial> materials, SubjectKey key) =>
        [.. materials.Select(m => new Material(m.PaperId, m.Form, m.Grade, key.Seal(m.ContentHash), m.EvidenceId))];
}

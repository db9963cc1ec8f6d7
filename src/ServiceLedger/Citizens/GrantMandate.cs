using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>
/// Somebody is to act for a citizen: granted by the citizen online, by an officer at a window on the citizen's word or a document (a guardian),
/// or by a village agent at the citizen's home.
/// </summary>
/// <param name="To">The last day.</param>
/// <param name="Items">The items it covers; absent only with <paramref name="AllItems"/>.</param>
/// <param name="From">The first day; absent: today.</param>
/// <param name="AcceptedInPresence">The representative stands at the window too and agrees.</param>
public sealed record GrantMandate(
    Guid PrincipalId, MandateKind Kind, Representative Representative, IReadOnlyList<Power> Powers, DateOnly To, IReadOnlyList<string>? Items = null, bool AllItems = false, DateOnly? From = null,
    IReadOnlyList<ProofTold>? Proofs = null, string? FirmCreditCode = null, AssuranceLevel? Assurance = null, bool AcceptedInPresence = false);

/// <summary>A document that proves it: its number, or the document itself where it is kept here.</summary>
public sealed record ProofTold(ProofKind Kind, string? Number = null, Guid? EvidenceId = null);

/// <summary>The answer: the id only.</summary>
public sealed record MandateAnswer(Guid MandateId);

/// <summary>What the record says of a person's age.</summary>
/// <param name="Born">Null where the record does not say.</param>
public sealed record KnownPerson(bool IsOnRecord, DateOnly? Born)
{
    /// <summary>Of age (Civil Code art. 17).</summary>
    public const int FullAge = 18;

    /// <summary>Below it a guardian consents (PIPL art. 31).</summary>
    public const int OwnConsent = 14;

    public bool IsUnder(int years, DateOnly day) => Born is { } born && born.AddYears(years) > day;

    public static async Task<KnownPerson> Load(Guid? citizenId, IQuerySession session, Vault vault, CancellationToken ct)
    {
        if (citizenId is not { } id)
            return new(false, null);
        var first = (await session.Events.Known().Where(e => e.StreamId == id && e.Version == 1).SingleOrDefaultAsync(ct))?.Data;
        if (first is not (CitizenRegistered or CitizenImported))
            return new(false, null);
        return new(true, first is CitizenRegistered registered && await vault.KeyOf(id, PurposeClass.Identity, ct) is { IsClosed: false } key
            ? DateOnly.ParseExact(key.Open(registered.BirthDate), "yyyy-MM-dd", CultureInfo.InvariantCulture) : null);
    }
}

/// <summary>The two a mandate is between.</summary>
public sealed record MandateParties(KnownPerson Principal, KnownPerson Representative);

public static class GrantMandateEndpoint
{
    const int MostProofs = 10;

    static readonly ProofKind[] OfParents = [ProofKind.BirthCertificate, ProofKind.HouseholdRegister, ProofKind.CourtRuling, ProofKind.Appointment];

    public static async Task<(MandateParties, KnownItems, KnownEvidence, SubjectKey?)> LoadAsync(
        GrantMandate command, ItemCatalogue items, IQuerySession session, Vault vault, CancellationToken ct) => (
        new(await KnownPerson.Load(command.PrincipalId, session, vault, ct), await KnownPerson.Load(command.Representative.CitizenId, session, vault, ct)),
        await KnownItems.Load(items, command.Items, ct), await KnownEvidence.Load(session, (command.Proofs ?? []).Select(p => p?.EvidenceId), ct),
        await vault.FindKey(command.PrincipalId, PurposeClass.Matters, ct));

    public static ProblemDetails Validate(
        GrantMandate command, Act act, MandateParties parties, KnownItems items, KnownEvidence evidence, MandateTerms terms, TimeProvider time) =>
        RefuseGrantor(command, act)
        ?? (parties.Principal.IsOnRecord ? null : Problems.Invalid("$.principalId", "No citizen has this id.", "没有此人。"))
        ?? RefuseRepresentative(command, parties, time.Today())
        ?? RefusePowers(command.Powers)
        ?? (command.AllItems ? RefuseAllItems(command) : items.Refuse(command.Items ?? []))
        ?? RefusePeriod(command, terms, time.Today())
        ?? RefuseAge(command, parties.Principal, time.Today())
        ?? (command.Kind is MandateKind.Firm
            ? CreditCode.Check(command.FirmCreditCode) is CreditCodeFinding.Valid ? null : Problems.Invalid("$.firmCreditCode", "The firm's credit code of 18 characters, with its check character (GB 32100).", "请填写企业 18 位统一社会信用代码（GB 32100）。")
            : command.FirmCreditCode is null ? null : Problems.Invalid("$.firmCreditCode", "Only where somebody acts for a firm.", "仅代企业办理时填写。"))
        ?? RefuseProofs(command, act, parties.Principal, evidence, time.Today())
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? RefuseGrantor(GrantMandate command, Act act) =>
        act.OnBehalfOf is not null ? Mandate.RefuseForAnother()
        : act.Kind switch
        {
            ActorKind.Citizen => !act.IsCitizen(command.PrincipalId) ? Problems.Forbidden("Citizens grant mandates for themselves.", "仅限本人授权。")
                : command.Kind is MandateKind.Guardian ? Problems.Forbidden("An officer records a guardian, having seen the document.", "监护关系由工作人员核验证明后登记。") : null,
            ActorKind.Agent => command.Kind is MandateKind.VillageAgent && command.Representative.AgentId == act.ActorId ? null
                : Problems.Forbidden("A village agent records mandates for themselves only.", "代办员仅可登记本人的代办授权。"),
            // Whoever may put people on record may put on record who acts for them.
            ActorKind.Officer when !act.May(PolicyAction.Register, FileSection.Identity, Relation.None) => Problems.NotForThisRole(),
            ActorKind.Officer => command.Kind is not MandateKind.VillageAgent ? null
                : Problems.Forbidden("The citizen grants this one, or the agent at their home.", "由本人或代办员登记。"),
            _ => Problems.Forbidden("Officers, citizens and village agents record mandates.", "仅工作人员、本人或代办员可登记授权。")
        }
        ?? (command.AcceptedInPresence && !act.IsOfficer ? Problems.Invalid("$.acceptedInPresence", "Officers say this.", "仅工作人员可填写。") : null);

    static ProblemDetails? RefuseRepresentative(GrantMandate command, MandateParties parties, DateOnly today) => command.Kind is MandateKind.VillageAgent
        ? command.Representative.CitizenId is not null ? Problems.Invalid("$.representative.citizenId", "An agent is named by agentId and site.", "代办员以 agentId 和 site 表示。")
            : Text.Refuse("$.representative.agentId", command.Representative.AgentId, 100)
            ?? (DivisionCode.IsValid(command.Representative.Site) ? null : Problems.Invalid("$.representative.site", "The division code of the agent's village.", "请填写代办点区划代码。"))
        : command.Representative is { AgentId: not null } or { Site: not null } ? Problems.Invalid("$.representative.agentId", "Only a village agent's mandate names one.", "仅代办授权填写。")
        : command.Representative.CitizenId == command.PrincipalId ? Problems.Invalid("$.representative.citizenId", "Nobody represents themselves.", "不得以本人为代理人。")
        : !parties.Representative.IsOnRecord ? Problems.Invalid("$.representative.citizenId", "No citizen has this id.", "没有此人。")
        : command.AcceptedInPresence ? RefuseMinor(parties.Representative, today, "$.representative.citizenId") : null;

    /// <summary>Refuses a representative who is not of age (Civil Code art. 17, 34).</summary>
    public static ProblemDetails? RefuseMinor(KnownPerson representative, DateOnly today, string field) =>
        representative.IsUnder(KnownPerson.FullAge, today) ? Problems.Invalid(field, "Whoever acts for another is of age.", "代理人须为成年人。") : null;

    /// <summary>Refuses powers that are none, stand there twice, or lack that to read.</summary>
    public static ProblemDetails? RefusePowers(IReadOnlyList<Power> powers) =>
        powers.Distinct().Count() != powers.Count ? Problems.Invalid("$.powers", "One of them stands there twice.", "有重复项。")
        : !powers.Contains(Power.Read) ? Problems.Invalid("$.powers", "Whoever acts for another may read what it is about: name read.", "代理权限须包含 read。") : null;

    static ProblemDetails? RefuseAllItems(GrantMandate command) =>
        command.Items is not null ? Problems.Invalid("$.items", "Either some items or all of them.", "不得同时指定事项与全部事项。")
        : command.Kind is MandateKind.VillageAgent ? Problems.Invalid("$.allItems", "A village agent's mandate names its items.", "代办授权须列明事项。") : null;

    static ProblemDetails? RefusePeriod(GrantMandate command, MandateTerms terms, DateOnly today)
    {
        var from = command.From ?? today;
        return from < today ? Problems.Invalid("$.from", "It lies in the past.", "日期已过。")
            : command.To < from ? Problems.Invalid("$.to", "It ends before it begins.", "结束日期早于开始日期。")
            : command.Kind is MandateKind.VillageAgent && command.To.DayNumber - from.DayNumber >= terms.LongestAgentDays
                ? Problems.Invalid("$.to", $"A village agent's mandate lasts {terms.LongestAgentDays} days at most.", $"代办授权最长 {terms.LongestAgentDays} 天。") : null;
    }

    static ProblemDetails? RefuseAge(GrantMandate command, KnownPerson principal, DateOnly today)
    {
        if (command.Kind is not MandateKind.Guardian)
            return principal.IsUnder(KnownPerson.OwnConsent, today) ? Problems.Forbidden("For a child under 14 a guardian acts (PIPL art. 31).", "不满十四周岁未成年人由其监护人办理（个人信息保护法第三十一条）。") : null;
        if (principal.Born is not { } born)
            return Problems.Invalid("$.principalId", "The record holds no birth date of this person.", "档案中没有此人的出生日期。");
        return principal.IsUnder(KnownPerson.FullAge, command.From ?? today) && command.To >= born.AddYears(KnownPerson.FullAge)
            ? Problems.Invalid("$.to", "It ends before the 18th birthday.", "不得晚于其年满十八周岁之日的前一日。") : null;
    }

    static ProblemDetails? RefuseProofs(GrantMandate command, Act act, KnownPerson principal, KnownEvidence evidence, DateOnly today)
    {
        var proofs = command.Proofs ?? [];
        if (proofs.Count > MostProofs)
            return Problems.Invalid("$.proofs", $"At most {MostProofs}.", $"最多 {MostProofs} 项。");
        if (proofs.Select((p, i) => Refuse($"$.proofs[{i}]", p)).FirstOrDefault(fault => fault is not null) is { } refused)
            return refused;
        return command.Kind switch
        {
            MandateKind.Guardian when principal.IsUnder(KnownPerson.FullAge, command.From ?? today) => Has(OfParents) ? null
                : Problems.Invalid("$.proofs", "The birth certificate, household register, court ruling or appointment (Civil Code art. 27, 31).", "请提供出生医学证明、户口簿、法院裁判或指定监护证明（民法典第二十七条、第三十一条）。"),
            MandateKind.Guardian => Has(ProofKind.CourtRuling) ? null
                : Problems.Invalid("$.proofs", "The guardian of an adult is proved by a court ruling (Civil Code art. 24).", "成年人的监护须有法院裁判（民法典第二十四条）。"),
            MandateKind.Firm => Has(ProofKind.AuthorisationLetter) ? null : Problems.Invalid("$.proofs", "The firm's letter of authorisation.", "请提供企业授权委托书。"),
            MandateKind.Voluntary when act.IsOfficer => Has(ProofKind.AuthorisationLetter, ProofKind.SignedPaper) ? null
                : Problems.Invalid("$.proofs", "The letter of authorisation, or what the citizen signed at the window.", "请提供授权委托书或本人签字材料。"),
            _ => null
        };

        bool Has(params IEnumerable<ProofKind> kinds) => proofs.Any(p => kinds.Contains(p.Kind));
        ProblemDetails? Refuse(string field, ProofTold? proof) =>
            proof is null or { Number: null, EvidenceId: null } ? Problems.Invalid(field, "Its number, or the document that is kept here.", "请填写证明编号或在存材料。")
            : Text.RefuseIfGiven($"{field}.number", proof.Number, 100)
            ?? (proof.EvidenceId is { } id ? evidence.RefuseOwn($"{field}.evidenceId", id, command.PrincipalId, act, today) : null);
    }

    [WolverinePost("/api/mandates")]
    public static Created<MandateAnswer> Post(GrantMandate command, Act act, SubjectKey? key, IdempotencyRecord record, IDocumentSession session, TimeProvider time)
    {
        var id = LedgerId.For(command.PrincipalId);
        session.Events.StartStream<Mandate>(id, Decide(command, act, key!, time.Today()));
        return record.Creates($"/api/mandates/{id}", new MandateAnswer(id));
    }

    public static MandateGranted Decide(GrantMandate command, Act act, SubjectKey key, DateOnly today) => new(
        command.PrincipalId, command.Kind, command.Representative, new(command.AllItems, [.. (command.Items ?? []).Distinct()], [.. command.Powers]), command.From ?? today, command.To,
        [.. (command.Proofs ?? []).Select(p => new MandateProof(p.Kind, key.Seal(p.Number), p.EvidenceId))], Awaits(command, act), command.FirmCreditCode, command.Assurance);

    /// <summary>Whose word is missing: an agent brings their own and the citizen's where that is signed; a citizen's or an officer's grant waits for the representative.</summary>
    static MandateParty? Awaits(GrantMandate command, Act act) =>
        act.Kind is ActorKind.Agent ? (command.Proofs ?? []).Any(p => p.Kind is ProofKind.SignedPaper) ? null : MandateParty.Principal
        : command.AcceptedInPresence ? null : MandateParty.Representative;
}

using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>Somebody asks for what the law gives them over their data: the person, who acts for them, or an officer at whose window they stand.</summary>
/// <param name="Department">Which is to answer.</param>
/// <param name="Ground">Of a deletion.</param>
/// <param name="Fact">Of a rectification.</param>
/// <param name="Kin">Of the dead: who asks; recorded by an officer who has seen the proofs.</param>
public sealed record LodgeRightsRequest(RightsRequestKind Kind, string Department, string? Text = null, DeletionGround? Ground = null, FactTold? Fact = null, KinTold? Kin = null);

/// <summary>A fact that is wrong, and what is right.</summary>
public sealed record FactTold(FactKind Kind, string Claim, Guid? DataRequestId = null, string? Field = null);

/// <summary>A near relative of somebody who died.</summary>
public sealed record KinTold(string Name, string Relation, string DeathProof);

/// <summary>The answer: the id, and by when it is due.</summary>
public sealed record RightsRequestAnswer(Guid RightsRequestId, DateOnly DueBy);

/// <summary>What a new request is judged by.</summary>
/// <param name="Key">Null where there is no such citizen.</param>
/// <param name="Data">The data request of the fact, where it names one that is there.</param>
/// <param name="DueBy">Null where a year has no calendar.</param>
public sealed record LodgingGround(SubjectKey? Key, KnownDepartments Departments, IReadOnlyList<RightsRequest> Open, DataRequest? Data, Mandate? Mandate, DateOnly? DueBy);

public static class LodgeRightsRequestEndpoint
{
    public static async Task<LodgingGround> LoadAsync(LodgeRightsRequest command, Guid citizenId, Act act, IQuerySession session, Vault vault, RightsTerms terms, TimeProvider time, CancellationToken ct) => new(
        await session.LoadAsync<Citizen>(citizenId, ct) is null ? null : await vault.FindKey(citizenId, PurposeClass.Matters, ct),
        await KnownDepartments.Load(session, [command.Department], ct),
        [.. (await session.Query<RightsRequest>().Where(r => r.CitizenId == citizenId).ToListAsync(ct)).Where(r => r.IsOpen)],
        command.Fact?.DataRequestId is { } data ? await session.LoadAsync<DataRequest>(data, ct) : null,
        act.OnBehalfOf is { } mandate ? await session.LoadAsync<Mandate>(mandate, ct) : null,
        (await WorkingDays.Load(session, ct)).After(time.Today(), terms.AnswerWorkingDays));

    public static ProblemDetails Validate(LodgeRightsRequest command, Guid citizenId, Act act, LodgingGround ground) =>
        RefuseLodger(command, citizenId, act)
        ?? (ground.Key is null ? Problems.NotFound() : null)
        ?? ground.Departments.Refuse("$.department", command.Department)
        ?? RefuseKin(command, act)
        ?? (command.Kind is RightsRequestKind.Deletion == command.Ground is null ? Problems.Invalid("$.ground", "A deletion has a ground (PIPL art. 47), nothing else has one.", "仅删除请求须填写理由（个人信息保护法第四十七条）。") : null)
        ?? (command.Kind is RightsRequestKind.Rectification == command.Fact is null ? Problems.Invalid("$.fact", "A rectification names the fact, nothing else does.", "仅更正请求须填写有误的信息。") : null)
        ?? (command.Fact is { } fact ? RefuseFact(command, fact, citizenId, ground) : null)
        ?? Text.RefuseIfGiven("$.text", command.Text, 4000, lines: true)
        ?? (ground.Open.Any(r => r.Kind == command.Kind && r.Department == command.Department && r.Fact?.DataRequestId == command.Fact?.DataRequestId && r.Fact?.Field == command.Fact?.Field)
            ? Problems.AlreadyExists("The same is asked already and not answered yet.", "相同请求正在办理。") : null)
        ?? (ground.DueBy is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    static ProblemDetails? RefuseLodger(LodgeRightsRequest command, Guid citizenId, Act act) =>
        act.IsOfNoOffice ? act.SpeaksFor(citizenId, Power.ExerciseRights) ? null : Problems.NotFound()
        : !act.IsOfficer || !act.May(PolicyAction.Write, FileSection.Rights, Relation.InCharge) ? Problems.NotForThisRole()
        : command.Department != act.Department ? Problems.Forbidden("An officer takes down requests to the own department.", "工作人员仅可登记向本部门提出的请求。")
        : null;

    static ProblemDetails? RefuseKin(LodgeRightsRequest command, Act act) =>
        command.Kin is not { } kin ? null
        : !act.IsOfficer ? Problems.Invalid("$.kin", "An officer who has seen the proofs records it.", "须由查验证明的工作人员登记。")
        : command.Kind is RightsRequestKind.Restriction ? Problems.Invalid("$.kind", "Next of kin consult, copy, have put right and deleted (PIPL art. 49).", "近亲属可以查阅、复制、更正、删除（个人信息保护法第四十九条）。")
        : Text.Refuse("$.kin.name", kin.Name, 100) ?? Text.Refuse("$.kin.relation", kin.Relation, 100) ?? Text.Refuse("$.kin.deathProof", kin.DeathProof, 100);

    static ProblemDetails? RefuseFact(LodgeRightsRequest command, FactTold fact, Guid citizenId, LodgingGround ground) =>
        Text.Refuse("$.fact.claim", fact.Claim, 4000, lines: true)
        ?? (fact.Kind is FactKind.Name
            ? fact.DataRequestId is null && fact.Field is null ? Text.Refuse("$.fact.claim", fact.Claim, 100) : Problems.Invalid("$.fact", "A name is of no data request.", "姓名无须填写数据共享申请。")
            : ground.Data is not { } data || data.CitizenId != citizenId ? Problems.Invalid("$.fact.dataRequestId", "The person has no such data request.", "该公民没有此数据共享申请。")
            : fact.Field is null || !data.Provided.Contains(fact.Field) ? Problems.Invalid("$.fact.field", $"One that was given: {string.Join(", ", data.Provided)}.", $"应为已提供的字段：{string.Join("、", data.Provided)}。")
            : command.Department != data.ProvidingDepartment ? Problems.Invalid("$.department", "The department that gave it puts it right.", "应向提供该数据的部门提出。")
            : null);

    [WolverinePost("/api/citizens/{citizenId:guid}/rights-requests")]
    public static Created<RightsRequestAnswer> Post(LodgeRightsRequest command, Guid citizenId, Act act, LodgingGround ground, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.For(citizenId);
        session.Events.StartStream<RightsRequest>(id, Decide(command, citizenId, act, ground));
        return record.Creates($"/api/rights-requests/{id}", new RightsRequestAnswer(id, ground.DueBy!.Value));
    }

    public static RightsRequestLodged Decide(LodgeRightsRequest command, Guid citizenId, Act act, LodgingGround ground) => new(
        citizenId, command.Kind, command.Department,
        command.Kin is not null ? RightsLodger.NextOfKin : act.Represents is null ? RightsLodger.Person : ground.Mandate?.Kind is MandateKind.Guardian ? RightsLodger.Guardian : RightsLodger.Representative,
        ground.DueBy!.Value, ground.Key!.Seal(command.Text), command.Ground,
        command.Fact is { } fact ? new(fact.Kind, ground.Key.Seal(fact.Claim), fact.DataRequestId, fact.Field) : null,
        command.Kin is { } kin ? new(ground.Key.Seal(kin.Name), ground.Key.Seal(kin.Relation), ground.Key.Seal(kin.DeathProof)) : null);
}

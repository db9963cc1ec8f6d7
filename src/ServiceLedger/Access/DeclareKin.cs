using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>An officer declares a relative, whose cases are then not theirs to handle or look at; or a supervisor records it, with a reason.</summary>
/// <param name="CitizenId">The relative.</param>
public sealed record DeclareKin(Guid CitizenId, string Relation, string? Reason = null);

/// <summary>A supervisor takes a declaration back; the officer does not do so alone, or could look in between.</summary>
public sealed record WithdrawKin(Guid CitizenId, string Reason);

/// <summary>Which citizen the officer is: the officer says so once, a supervisor puts it right.</summary>
public sealed record LinkOwnRecord(Guid CitizenId);

public static class DeclareKinEndpoint
{
    public static async Task<(OfficerOnRecord, SubjectKey?)> LoadAsync(DeclareKin command, string officerId, IDocumentSession session, Vault vault, CancellationToken ct) =>
        (await OfficerOnRecord.Load(officerId, session, ct), await vault.FindKey(command.CitizenId, PurposeClass.Matters, ct));

    public static ProblemDetails Validate(DeclareKin command, Act act, OfficerOnRecord officer, SubjectKey? key) =>
        (officer.ActorId is not null && officer.Is(act) ? null : officer.Refuse(act, Roles.Supervisor) ?? Text.Refuse("$.reason", command.Reason ?? "", 1000, lines: true))
        ?? Text.RefuseIfGiven("$.reason", command.Reason, 1000, lines: true)
        ?? Text.Refuse("$.relation", command.Relation, 100)
        ?? (officer.Standing?.Relatives.Contains(command.CitizenId) is true ? Problems.AlreadyExists("They are declared as related.", "已申报该亲属关系。") : null)
        ?? (key is null ? Problems.Invalid("$.citizenId", "No citizen has this id.", "没有此人。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/kin"), EmptyResponse]
    public static void Post(DeclareKin command, OfficerOnRecord officer, SubjectKey? key) => officer.Append(Decide(command, key!));

    public static KinDeclared Decide(DeclareKin command, SubjectKey key) => new(command.CitizenId, key.Seal(command.Relation), key.Seal(command.Reason));
}

public static class WithdrawKinEndpoint
{
    public static async Task<(OfficerOnRecord, SubjectKey?)> LoadAsync(WithdrawKin command, string officerId, IDocumentSession session, Vault vault, CancellationToken ct) =>
        (await OfficerOnRecord.Load(officerId, session, ct), await vault.FindKey(command.CitizenId, PurposeClass.Matters, ct));

    public static ProblemDetails Validate(WithdrawKin command, Act act, OfficerOnRecord officer) =>
        officer.RefuseSelf(act, Roles.Supervisor)
        ?? (officer.Standing?.Relatives.Contains(command.CitizenId) is true ? null : Problems.Invalid("$.citizenId", "They are not declared as related.", "没有该亲属申报。"))
        ?? Text.Refuse("$.reason", command.Reason, 1000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/kin/withdrawal"), EmptyResponse]
    public static void Post(WithdrawKin command, OfficerOnRecord officer, SubjectKey? key) => officer.Append(Decide(command, key!));

    public static KinWithdrawn Decide(WithdrawKin command, SubjectKey key) => new(command.CitizenId, key.Seal(command.Reason));
}

public static class LinkOwnRecordEndpoint
{
    public static async Task<(OfficerOnRecord, SubjectKey?)> LoadAsync(LinkOwnRecord command, string officerId, IDocumentSession session, Vault vault, CancellationToken ct) =>
        (await OfficerOnRecord.Load(officerId, session, ct), await vault.FindKey(command.CitizenId, PurposeClass.Matters, ct));

    public static ProblemDetails Validate(LinkOwnRecord command, Act act, OfficerOnRecord officer, SubjectKey? key) =>
        (officer.ActorId is not null && officer.Is(act)
            ? officer.Standing?.OwnRecord is null ? null : Problems.Forbidden("A supervisor puts it right.", "更正由监督人员办理。")
            : officer.Refuse(act, Roles.Supervisor))
        ?? (officer.Standing?.OwnRecord == command.CitizenId ? Problems.AlreadyExists("It is linked so.", "已建立此关联。") : null)
        ?? (key is null ? Problems.Invalid("$.citizenId", "No citizen has this id.", "没有此人。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/own-record"), EmptyResponse]
    public static void Post(LinkOwnRecord command, OfficerOnRecord officer) => officer.Append(Decide(command));

    public static OwnRecordLinked Decide(LinkOwnRecord command) => new(command.CitizenId);
}

using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The matter goes to another department or officer, who takes it or sends it back.</summary>
/// <param name="ToOfficer">Absent: whoever of the department takes it.</param>
public sealed record TransferCustody(string ToDepartment, string Reason, long Version, string? ToOfficer = null, EarlierEffect? Effect = null);

/// <summary>The receiver takes it: from now on theirs is the department in charge.</summary>
public sealed record AcceptCustody(long Version, EarlierEffect? Effect = null);

/// <summary>The receiver sends it back; it never left the sender's charge.</summary>
public sealed record ReturnCustody(string Reason, long Version, EarlierEffect? Effect = null);

public static class TransferCustodyEndpoint
{
    public static async Task<(SubjectKey, KnownDepartments)> LoadAsync(TransferCustody command, Application application, Vault vault, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await KnownDepartments.Load(session, [command.ToDepartment], ct));

    public static ProblemDetails Validate(TransferCustody command, Act act, Application application, KnownDepartments departments, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.TransferCustody, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.Handover is null ? null : Problems.AlreadyExists("It is on its way already; wait until it is taken or sent back.", "已在移交中，请等待接收或退回。"))
        ?? departments.Refuse("$.toDepartment", command.ToDepartment)
        ?? Text.RefuseIfGiven("$.toOfficer", command.ToOfficer, 100)
        ?? (command.ToDepartment == application.DepartmentCode && (command.ToOfficer is null || command.ToOfficer == application.Officer)
            ? Problems.Invalid("$.toDepartment", "It lies there already.", "已由该部门（人员）办理。") : null)
        ?? (application.Recused.Contains(command.ToOfficer) ? Problems.Invalid("$.toOfficer", "This officer is recused from the matter.", "该人员已回避。") : null)
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/transfer"), EmptyResponse]
    public static CustodyTransferred Post(TransferCustody command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, command.ToDepartment, command.ToOfficer, key.Seal(command.Reason), command.Effect);
}

public static class AcceptCustodyEndpoint
{
    public static ProblemDetails Validate(AcceptCustody command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.AcceptCustody, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/transfer/acceptance"), EmptyResponse]
    public static CustodyAccepted Post(AcceptCustody command, Act act, [State] Application application) => Decide(command, act, application);

    public static CustodyAccepted Decide(AcceptCustody command, Act act, Application application) =>
        new(application.CitizenId, application.Handover!.Department, act.ActorId, command.Effect);
}

public static class ReturnCustodyEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReturnCustody command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ReturnCustody, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/transfer/return"), EmptyResponse]
    public static CustodyReturned Post(ReturnCustody command, [State] Application application, SubjectKey key) => new(application.CitizenId, key.Seal(command.Reason), command.Effect);
}

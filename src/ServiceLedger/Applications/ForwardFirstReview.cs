using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The lower level has reviewed the matter and hands it up with its opinion and all papers (LIC art. 35): from now on the upper level is in charge, and nothing it does afterwards can ask for those papers again.</summary>
public sealed record ForwardFirstReview(string ToDepartment, string Opinion, long Version, EarlierEffect? Effect = null);

public static class ForwardFirstReviewEndpoint
{
    public static async Task<(SubjectKey, KnownDepartments)> LoadAsync(ForwardFirstReview command, Application application, Vault vault, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await KnownDepartments.Load(session, [command.ToDepartment], ct));

    public static ProblemDetails Validate(ForwardFirstReview command, Act act, Application application, KnownDepartments departments, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ForwardFirstReview, command.Version, command.Effect, time.GetUtcNow())
        ?? Hearings.RefusePresider(act, application)
        ?? (application.FirstReviewBy is null ? null : Problems.AlreadyExists("It was reviewed by a lower level already.", "下级机关已完成初审。"))
        ?? departments.Refuse("$.toDepartment", command.ToDepartment)
        ?? (command.ToDepartment == application.DepartmentCode ? Problems.Invalid("$.toDepartment", "It lies there already.", "已由该部门办理。") : null)
        ?? Text.Refuse("$.opinion", command.Opinion, 4000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/first-review"), EmptyResponse]
    public static FirstReviewForwarded Post(ForwardFirstReview command, Act act, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, application.DepartmentCode, command.ToDepartment, act.ActorId, key.Seal(command.Opinion), command.Effect);
}

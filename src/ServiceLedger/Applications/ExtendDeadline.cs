using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The limit is extended, once, and the applicant told why (LIC art. 42).</summary>
/// <param name="Approver">Who approved it: the head of the agency, or in joint handling of the government.</param>
public sealed record ExtendDeadline(int Days, string Approver, ApproverRank Rank, string Reasons, string NoticeNumber, long Version, EarlierEffect? Effect = null);

public static class ExtendDeadlineEndpoint
{
    public static async Task<(SubjectKey, Almanac)> LoadAsync(Application application, Vault vault, Almanacs almanacs, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await almanacs.OnRecordAsync(session, ct));

    public static ProblemDetails Validate(ExtendDeadline command, Act act, Application application, Almanac almanac, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Extend, command.Version, command.Effect, time.GetUtcNow())
        ?? Refuse(command, application)
        ?? RefuseLate(application, almanac, command.Effect.Day(time))
        ?? Text.Refuse("$.approver", command.Approver, 100)
        ?? Text.Refuse("$.reasons", command.Reasons, 2000, lines: true)
        ?? Text.Refuse("$.noticeNumber", command.NoticeNumber, 100)
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? Refuse(ExtendDeadline command, Application application)
    {
        if (application.Extended)
            return Problems.AlreadyExists("It was extended; once is what the law allows (LIC art. 42).", "已延长一次；法律只允许延长一次（许可法第四十二条）。");
        var (most, rank) = Extension(application.Limits!.Profile);
        return most == 0 ? Problems.Make(409, "no-extension", "This item's time cannot be extended.", "该事项不得延长办理期限。", "It is handled at once.", "即办件应即时办结。")
            : command.Days < 1 || command.Days > most ? Problems.Invalid("$.days", $"1 to {most} working days (LIC art. 42).", $"应为 1 至 {most} 个工作日（许可法第四十二条）。")
            : command.Rank < rank ? Problems.Invalid("$.rank", "Joint handling is extended by the head of the government (LIC art. 42).", "联合办理的延长须经本级人民政府负责人批准（许可法第四十二条）。")
            : null;
    }

    /// <summary>What has passed cannot be extended any more.</summary>
    static ProblemDetails? RefuseLate(Application application, Almanac almanac, DateOnly day) =>
        ApplicationClock.Of(application.Course!, "", almanac)[^1].Due is not { } due || day <= due ? null : Problems.Make(
            409, "deadline-passed", "The time has passed.", "办理期限已届满。", FormattableString.Invariant($"It was due on {due:yyyy-MM-dd}; an extension is approved before (LIC art. 42)."),
            FormattableString.Invariant($"期限已于 {due:yyyy-MM-dd} 届满；延长须在期限内批准（许可法第四十二条）。"));

    /// <summary>The most working days a profile can be extended by, and the lowest rank that can approve it.</summary>
    static (int Most, ApproverRank Rank) Extension(ClockProfile profile) => profile switch
    {
        ClockProfile.Ordinary => (10, ApproverRank.AgencyHead),
        ClockProfile.Joint => (15, ApproverRank.GovernmentHead),
        _ => (0, ApproverRank.GovernmentHead)
    };

    [WolverinePost("/api/applications/{applicationId:guid}/extension"), EmptyResponse]
    public static DeadlineExtended Post(ExtendDeadline command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, command.Days, command.Approver, command.Rank, key.Seal(command.Reasons), command.NoticeNumber, command.Effect);
}

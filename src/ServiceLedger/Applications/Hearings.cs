using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

// The hearing of LIC art. 46 to 48: the right is told, it is asked for within 5 working days, held within 20, told 7 days before,
// led by somebody who did not review the matter, and its record confirmed by those heard.

/// <summary>Those concerned are told of their right to a hearing.</summary>
public sealed record NotifyHearingRight(long Version, EarlierEffect? Effect = null);

/// <summary>A hearing is asked for.</summary>
public sealed record RequestHearing(HearingParty RequestedBy, long Version, EarlierEffect? Effect = null);

/// <summary>Day, place and presider are fixed and told; scheduled again, the last counts.</summary>
public sealed record ScheduleHearing(DateTimeOffset HeldAt, string Place, string Presider, bool Public, long Version, EarlierEffect? Effect = null);

/// <summary>The hearing was held; the record's hash is kept.</summary>
/// <param name="RecordHash">base64url SHA-256 of the written record, 43 characters.</param>
public sealed record HoldHearing(string RecordHash, long Version, EarlierEffect? Effect = null);

/// <summary>Those heard confirm the record, or say what is wrong with it.</summary>
public sealed record ConfirmHearingRecord(bool Confirmed, long Version, string? Remarks = null, EarlierEffect? Effect = null);

public static class NotifyHearingRightEndpoint
{
    public static ProblemDetails Validate(NotifyHearingRight command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.NotifyHearingRight, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.Hearing is null ? null : Problems.AlreadyExists("The right to a hearing was told.", "已告知听证权利。"))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/hearing"), EmptyResponse]
    public static HearingRightNotified Post(NotifyHearingRight command, [State] Application application) =>
        new(application.CitizenId, $"{application.Number}-H{application.Version + 1}", command.Effect);
}

public static class RequestHearingEndpoint
{
    const int DaysToAsk = 5;

    public static Task<WorkingDays> LoadAsync(Application application, IQuerySession session, CancellationToken ct) => WorkingDays.Load(session, ct);

    public static ProblemDetails Validate(RequestHearing command, Act act, Application application, WorkingDays days, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RequestHearing, command.Version, command.Effect, time.GetUtcNow())
        ?? (act.IsOfNoOffice && command.RequestedBy is not HearingParty.Applicant
            ? Problems.Invalid("$.requestedBy", "The applicant asks as applicant.", "申请人应以申请人身份提出。") : null)
        ?? (application.Hearing is not { } hearing ? Hearings.OutOfOrder("Nobody was told of a right to a hearing.", "尚未告知听证权利。")
            : hearing.RequestedAt is not null ? Problems.AlreadyExists("A hearing was asked for.", "已申请听证。")
            : days.After(Text.DateOf(hearing.NotifiedAt), DaysToAsk) is not { } last ? WorkingDays.NoCalendar()
            : Text.DateOf(command.Effect?.At ?? time.GetUtcNow()) > last ? Problems.Make(
                409, "too-late", "The time to ask for it is over.", "申请期限已过。", $"It ended on {last:yyyy-MM-dd}, five working days after the notice (LIC art. 47).", $"期限至 {last:yyyy-MM-dd}（告知后五个工作日，许可法第四十七条）。")
            : WolverineContinue.NoProblems);

    [WolverinePost("/api/applications/{applicationId:guid}/hearing/request"), EmptyResponse]
    public static HearingRequested Post(RequestHearing command, [State] Application application) => new(application.CitizenId, command.RequestedBy, command.Effect);
}

public static class ScheduleHearingEndpoint
{
    const int DaysOfNotice = 7, DaysToHold = 20;

    public static Task<WorkingDays> LoadAsync(Application application, IQuerySession session, CancellationToken ct) => WorkingDays.Load(session, ct);

    public static ProblemDetails Validate(ScheduleHearing command, Act act, Application application, WorkingDays days, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ScheduleHearing, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.place", command.Place, 200)
        ?? Text.Refuse("$.presider", command.Presider, 100)
        ?? Refuse(command, application, days, time.GetUtcNow())
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? Refuse(ScheduleHearing command, Application application, WorkingDays days, DateTimeOffset now)
    {
        if (application.Hearing is not { RequestedAt: { } asked } hearing)
            return Hearings.OutOfOrder("Nobody asked for a hearing.", "尚无听证申请。");
        if (hearing.HeldAt is not null)
            return Hearings.OutOfOrder("It was held.", "听证已举行。");
        if (application.Reviewers.Contains(command.Presider) || application.Recused.Contains(command.Presider))
            return Problems.Invalid("$.presider", "Somebody who did not review the matter presides (LIC art. 48(3)).", "听证主持人不得为审查人员或回避人员（许可法第四十八条第三项）。");
        if ((days.After(Text.DateOf(command.Effect?.At ?? now), DaysOfNotice), days.After(Text.DateOf(asked), DaysToHold)) is not ({ } first, { } last))
            return WorkingDays.NoCalendar();
        var on = Text.DateOf(command.HeldAt);
        return on < first ? Problems.Invalid("$.heldAt", $"Seven working days' notice: {first:yyyy-MM-dd} or later (LIC art. 48(1)).", $"应提前七个工作日通知：不早于 {first:yyyy-MM-dd}（许可法第四十八条第一项）。")
            : on > last ? Problems.Invalid("$.heldAt", $"Within twenty working days of being asked for: {last:yyyy-MM-dd} at the latest (LIC art. 47).", $"应自申请之日起二十个工作日内举行：不晚于 {last:yyyy-MM-dd}（许可法第四十七条）。")
            : null;
    }

    [WolverinePost("/api/applications/{applicationId:guid}/hearing/schedule"), EmptyResponse]
    public static HearingScheduled Post(ScheduleHearing command, [State] Application application) =>
        new(application.CitizenId, command.HeldAt, command.Place, command.Presider, command.Public, command.Effect);
}

public static class HoldHearingEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(HoldHearing command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.HoldHearing, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.Hearing is not { ScheduledFor: { } planned } hearing ? Hearings.OutOfOrder("No hearing is scheduled.", "尚未确定听证时间。")
            : hearing.HeldAt is not null ? Problems.AlreadyExists("It was held.", "听证已举行。")
            : application.Recused.Contains(hearing.Presider) ? Hearings.OutOfOrder("Its presider is recused; schedule it with another.", "听证主持人已回避，请重新确定主持人。")
            : (command.Effect?.At ?? time.GetUtcNow()) < planned ? Hearings.OutOfOrder("Its day has not come.", "未到听证时间。")
            : null)
        ?? Papers.RefuseHash("$.recordHash", command.RecordHash)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/hearing/holding"), EmptyResponse]
    public static HearingHeld Post(HoldHearing command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, application.Hearing!.Presider!, key.Seal(command.RecordHash), command.Effect);
}

public static class ConfirmHearingRecordEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ConfirmHearingRecord command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ConfirmHearingRecord, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.Hearing?.HeldAt is null ? Hearings.OutOfOrder("No hearing was held.", "尚未举行听证。")
            : application.Hearing.RecordSettled ? Problems.AlreadyExists("The record is settled.", "听证笔录已确认。") : null)
        ?? (command is { Confirmed: false, Remarks: null } ? Problems.Invalid("$.remarks", "Say what is wrong with the record.", "请说明对笔录的异议。") : null)
        ?? Text.RefuseIfGiven("$.remarks", command.Remarks, 4000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/hearing/record"), EmptyResponse]
    public static HearingRecordConfirmed Post(ConfirmHearingRecord command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, command.Confirmed, key.Seal(command.Remarks), command.Effect);
}

static class Hearings
{
    /// <summary>Refuses a review by whoever presides over the hearing.</summary>
    public static ProblemDetails? RefusePresider(Act act, Application application) =>
        application.Hearing?.Presider == act.ActorId ? Problems.Forbidden("Who presides over the hearing does not review (LIC art. 48).", "听证主持人不得参与审查（许可法第四十八条）。") : null;

    public static ProblemDetails OutOfOrder(string en, string zh) => Problems.Make(409, "out-of-order", "Something else comes first.", "环节顺序不符。", en, zh);
}

using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Applications;

/// <summary>The department decides: grants, or refuses with reasons and remedies (LIC art. 38).</summary>
/// <param name="Kind">grant or refusal.</param>
/// <param name="Reasons">Required for a refusal, not taken for a grant; sealed.</param>
/// <param name="Remedies">Required for a refusal, not taken for a grant.</param>
/// <param name="Version">The application's version that was read; another officer's act in between makes it stale.</param>
public sealed record DecideApplication(
    RulingKind Kind, IReadOnlyList<string> LegalBasis, long Version, string? Reasons = null, RemediesTold? Remedies = null,
    DateOnly? ValidFrom = null, DateOnly? ValidTo = null, EarlierEffect? Effect = null);

public enum RulingKind { Grant, Refusal }

/// <summary>The remedies as they were told: authority and days for reconsideration, court and months for a suit.</summary>
public sealed record RemediesTold(string ReconsiderationAuthority, int ReconsiderationDays, string Court, int LitigationMonths, string? OnlineChannel = null);

/// <summary>The answer: ids only.</summary>
public sealed record DecisionAnswer(Guid DecisionId, string DecisionNumber);

public static class DecideApplicationEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DecideApplication command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Decide, command.Version, command.Effect, time.GetUtcNow()) ?? Refuse(command) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/decision")]
    public static (IResult, ApplicationDecided, IStartStream) Post(
        DecideApplication command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Application application, SubjectKey key, IdempotencyRecord record)
    {
        var id = LedgerId.For(application.CitizenId);
        var (decided, made) = Decide(id, command, application, key);
        return (record.Creates($"/api/decisions/{id}", new DecisionAnswer(id, made.DecisionNumber)), decided, MartenOps.StartStream<Decision>(id, made));
    }

    public static (ApplicationDecided, DecisionMade) Decide(Guid decisionId, DecideApplication command, Application application, SubjectKey key) => (
        new(application.CitizenId, decisionId, command.Effect),
        new(application.CitizenId, application.Id, application.Version, $"{application.Number}-D", application.ItemCode, application.ItemVersion, application.DepartmentCode,
            Ruling(command, key), [.. command.LegalBasis], command.Effect));

    static Ruling Ruling(DecideApplication command, SubjectKey key) => command.Kind is RulingKind.Grant
        ? new Grant(command.ValidFrom, command.ValidTo)
        : new Refusal(key.Seal(command.Reasons!), Told(command.Remedies!));

    static Remedies Told(RemediesTold r) => new(r.ReconsiderationAuthority, r.ReconsiderationDays, r.Court, r.LitigationMonths, r.OnlineChannel);

    public static ProblemDetails? Refuse(DecideApplication command)
    {
        if (command.LegalBasis.Count is 0 or > 20)
            return Problems.Invalid("$.legalBasis", "Name 1 to 20 provisions.", "请列明 1 至 20 条法律依据。");
        for (var i = 0; i < command.LegalBasis.Count; i++)
            if (Text.Fault(command.LegalBasis[i], 300) is { } basis)
                return Problems.Invalid($"$.legalBasis[{i}]", basis.En, basis.Zh);
        return command.Kind is RulingKind.Grant ? RefuseGrant(command) : RefuseRefusal(command);
    }

    static ProblemDetails? RefuseGrant(DecideApplication command) =>
        command.Reasons is not null ? Problems.Invalid("$.reasons", "A grant takes no reasons.", "准予决定无需填写理由。")
        : command.Remedies is not null ? Problems.Invalid("$.remedies", "A grant takes no remedies.", "准予决定无需告知救济途径。")
        : command.ValidFrom > command.ValidTo ? Problems.Invalid("$.validTo", "It ends before it begins.", "截止日期早于起始日期。")
        : null;

    static ProblemDetails? RefuseRefusal(DecideApplication command)
    {
        if (Text.Fault(command.Reasons, 8000, lines: true) is { } reasons)
            return Problems.Invalid("$.reasons", "A refusal gives reasons (LIC art. 38). " + reasons.En, "不予许可须说明理由（许可法第三十八条）。" + reasons.Zh);
        if (command.Remedies is not { } remedies)
            return Problems.Invalid("$.remedies", "A refusal tells the remedies (LIC art. 38).", "不予许可须告知复议和诉讼权利（许可法第三十八条）。");
        if (Text.Fault(remedies.ReconsiderationAuthority, 200) is { } authority)
            return Problems.Invalid("$.remedies.reconsiderationAuthority", authority.En, authority.Zh);
        if (Text.Fault(remedies.Court, 200) is { } court)
            return Problems.Invalid("$.remedies.court", court.En, court.Zh);
        if (remedies.OnlineChannel is not null && Text.Fault(remedies.OnlineChannel, 500) is { } online)
            return Problems.Invalid("$.remedies.onlineChannel", online.En, online.Zh);
        if (remedies.ReconsiderationDays < 60)
            return Problems.Invalid("$.remedies.reconsiderationDays", "At least 60 days (REV art. 20).", "不少于 60 日（复议法第二十条）。");
        if (remedies.LitigationMonths < 6)
            return Problems.Invalid("$.remedies.litigationMonths", "At least 6 months (LIT art. 46).", "不少于 6 个月（诉讼法第四十六条）。");
        if (remedies.ReconsiderationDays > 3650 || remedies.LitigationMonths > 240)
            return Problems.Invalid("$.remedies", "No law knows so long a period.", "法律没有这样长的期限。");
        return command.ValidFrom is not null || command.ValidTo is not null ? Problems.Invalid("$.validFrom", "A refusal has no term.", "不予决定没有有效期。") : null;
    }
}
